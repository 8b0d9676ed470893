from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('upload', 'upload'), ('entry', 'typed entry'), ('import', 'import'), ('derived', 'computed')], max_length=8)),
                ('state', models.CharField(choices=[('staged', 'staged'), ('accepted', 'accepted'), ('discarded', 'thrown away')], default='staged', max_length=10)),
                ('sequence', models.BigIntegerField(help_text='order of acceptance', null=True, unique=True)),
                ('operation_id', models.UUIDField(db_index=True, help_text='finds what a broken import left behind', null=True)),
                ('claim', models.UUIDField(help_text='who writes into the staged batch now; a later writer takes over', null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name_plural': 'batches',
            },
        ),
        migrations.CreateModel(
            name='ColumnMemory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(max_length=200)),
                ('ignored', models.BooleanField(default=False)),
                ('measure', models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='DataSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('public', models.BooleanField(default=False, help_text='published facts, open to all readers')),
                ('statistical', models.BooleanField(default=False, help_text='set by a statistics office: never proposed for improvement')),
                ('citation', models.CharField(blank=True, max_length=300)),
                ('licence', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Extent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ImportCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('parts_whole', 'parts and whole'), ('never_falls', 'cumulative values do not fall'), ('jump', 'unusual jump')], max_length=12)),
                ('parts', models.JSONField(blank=True, default=list, help_text='codes of the parts')),
                ('tolerance', models.FloatField(default=0.0, help_text='share of the whole, 0 to 1')),
                ('times', models.FloatField(blank=True, help_text='multiple of the usual change', null=True)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('pinyin', models.CharField(blank=True, max_length=200)),
                ('initials', models.CharField(blank=True, max_length=80)),
                ('theme', models.CharField(blank=True, max_length=40)),
                ('aliases', models.JSONField(blank=True, default=list, help_text='other names under which tables carry it')),
                ('measure', models.CharField(blank=True, help_text='unit of measure as printed; empty for an index', max_length=20)),
                ('decimals', models.PositiveSmallIntegerField(default=2)),
                ('direction', models.CharField(choices=[('higher_is_better', 'higher is better'), ('lower_is_better', 'lower is better'), ('none', 'no direction')], max_length=20)),
                ('actionable', models.BooleanField(default=True, help_text="open to the unit's own action")),
                ('formula', models.CharField(blank=True, help_text='for derived indicators', max_length=400)),
                ('due_day', models.PositiveSmallIntegerField(default=10, help_text='day of the following month by which it is reported')),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='IndicatorVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('scope_note', models.CharField(blank=True, max_length=300)),
                ('valid_from', models.DateField()),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='PackedColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', models.BinaryField()),
                ('units', models.BinaryField()),
                ('numbers', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unit', 'which unit is meant'), ('column', 'which indicator a column holds'), ('period', 'which period is meant'), ('measure', 'which unit of measure is meant'), ('number', 'what a cell says')], max_length=8)),
                ('key', models.CharField(help_text='what it concerns: label, heading, cell', max_length=240)),
                ('sheet', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=16)),
                ('text', models.CharField(help_text='as written in the file', max_length=200)),
                ('because', models.JSONField(default=dict, help_text='why it is asked: code and figures')),
                ('options', models.JSONField(default=list, help_text='proposed answers, the likeliest first')),
                ('answer', models.JSONField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.FloatField(help_text="in the indicator's unit of measure", null=True)),
                ('qualifier', models.CharField(choices=[('exact', 'exact'), ('about', 'about'), ('more_than', 'more than'), ('at_least', 'at least'), ('less_than', 'less than'), ('at_most', 'at most')], default='exact', max_length=10)),
                ('missing', models.CharField(blank=True, choices=[('not_reported', 'not reported'), ('by_nature', 'no figure by nature'), ('below_unit', 'below the unit'), ('masked', 'masked in the source')], max_length=14)),
                ('status', models.CharField(choices=[('preliminary', 'preliminary'), ('final', 'final'), ('census_revised', 'census-revised')], default='preliminary', max_length=16)),
                ('sheet', models.CharField(blank=True, max_length=120)),
                ('address', models.CharField(blank=True, max_length=16)),
                ('raw', models.TextField(blank=True)),
                ('raw_measure', models.CharField(blank=True, max_length=20)),
                ('measure_place', models.CharField(blank=True, max_length=60)),
                ('remark', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flow', models.CharField(choices=[('current', 'current period'), ('year_to_date', 'year to date'), ('stock', 'end of period')], max_length=14)),
                ('price', models.CharField(choices=[('none', 'not a money amount'), ('current', 'current prices'), ('constant', 'constant prices')], default='none', max_length=10)),
            ],
            options={
                'verbose_name_plural': 'series',
            },
        ),
        migrations.CreateModel(
            name='SourceLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(help_text='name of the sheet without its period', max_length=120)),
                ('key', models.CharField(help_text='fingerprint of the header words', max_length=16)),
                ('form', models.JSONField(help_text='tables, header words and marked rows')),
                ('made_at', models.DateTimeField()),
                ('dropped_at', models.DateTimeField(help_text='no longer applied since', null=True)),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='StagedCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.PositiveSmallIntegerField()),
                ('sheet', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=16)),
                ('row', models.PositiveIntegerField()),
                ('column', models.PositiveIntegerField()),
                ('raw', models.TextField(blank=True)),
                ('number', models.FloatField(help_text='in the unit of measure of the cell', null=True)),
                ('factor', models.FloatField(default=1.0, help_text="to the indicator's unit of measure")),
                ('measure', models.CharField(blank=True, max_length=20)),
                ('measure_place', models.CharField(blank=True, max_length=60)),
                ('qualifier', models.CharField(default='exact', max_length=10)),
                ('missing', models.CharField(blank=True, max_length=14)),
                ('rewritten', models.CharField(blank=True, max_length=120)),
                ('asks', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('read', 'read'), ('changed', 'differs from what is stored'), ('same', 'as stored'), ('doubtful', 'doubtful'), ('missing', 'missing'), ('unreadable', 'unreadable'), ('skipped', 'left out')], max_length=10)),
                ('label', models.CharField(help_text='unit name as written', max_length=120)),
                ('heading', models.CharField(help_text='column heading without its period', max_length=200)),
                ('period_text', models.CharField(blank=True, help_text='what the header or row says of the period', max_length=40)),
                ('value', models.FloatField(help_text="in the indicator's unit of measure", null=True)),
                ('before', models.FloatField(help_text='stored value when last compared', null=True)),
                ('before_missing', models.CharField(blank=True, help_text='why the stored value has no number', max_length=14)),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.BigIntegerField()),
                ('state', models.CharField(choices=[('received', 'being read'), ('unreadable', 'could not be read'), ('staged', 'staged'), ('accepted', 'accepted'), ('discarded', 'thrown away')], default='received', max_length=12)),
                ('trouble', models.TextField(blank=True, help_text='why the file could not be read')),
                ('reading', models.JSONField(default=dict, help_text='tables as read: ranges, columns, notes')),
                ('layouts', models.JSONField(default=dict, help_text='by sheet, where a person said its tables stand; [] reads afresh')),
                ('kept', models.JSONField(default=list, help_text='answers to put back where they fit once it is read again')),
                ('watermark', models.BigIntegerField(default=0, help_text='last accepted change that the comparison with the store saw')),
                ('edition', models.PositiveIntegerField(default=0, help_text='grows with every answer and comparison: what a page showed')),
                ('uploaded_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
    ]
