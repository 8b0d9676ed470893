import leitai.apps.matters.life
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MapImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('approval_number', models.CharField(help_text='printed beneath the map', max_length=40)),
                ('sha256', models.CharField(max_length=64)),
                ('kind', models.CharField(help_text='png or jpeg', max_length=4)),
                ('width', models.PositiveIntegerField(help_text='pixels')),
                ('height', models.PositiveIntegerField(help_text='pixels')),
                ('brought_at', models.DateTimeField()),
                ('withdrawn', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['area', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MapSpot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('x', models.FloatField()),
                ('y', models.FloatField()),
            ],
            options={
                'ordering': ['image', 'unit'],
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, help_text='YX-2026-0087; a draft has none yet', max_length=24)),
                ('title', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[(leitai.apps.matters.life.State['DRAFT'], 'draft'), (leitai.apps.matters.life.State['REGISTERED'], 'registered'), (leitai.apps.matters.life.State['ASSIGNED'], 'assigned'), (leitai.apps.matters.life.State['REFUSED'], 'refused'), (leitai.apps.matters.life.State['IN_HAND'], 'in hand'), (leitai.apps.matters.life.State['REPORTED'], 'completion reported'), (leitai.apps.matters.life.State['VERIFIED'], 'verified'), (leitai.apps.matters.life.State['SUSPENDED'], 'suspended'), (leitai.apps.matters.life.State['CLOSED'], 'closed out'), (leitai.apps.matters.life.State['WITHDRAWN'], 'withdrawn'), (leitai.apps.matters.life.State['MERGED'], 'merged')], default=leitai.apps.matters.life.State['DRAFT'], max_length=10)),
                ('version', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField(help_text="code of a kind of the area's rules", max_length=40)),
                ('source_kind', models.CharField(choices=[('paper', 'document'), ('meeting', 'meeting'), ('instruction', "leader's comment"), ('inspection', 'inspection'), ('rank_alert', 'rank alert'), ('blocker', 'blocker'), ('patrol', 'patrol'), ('rating', 'public rating'), ('media', 'media'), ('campaign', 'campaign'), ('other', 'other')], default='other', max_length=12)),
                ('source_name', models.CharField(blank=True, help_text='document, meeting or instruction, with its place', max_length=200)),
                ('source_words', models.TextField(blank=True, help_text='the sentence that it follows from', max_length=2000)),
                ('source_room', models.CharField(blank=True, max_length=24)),
                ('source_key', models.CharField(blank=True, max_length=120)),
                ('responsible_person', models.CharField(blank=True, max_length=40)),
                ('registered_on', models.DateField(blank=True, null=True)),
                ('assigned_on', models.DateField(blank=True, null=True)),
                ('due', models.DateField(blank=True, null=True)),
                ('first_due', models.DateField(blank=True, help_text='the due day before any extension', null=True)),
                ('blue_from', models.DateField(blank=True, null=True)),
                ('yellow_from', models.DateField(blank=True, null=True)),
                ('orange_from', models.DateField(blank=True, null=True)),
                ('red_from', models.DateField(blank=True, null=True)),
                ('overdue_from', models.DateField(blank=True, null=True)),
                ('progress', models.PositiveSmallIntegerField(default=0, help_text='percent')),
                ('measure_name', models.CharField(blank=True, help_text='what is counted: villages up to standard', max_length=40)),
                ('measure_unit', models.CharField(blank=True, help_text='unit of count', max_length=12)),
                ('measure_total', models.FloatField(blank=True, null=True)),
                ('measure_done', models.FloatField(blank=True, null=True)),
                ('latest_words', models.CharField(blank=True, help_text='of the last step, for lists', max_length=200)),
                ('latest_on', models.DateField(blank=True, null=True)),
                ('latest_verb', models.CharField(blank=True, max_length=24)),
                ('ticket', models.PositiveSmallIntegerField(default=0, help_text='place on the ladder, 1 is the lowest; 0: none issued')),
                ('ticket_level', models.CharField(blank=True, help_text='colour of the ticket', max_length=8)),
                ('ticket_on', models.DateField(blank=True, null=True)),
                ('asked_due', models.DateField(blank=True, null=True)),
                ('extensions', models.PositiveSmallIntegerField(default=0)),
                ('extension_limit', models.PositiveSmallIntegerField(default=1)),
                ('urges', models.PositiveSmallIntegerField(default=0)),
                ('urged_on', models.DateField(blank=True, null=True)),
                ('returns', models.PositiveSmallIntegerField(default=0)),
                ('evidence_asked', models.BooleanField(default=False, help_text='the completion report must bring evidence')),
                ('report_wanted_on', models.DateField(blank=True, help_text='since when its source asks for the completion report', null=True)),
                ('reported_on', models.DateField(blank=True, null=True)),
                ('accepted_on', models.DateField(blank=True, help_text='when the completion report was accepted', null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('rechecked_on', models.DateField(blank=True, null=True)),
                ('suspended_on', models.DateField(blank=True, null=True)),
                ('suspended_until', models.DateField(blank=True, null=True)),
                ('resume_to', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'ordering': ['due', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MatterEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(help_text='1 is the first step')),
                ('at', models.DateTimeField()),
                ('rule', models.CharField(blank=True, help_text='where no person acted', max_length=40)),
                ('verb', models.CharField(max_length=24)),
                ('words', models.TextField(blank=True, max_length=2000)),
                ('state', models.CharField(help_text='after the step', max_length=10)),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['matter', 'place'],
            },
        ),
        migrations.CreateModel(
            name='MatterSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.JSONField(default=list)),
                ('answers', models.JSONField(default=dict)),
                ('brought_at', models.DateTimeField()),
                ('registered_at', models.DateTimeField(blank=True, help_text='when its matters were put on the list', null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=8, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('lead', 'lead unit'), ('supporting', 'supporting unit')], max_length=10)),
            ],
            options={
                'verbose_name_plural': 'parties',
                'ordering': ['part', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RuleChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('kinds', 'kinds and terms'), ('lights', 'lights'), ('ladder', 'tickets')], max_length=8)),
                ('number', models.PositiveSmallIntegerField()),
                ('slug', models.SlugField(blank=True, help_text='empty: no rules', max_length=40)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('content', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('valid_from', models.DateField(blank=True, help_text='from which day it counts; empty: at once', null=True)),
                ('chosen_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['area', 'category', '-number'],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('query', models.CharField(help_text='as it stands in the address', max_length=400)),
                ('removed', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TilePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveSmallIntegerField()),
                ('column', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['row', 'column'],
            },
        ),
    ]
