import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('periods', '0002_initial'),
        ('publishing', '0001_initial'),
        ('standings', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='bulletin',
            name='issued_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='period',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='periods.period'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='standing',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='standings.standing'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='units.unit'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulletindraft',
            name='bulletin',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='publishing.bulletin'),
        ),
        migrations.AddField(
            model_name='bulletindraft',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulletindraft',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulletindraft',
            name='standing',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standings.standing'),
        ),
        migrations.AddField(
            model_name='bulletindraft',
            name='submitted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulletindraft',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulletin_drafts', to='units.unit'),
        ),
        migrations.AddIndex(
            model_name='bulletin',
            index=models.Index(fields=['unit', '-issued_at'], name='bulletin_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.UniqueConstraint(fields=('kind', 'unit', 'audience', 'year', 'number'), name='bulletin_number_once'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='withdrawn_bulletin_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'standing'), _negated=True), ('standing__isnull', False), _connector='OR'), name='bulletin_of_a_standing_has_it'),
        ),
        migrations.AddIndex(
            model_name='bulletindraft',
            index=models.Index(fields=['unit', 'state'], name='bulletin_draft_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='bulletindraft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'standing'), ('standing__isnull', False), ('start__isnull', True)), models.Q(('end__gte', models.F('start')), ('end__isnull', False), ('kind', 'supervision'), ('standing__isnull', True), ('start__isnull', False)), _connector='OR'), name='bulletin_draft_has_its_topic'),
        ),
        migrations.AddConstraint(
            model_name='bulletindraft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bulletin__isnull', False), ('state', 'issued')), models.Q(models.Q(('state', 'issued'), _negated=True), ('bulletin__isnull', True)), _connector='OR'), name='issued_draft_has_its_bulletin'),
        ),
        migrations.AddConstraint(
            model_name='bulletindraft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), ('decided_by__isnull', True), ('submitted_by__isnull', True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('decided_by', models.F('made_by')), _negated=True)), _connector='OR'), name='a_second_person_signs_bulletins'),
        ),
    ]
