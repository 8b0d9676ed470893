import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('indicators', '0002_initial'),
        ('periods', '0002_initial'),
        ('standings', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='draftrevision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='place',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='units.unit'),
        ),
        migrations.AddField(
            model_name='record',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='record',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='periods.period'),
        ),
        migrations.AddField(
            model_name='record',
            name='signed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='record',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='units.unit'),
        ),
        migrations.AddField(
            model_name='record',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='restatement',
            name='batch',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restatements', to='indicators.batch'),
        ),
        migrations.AddField(
            model_name='restatement',
            name='record',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restatements', to='standings.record'),
        ),
        migrations.AddField(
            model_name='round',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='periods.period'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='units.unit'),
        ),
        migrations.AddField(
            model_name='round',
            name='scheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='standings.scheme'),
        ),
        migrations.AddField(
            model_name='record',
            name='scheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='standings.scheme'),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='base',
            field=models.ForeignKey(help_text='copied from', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standings.schemeversion'),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='scheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='standings.scheme'),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='submitted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draftrevision',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='standings.schemeversion'),
        ),
        migrations.AddField(
            model_name='standing',
            name='published_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='standing',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='standings.round'),
        ),
        migrations.AddField(
            model_name='standing',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='standings.schemeversion'),
        ),
        migrations.AddField(
            model_name='restatement',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settles', to='standings.standing'),
        ),
        migrations.AddField(
            model_name='restatement',
            name='standing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restatements', to='standings.standing'),
        ),
        migrations.AddField(
            model_name='place',
            name='standing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='standings.standing'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('scheme', 'period'), name='round_once'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['scheme', 'period'], name='record_by_period'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by__isnull', True), models.Q(('signed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='record_signed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sequence__isnull', True), ('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('sequence__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='record_signature_whole'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_by__isnull', True), ('state', 'entered'), ('withdrawn_by__isnull', True)), models.Q(('signed_by__isnull', False), ('state', 'signed'), ('withdrawn_by__isnull', True)), models.Q(('state', 'withdrawn'), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='record_state_as_signed'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), _negated=True), models.Q(('file_sha256', ''), _negated=True), _connector='OR'), name='record_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('part', 'veto'), _negated=True), models.Q(('legal_basis', ''), _negated=True), _connector='OR'), name='record_veto_has_basis'),
        ),
        migrations.AddConstraint(
            model_name='schemeversion',
            constraint=models.UniqueConstraint(fields=('scheme', 'number'), name='scheme_version_once'),
        ),
        migrations.AddConstraint(
            model_name='draftrevision',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='draft_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(fields=('round', 'number'), name='standing_once'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('round',), name='one_published_result'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('round',), name='one_draft_result'),
        ),
        migrations.AddConstraint(
            model_name='restatement',
            constraint=models.UniqueConstraint(fields=('standing', 'sequence'), name='restatement_once'),
        ),
        migrations.AddConstraint(
            model_name='restatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', False), ('record__isnull', True)), models.Q(('batch__isnull', True), ('record__isnull', False)), _connector='OR'), name='restatement_has_one_cause'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['unit', 'standing'], name='place_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('standing', 'group', 'unit'), name='place_once'),
        ),
    ]
