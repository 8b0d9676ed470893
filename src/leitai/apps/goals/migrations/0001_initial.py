from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('floor', models.FloatField(help_text="in the indicator's unit of measure")),
                ('stretch', models.FloatField(blank=True, null=True)),
                ('shape', models.CharField(choices=[('even', 'even months'), ('last_year', "by last year's shape"), ('by_hand', 'by hand'), ('whole', 'the same all year')], default='even', max_length=10)),
                ('shares', models.JSONField(blank=True, default=list, help_text='twelve cumulative shares of the year, 0 to 1')),
                ('sentence', models.TextField(blank=True, help_text='where the plan says so, word for word')),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('sequence', models.BigIntegerField(help_text='order among all accepted changes')),
                ('set_at', models.DateTimeField()),
            ],
        ),
    ]
