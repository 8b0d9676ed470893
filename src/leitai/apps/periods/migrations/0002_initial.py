import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('periods', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='calendaryear',
            name='area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calendar_years', to='units.unit'),
        ),
        migrations.AddField(
            model_name='calendaryear',
            name='imported_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendarday',
            name='calendar_year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='periods.calendaryear'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('kind', 'year', 'number'), name='period_once'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('start__lte', models.F('end'))), name='period_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='calendaryear',
            constraint=models.UniqueConstraint(fields=('area', 'year', 'number'), name='calendar_year_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.UniqueConstraint(fields=('calendar_year', 'day'), name='calendar_day_once'),
        ),
    ]
