import leitai.apps.standings.models.standings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DraftRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('operations', models.JSONField(default=list)),
                ('restores', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.SlugField(max_length=60)),
                ('rank', models.PositiveIntegerField(null=True)),
                ('score', models.FloatField(null=True)),
                ('zone', models.CharField(blank=True, max_length=10)),
                ('grade', models.CharField(blank=True, max_length=20)),
                ('before', models.PositiveIntegerField(help_text='rank in the round before', null=True)),
                ('rank_low', models.PositiveIntegerField(null=True)),
                ('rank_high', models.PositiveIntegerField(null=True)),
                ('parts', models.JSONField(default=list, help_text='[node, score] of the top level')),
                ('items', models.JSONField(default=dict, help_text='item → [score, rank]')),
                ('vetoed', models.CharField(blank=True, max_length=120)),
                ('working', leitai.apps.standings.models.standings.PackedJSONField(null=True)),
            ],
            options={
                'ordering': ['group', 'rank', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('bonus', 'bonus'), ('penalty', 'penalty'), ('veto', 'veto')], max_length=8)),
                ('item', models.CharField(help_text='id of the item in the scheme', max_length=60)),
                ('item_name', models.CharField(max_length=120)),
                ('column', models.CharField(help_text='column that counts it: the level', max_length=60)),
                ('column_name', models.CharField(max_length=120)),
                ('matter', models.CharField(help_text='what it is about, the same words each', max_length=200)),
                ('reference', models.CharField(blank=True, help_text='document, number, date', max_length=200)),
                ('legal_basis', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('file_size', models.BigIntegerField(default=0)),
                ('state', models.CharField(choices=[('entered', 'waits for the second signature'), ('signed', 'signed'), ('withdrawn', 'withdrawn')], default='entered', max_length=10)),
                ('entered_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('sequence', models.BigIntegerField(help_text='place in the order of accepted changes', null=True, unique=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_sequence', models.BigIntegerField(null=True, unique=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Restatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.BigIntegerField(help_text='place of the change in the order of acceptance')),
                ('found_at', models.DateTimeField()),
                ('difference', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-period__start'],
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('period_kind', models.CharField(max_length=8)),
                ('monitor', models.BooleanField(default=False, help_text='shows movement only: no ranks, no merit')),
                ('public', models.BooleanField(default=False, help_text='standings open to every reader')),
                ('rank_alerts', models.BooleanField(default=False, help_text='items that fall into the lagging zone open matters')),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SchemeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='as the office numbers it: 3.2', max_length=40)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waits for approval'), ('approved', 'approved'), ('published', 'published'), ('discarded', 'thrown away')], default='draft', max_length=10)),
                ('text', models.TextField(help_text='the scheme file')),
                ('sha256', models.CharField(max_length=64)),
                ('valid_from', models.DateField()),
                ('revision', models.PositiveIntegerField(default=1, help_text="of the draft's text")),
                ('created_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('return_reason', models.CharField(blank=True, max_length=300)),
                ('published_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-valid_from', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='1 for the first result of the round')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('superseded', 'superseded')], default='draft', max_length=10)),
                ('watermark', models.BigIntegerField(help_text='last accepted change that it saw')),
                ('snapshot', leitai.apps.standings.models.standings.PackedJSONField(help_text='every input with its source')),
                ('snapshot_sha256', models.CharField(max_length=64)),
                ('result_sha256', models.CharField(max_length=64)),
                ('engine_version', models.CharField(max_length=20)),
                ('facts', models.JSONField(default=dict, help_text='units, items and missing cells by group')),
                ('computed_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('seal_height', models.BigIntegerField(help_text='link of the audit chain', null=True)),
                ('seal_hash', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-round__period__start', '-number'],
            },
        ),
    ]
