from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('holiday', 'holiday'), ('workday', 'shifted workday')], max_length=8)),
                ('name', models.CharField(blank=True, help_text='the festival', max_length=40)),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('source', models.CharField(help_text='the announcement, with its number', max_length=300)),
                ('imported_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-year', '-number'],
            },
        ),
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
            },
        ),
    ]
