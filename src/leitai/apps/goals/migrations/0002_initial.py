import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('goals', '0001_initial'),
        ('indicators', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='compoundtarget',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='compoundtarget',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='compound_targets', to='units.unit'),
        ),
        migrations.AddField(
            model_name='compoundtarget',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='condition',
            name='divisor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='condition',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='condition',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='goals.compoundtarget'),
        ),
        migrations.AddField(
            model_name='contactleader',
            name='leader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contactleader',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_leaders', to='units.unit'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='units.unit'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='delegate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_held', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delegation',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goalnode',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goal_nodes', to='units.unit'),
        ),
        migrations.AddField(
            model_name='goalnode',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goalnode',
            name='compound',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goal_nodes', to='goals.compoundtarget'),
        ),
        migrations.AddField(
            model_name='goalnode',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='goals.goalnode'),
        ),
        migrations.AddField(
            model_name='goalnode',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goal_nodes', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='goalnode',
            name='unit',
            field=models.ForeignKey(blank=True, help_text='whose targets a target node stands for', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='pacerule',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pace_rules', to='units.unit'),
        ),
        migrations.AddField(
            model_name='pacerule',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='phase',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phases', to='units.unit'),
        ),
        migrations.AddField(
            model_name='proposalline',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='responsibility',
            name='holder',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='responsibility',
            name='holder_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities_held', to='units.unit'),
        ),
        migrations.AddField(
            model_name='responsibility',
            name='node',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='goals.goalnode'),
        ),
        migrations.AddField(
            model_name='responsibility',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='responsibility',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='units.unit'),
        ),
        migrations.AddField(
            model_name='target',
            name='series',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='target',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='target',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='units.unit'),
        ),
        migrations.AddField(
            model_name='proposalline',
            name='before',
            field=models.ForeignKey(blank=True, help_text='the target that counted when the line was made', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='goals.target'),
        ),
        migrations.AddField(
            model_name='targetproposal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='targetproposal',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='targetproposal',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='target_proposals', to='indicators.series'),
        ),
        migrations.AddField(
            model_name='targetproposal',
            name='submitted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='targetproposal',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='target_proposals', to='units.unit'),
        ),
        migrations.AddField(
            model_name='targetproposal',
            name='whole',
            field=models.ForeignKey(blank=True, help_text="the revision of the area's target that is broken down", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='breakdowns', to='goals.target'),
        ),
        migrations.AddField(
            model_name='proposalline',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='goals.targetproposal'),
        ),
        migrations.AddField(
            model_name='taskforce',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='task_forces', to='units.unit'),
        ),
        migrations.AddField(
            model_name='taskforce',
            name='head',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='task_forces_headed', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='taskforce',
            name='node',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='task_forces', to='goals.goalnode'),
        ),
        migrations.AddField(
            model_name='taskforcemember',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='task_forces_joined', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='taskforcemember',
            name='task_force',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='goals.taskforce'),
        ),
        migrations.AddConstraint(
            model_name='compoundtarget',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('unit', 'year', 'name'), name='compound_target_once'),
        ),
        migrations.AddConstraint(
            model_name='compoundtarget',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawal', ''), _negated=True), _connector='OR'), name='withdrawn_compound_target_says_why'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.UniqueConstraint(fields=('target', 'position'), name='condition_place_once'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('kind__in', ['up', 'down'])), models.Q(models.Q(('kind__in', ['up', 'down']), _negated=True), ('amount__isnull', False)), _connector='OR'), name='condition_has_its_amount'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('divisor__isnull', False), ('kind__in', ['ratio_at_least', 'ratio_at_most'])), models.Q(models.Q(('kind__in', ['ratio_at_least', 'ratio_at_most']), _negated=True), ('divisor__isnull', True)), _connector='OR'), name='ratio_has_a_divisor'),
        ),
        migrations.AddConstraint(
            model_name='contactleader',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('unit', 'leader'), name='contact_leader_once'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from'))), name='delegation_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('delegate')), _negated=True), name='nobody_stands_in_for_oneself'),
        ),
        migrations.AddIndex(
            model_name='goalnode',
            index=models.Index(fields=['area', 'parent'], name='goal_node_place'),
        ),
        migrations.AddConstraint(
            model_name='goalnode',
            constraint=models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='goal_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='goalnode',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'target'), models.Q(('compound__isnull', True), ('series__isnull', True), ('unit__isnull', True)), _connector='OR'), name='only_target_nodes_stand_for_targets'),
        ),
        migrations.AddConstraint(
            model_name='goalnode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('compound__isnull', True), ('kind', 'target'), ('series__isnull', False), ('unit__isnull', False)), models.Q(('compound__isnull', False), ('kind', 'target'), ('series__isnull', True), ('unit__isnull', True)), models.Q(('kind', 'target'), _negated=True), _connector='OR'), name='target_node_stands_for_one_target'),
        ),
        migrations.AddConstraint(
            model_name='goalnode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False), models.Q(('closing', ''), _negated=True)), _connector='OR'), name='closed_goal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='pacerule',
            constraint=models.UniqueConstraint(fields=('area', 'version'), name='pace_rule_version_once'),
        ),
        migrations.AddConstraint(
            model_name='pacerule',
            constraint=models.CheckConstraint(condition=models.Q(('red_percent__gt', 0), ('red_percent__lte', 200), ('steady_percent__gt', 0), ('steady_percent__lte', 200)), name='pace_rule_percent_in_range'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.UniqueConstraint(fields=('area', 'first_year'), name='phase_begins_once'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='phase_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='responsibility',
            index=models.Index(fields=['unit', 'year'], name='responsibility_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('node__isnull', False), ('series__isnull', True), ('unit__isnull', True), ('year__isnull', True)), models.Q(('node__isnull', True), ('series__isnull', False), ('unit__isnull', False), ('year__isnull', False)), _connector='OR'), name='responsibility_is_for_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holder__isnull', False), ('holder_name', ''), ('holder_unit__isnull', True), ('role__in', ['responsible_leader', 'responsible_person'])), models.Q(('holder__isnull', True), ('holder_unit__isnull', True), ('role__in', ['responsible_leader', 'responsible_person']), models.Q(('holder_name', ''), _negated=True)), models.Q(('holder__isnull', True), ('holder_name', ''), ('holder_unit__isnull', False), ('role__in', ['lead_unit', 'responsible_unit', 'supporting_unit'])), _connector='OR'), name='responsibility_has_its_holder'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.UniqueConstraint(condition=models.Q(('node__isnull', False), ('role', 'lead_unit'), ('valid_to__isnull', True)), fields=('node',), name='one_lead_unit_of_a_goal'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.UniqueConstraint(condition=models.Q(('node__isnull', True), ('role', 'lead_unit'), ('valid_to__isnull', True)), fields=('series', 'unit', 'year'), name='one_lead_unit_of_a_target'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('series', 'unit', 'year', 'revision'), name='target_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='targetproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned'])), fields=('kind', 'unit', 'series', 'year'), name='one_open_proposal'),
        ),
        migrations.AddConstraint(
            model_name='targetproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'breakdown'), ('whole__isnull', False)), models.Q(('kind', 'adjustment'), ('whole__isnull', True)), _connector='OR'), name='breakdown_has_a_whole'),
        ),
        migrations.AddConstraint(
            model_name='targetproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('decided_by__isnull', True), ('submitted_by__isnull', True), models.Q(('decided_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='a_second_person_approves_targets'),
        ),
        migrations.AddConstraint(
            model_name='proposalline',
            constraint=models.UniqueConstraint(fields=('proposal', 'unit'), name='proposal_line_once'),
        ),
        migrations.AddConstraint(
            model_name='proposalline',
            constraint=models.CheckConstraint(condition=models.Q(('floor__isnull', False), ('stretch__isnull', True), _connector='OR'), name='no_stretch_without_a_floor'),
        ),
        migrations.AddConstraint(
            model_name='taskforce',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('area', 'name'), name='task_force_name_once'),
        ),
        migrations.AddConstraint(
            model_name='taskforcemember',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('task_force', 'person'), name='task_force_member_once'),
        ),
    ]
