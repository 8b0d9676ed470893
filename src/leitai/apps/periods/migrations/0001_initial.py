from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('half', 'half-year'), ('year', 'year')], max_length=8)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField(help_text='1-based place within the year')),
                ('code', models.CharField(max_length=8, unique=True)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['start', 'end'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'year', 'number'), name='period_once'), models.CheckConstraint(condition=models.Q(('start__lte', models.F('end'))), name='period_runs_forward')],
            },
        ),
    ]
