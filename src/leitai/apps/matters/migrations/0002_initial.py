import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='mapimage',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='map_images', to='units.unit'),
        ),
        migrations.AddField(
            model_name='mapimage',
            name='brought_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mapspot',
            name='image',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spots', to='matters.mapimage'),
        ),
        migrations.AddField(
            model_name='mapspot',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='matter',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='units.unit'),
        ),
        migrations.AddField(
            model_name='matter',
            name='assigned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matter',
            name='contact',
            field=models.ForeignKey(blank=True, help_text='the leader who keeps an eye on it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contact_matters', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matter',
            name='lead_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_matters', to='units.unit'),
        ),
        migrations.AddField(
            model_name='matter',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='matters.matter'),
        ),
        migrations.AddField(
            model_name='matter',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='matters.matter'),
        ),
        migrations.AddField(
            model_name='matter',
            name='registered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matter',
            name='reported_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matterevent',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matterevent',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='matters.matter'),
        ),
        migrations.AddField(
            model_name='matterevent',
            name='unit',
            field=models.ForeignKey(help_text='the unit for which the person acted', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='matters.matterevent'),
        ),
        migrations.AddField(
            model_name='mattersheet',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matter_sheets', to='units.unit'),
        ),
        migrations.AddField(
            model_name='mattersheet',
            name='brought_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='numbering',
            name='area',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='matter_numbering', to='units.unit'),
        ),
        migrations.AddField(
            model_name='party',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='matters.matter'),
        ),
        migrations.AddField(
            model_name='party',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='rulechoice',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matter_rules', to='units.unit'),
        ),
        migrations.AddField(
            model_name='rulechoice',
            name='chosen_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matter_filters', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tileplace',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='tileplace',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddConstraint(
            model_name='mapimage',
            constraint=models.CheckConstraint(condition=models.Q(('approval_number', ''), _negated=True), name='map_with_an_approval_number'),
        ),
        migrations.AddConstraint(
            model_name='mapspot',
            constraint=models.UniqueConstraint(fields=('image', 'unit'), name='spot_of_a_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='mapspot',
            constraint=models.CheckConstraint(condition=models.Q(('x__gte', 0), ('x__lte', 100), ('y__gte', 0), ('y__lte', 100)), name='spot_on_the_map'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['area', 'state', 'due'], name='matter_list'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['lead_unit', 'state', 'due'], name='matter_of_unit'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['area', 'closed_on'], name='matter_closed'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['area', 'registered_on'], name='matter_registered'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['state', 'urged_on'], name='matter_urged'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['due', 'state'], name='matter_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['-closed_on', '-id'], name='matter_ended'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='matter_number_once'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('area', 'source_room', 'source_key'), name='source_opens_a_matter_once'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('accepted_on__isnull', False), ('closed_on__isnull', False)), _connector='OR'), name='closed_with_accepted_report'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'registered', 'suspended', 'withdrawn', 'merged']), ('lead_unit__isnull', False), _connector='OR'), name='assigned_matter_has_a_lead_unit'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='merged_matter_names_the_other'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='progress_up_to_a_hundred'),
        ),
        migrations.AddIndex(
            model_name='matterevent',
            index=models.Index(fields=['verb', 'at'], name='matter_event_verb'),
        ),
        migrations.AddConstraint(
            model_name='matterevent',
            constraint=models.UniqueConstraint(fields=('matter', 'place'), name='matter_event_once'),
        ),
        migrations.AddIndex(
            model_name='mattersheet',
            index=models.Index(fields=['area', 'sha256'], name='matter_sheet_again'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('matter', 'unit'), name='party_once'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('part', 'lead')), fields=('matter',), name='one_lead_unit'),
        ),
        migrations.AddConstraint(
            model_name='rulechoice',
            constraint=models.UniqueConstraint(fields=('area', 'category', 'number'), name='rule_choice_once'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(condition=models.Q(('removed', False)), fields=('owner', 'name'), name='matter_filter_once'),
        ),
        migrations.AddConstraint(
            model_name='tileplace',
            constraint=models.UniqueConstraint(fields=('area', 'unit'), name='tile_of_a_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='tileplace',
            constraint=models.CheckConstraint(condition=models.Q(('column__gte', 1), ('column__lte', 12), ('row__gte', 1), ('row__lte', 12)), name='tile_lies_on_the_grid'),
        ),
    ]
