import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('benchmarks', '0001_initial'),
        ('indicators', '0001_initial'),
        ('periods', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='benchmarkfield',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='benchmark_fields', to='units.unit'),
        ),
        migrations.AddField(
            model_name='benchmarkfield',
            name='candidates',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='benchmarkitem',
            name='base',
            field=models.ForeignKey(blank=True, help_text="their earlier figure on today's territory, stored with the later period", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator'),
        ),
        migrations.AddField(
            model_name='benchmarkitem',
            name='denominator',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='benchmarks.benchmarkitem'),
        ),
        migrations.AddField(
            model_name='benchmarkitem',
            name='field',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='benchmarks.benchmarkfield'),
        ),
        migrations.AddField(
            model_name='benchmarkitem',
            name='numerator',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='benchmarks.benchmarkitem'),
        ),
        migrations.AddField(
            model_name='benchmarkitem',
            name='own',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator'),
        ),
        migrations.AddField(
            model_name='benchmarkitem',
            name='theirs',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator'),
        ),
        migrations.AddField(
            model_name='benchmarkitem',
            name='whole',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='benchmarks.benchmarkitem'),
        ),
        migrations.AddField(
            model_name='benchmarkpair',
            name='benchmark',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='benchmarkpair',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='benchmarkpair',
            name='field',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='benchmarks.benchmarkfield'),
        ),
        migrations.AddField(
            model_name='benchmarkpair',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='benchmarkpair',
            name='supersedes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='benchmarks.benchmarkpair'),
        ),
        migrations.AddField(
            model_name='benchmarkpair',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='benchmark_pairs', to='units.unit'),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ladders', to='units.unit'),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='guest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='guest_series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='members',
            field=models.ManyToManyField(blank=True, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='named_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='pool',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='namedladder',
            name='supersedes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='benchmarks.namedladder'),
        ),
        migrations.AddField(
            model_name='practice',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='practice',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='practice',
            name='responsible',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='practice',
            name='source_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='practice',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='units.unit'),
        ),
        migrations.AddField(
            model_name='rankgoal',
            name='ladder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='benchmarks.namedladder'),
        ),
        migrations.AddField(
            model_name='rankgoal',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rankgoal',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='settlement',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='settlement',
            name='asked',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='settlement',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statedcomparison',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statedcomparison',
            name='extent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.extent'),
        ),
        migrations.AddField(
            model_name='statedcomparison',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stated', to='benchmarks.benchmarkitem'),
        ),
        migrations.AddField(
            model_name='statedcomparison',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='statedcomparison',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='periods.period'),
        ),
        migrations.AddField(
            model_name='statedcomparison',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stated_comparisons', to='units.unit'),
        ),
        migrations.AddField(
            model_name='statedcomparison',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='settlement',
            name='stated',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='benchmarks.statedcomparison'),
        ),
        migrations.AddField(
            model_name='studytrip',
            name='host',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='studytrip',
            name='planned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='studytrip',
            name='reported_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='studytrip',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='study_trips', to='units.unit'),
        ),
        migrations.AddField(
            model_name='practice',
            name='trip',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='benchmarks.studytrip'),
        ),
        migrations.AddField(
            model_name='territorychange',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='territorychange',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='territorychange',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='territory_changes', to='units.unit'),
        ),
        migrations.AddField(
            model_name='tripmeasure',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tripmeasure',
            name='trip',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='benchmarks.studytrip'),
        ),
        migrations.AddField(
            model_name='tripmeasure',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trip_measures', to='units.unit'),
        ),
        migrations.AddField(
            model_name='unitterrain',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='unitterrain',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='unitterrain',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terrains', to='units.unit'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkfield',
            constraint=models.UniqueConstraint(fields=('area', 'name'), name='benchmark_field_once'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkfield',
            constraint=models.CheckConstraint(condition=models.Q(('near_years__gt', 0), ('middle_years__gt', models.F('near_years')), ('term__gt', 0)), name='near_before_middle'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkitem',
            constraint=models.UniqueConstraint(fields=('field', 'code'), name='benchmark_item_once'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('denominator__isnull', False), ('numerator__isnull', False), ('own__isnull', True), ('role', 'intensity'), ('theirs__isnull', True)), models.Q(models.Q(('role', 'intensity'), _negated=True), ('denominator__isnull', True), ('numerator__isnull', True), ('own__isnull', False), ('theirs__isnull', False)), _connector='OR'), name='benchmark_item_has_its_figures'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'part'), ('whole__isnull', False)), models.Q(models.Q(('role', 'part'), _negated=True), ('whole__isnull', True)), _connector='OR'), name='benchmark_part_has_its_whole'),
        ),
        migrations.AddIndex(
            model_name='benchmarkpair',
            index=models.Index(fields=['unit', 'year'], name='benchmark_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkpair',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'main'), ('state', 'confirmed')), fields=('unit', 'year'), name='one_main_benchmark_a_year'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkpair',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'main'), ('state', 'proposed')), fields=('unit', 'year'), name='one_proposed_benchmark_a_year'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkpair',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'reference'), ('state', 'confirmed')), fields=('unit', 'year', 'benchmark'), name='benchmark_reference_once'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkpair',
            constraint=models.CheckConstraint(condition=models.Q(('unit', models.F('benchmark')), _negated=True), name='no_benchmark_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkpair',
            constraint=models.CheckConstraint(condition=models.Q(('role', 'main'), models.Q(('distance', ''), _negated=True), _connector='OR'), name='reference_has_its_distance'),
        ),
        migrations.AddConstraint(
            model_name='benchmarkpair',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='benchmark_chosen_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='namedladder',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('area', 'name'), name='ladder_once'),
        ),
        migrations.AddConstraint(
            model_name='namedladder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guest__isnull', True), ('guest_series__isnull', True)), models.Q(('guest__isnull', False), ('guest_series__isnull', False)), _connector='OR'), name='ladder_guest_with_its_series'),
        ),
        migrations.AddConstraint(
            model_name='rankgoal',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('ladder', 'unit'), name='one_rank_goal'),
        ),
        migrations.AddConstraint(
            model_name='rankgoal',
            constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='rank_goal_from_one'),
        ),
        migrations.AddConstraint(
            model_name='statedcomparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('share__isnull', False), ('value__isnull', True)), models.Q(('share__isnull', True), ('value__isnull', False)), _connector='OR'), name='a_share_or_a_value'),
        ),
        migrations.AddConstraint(
            model_name='statedcomparison',
            constraint=models.CheckConstraint(condition=models.Q(('unit', models.F('other')), _negated=True), name='no_comparison_with_itself'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('stated',), name='one_settlement_stands'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked__isnull', False), ('word', 'asked')), models.Q(models.Q(('word', 'asked'), _negated=True), ('asked__isnull', True)), _connector='OR'), name='a_question_has_its_unit'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='settlement_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='studytrip',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('begins'))), name='trip_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='studytrip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reported'), _negated=True), models.Q(('findings', ''), _negated=True), _connector='OR'), name='reported_trip_has_findings'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'adopted'), _negated=True), models.Q(('responsible__isnull', False), models.Q(('adaptation', ''), _negated=True)), _connector='OR'), name='adopted_practice_has_an_owner'),
        ),
        migrations.AddConstraint(
            model_name='territorychange',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('area', 'unit', 'since_year', 'by_year'), name='territory_change_once'),
        ),
        migrations.AddConstraint(
            model_name='territorychange',
            constraint=models.CheckConstraint(condition=models.Q(('by_year__gt', models.F('since_year'))), name='territory_changed_between_years'),
        ),
        migrations.AddConstraint(
            model_name='territorychange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='territory_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='tripmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('result', ''), _negated=True), _connector='OR'), name='closed_measure_has_its_result'),
        ),
        migrations.AddConstraint(
            model_name='unitterrain',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('area', 'unit'), name='one_terrain_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='unitterrain',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='terrain_has_its_source'),
        ),
    ]
