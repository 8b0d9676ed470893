import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('indicators', '0001_initial'),
        ('periods', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='batch',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='batch',
            name='checker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='datasource',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_sources', to='units.unit'),
        ),
        migrations.AddField(
            model_name='columnmemory',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memories', to='indicators.datasource'),
        ),
        migrations.AddField(
            model_name='extent',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extents', to='units.unit'),
        ),
        migrations.AddField(
            model_name='importcheck',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_checks', to='units.unit'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='units.unit'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='responsible',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='importcheck',
            name='indicator',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='indicators.indicator'),
        ),
        migrations.AddField(
            model_name='indicatorversion',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='indicators.indicator'),
        ),
        migrations.AddField(
            model_name='packedcolumn',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='indicators.batch'),
        ),
        migrations.AddField(
            model_name='packedcolumn',
            name='period',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='periods.period'),
        ),
        migrations.AddField(
            model_name='packedcolumn',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='indicators.datasource'),
        ),
        migrations.AddField(
            model_name='question',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revision',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='indicators.batch'),
        ),
        migrations.AddField(
            model_name='revision',
            name='definition',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicatorversion'),
        ),
        migrations.AddField(
            model_name='revision',
            name='period',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='periods.period'),
        ),
        migrations.AddField(
            model_name='revision',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='indicators.datasource'),
        ),
        migrations.AddField(
            model_name='revision',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='units.unit'),
        ),
        migrations.AddField(
            model_name='series',
            name='authority',
            field=models.ForeignKey(help_text='the one source that counts; others are kept and compared', on_delete=django.db.models.deletion.PROTECT, related_name='series', to='indicators.datasource'),
        ),
        migrations.AddField(
            model_name='series',
            name='extent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='series', to='indicators.extent'),
        ),
        migrations.AddField(
            model_name='series',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='indicators.indicator'),
        ),
        migrations.AddField(
            model_name='revision',
            name='series',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='packedcolumn',
            name='series',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='columnmemory',
            name='series',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='sourcelayout',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='sourcelayout',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourcelayout',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='layouts', to='indicators.datasource'),
        ),
        migrations.AddField(
            model_name='stagedcell',
            name='period',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='periods.period'),
        ),
        migrations.AddField(
            model_name='stagedcell',
            name='series',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='stagedcell',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='upload',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='units.unit'),
        ),
        migrations.AddField(
            model_name='upload',
            name='period',
            field=models.ForeignKey(blank=True, help_text='for tables that do not name their own period', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='periods.period'),
        ),
        migrations.AddField(
            model_name='upload',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='indicators.datasource'),
        ),
        migrations.AddField(
            model_name='upload',
            name='uploaded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stagedcell',
            name='upload',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='indicators.upload'),
        ),
        migrations.AddField(
            model_name='sourcelayout',
            name='upload',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.upload'),
        ),
        migrations.AddField(
            model_name='question',
            name='upload',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='indicators.upload'),
        ),
        migrations.AddField(
            model_name='batch',
            name='upload',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batch', to='indicators.upload'),
        ),
        migrations.AddConstraint(
            model_name='extent',
            constraint=models.UniqueConstraint(fields=('unit', 'name'), name='extent_once'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(fields=('area', 'code'), name='indicator_code_once_per_area'),
        ),
        migrations.AddConstraint(
            model_name='importcheck',
            constraint=models.UniqueConstraint(fields=('area', 'kind', 'indicator'), name='import_check_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='indicatorversion',
            constraint=models.UniqueConstraint(fields=('indicator', 'number'), name='definition_once'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('indicator', 'flow', 'price', 'extent'), name='series_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['unit', 'series', 'period'], name='revision_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('series', 'period', 'unit', 'source', 'batch'), name='one_saying_per_batch'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('missing', ''), ('number__isnull', False)), models.Q(('number__isnull', True), models.Q(('missing', ''), _negated=True)), _connector='OR'), name='a_number_or_a_reason'),
        ),
        migrations.AddIndex(
            model_name='packedcolumn',
            index=models.Index(fields=['series', 'period'], name='column_by_series'),
        ),
        migrations.AddConstraint(
            model_name='columnmemory',
            constraint=models.UniqueConstraint(fields=('source', 'heading'), name='heading_known_once'),
        ),
        migrations.AddIndex(
            model_name='stagedcell',
            index=models.Index(fields=['upload', 'state'], name='staged_by_state'),
        ),
        migrations.AddIndex(
            model_name='stagedcell',
            index=models.Index(fields=['upload', 'label'], name='staged_by_label'),
        ),
        migrations.AddConstraint(
            model_name='stagedcell',
            constraint=models.UniqueConstraint(fields=('upload', 'sheet', 'address'), name='cell_read_once'),
        ),
        migrations.AddConstraint(
            model_name='sourcelayout',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_at__isnull', True)), fields=('source', 'area', 'key'), name='form_known_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('upload', 'kind', 'key'), name='asked_once'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sequence__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('sequence__isnull', True)), _connector='OR'), name='accepted_batches_have_a_place'),
        ),
    ]
