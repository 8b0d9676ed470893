from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CompoundTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('sentence', models.TextField(blank=True, help_text='where the plan says so, word for word')),
                ('set_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawal', models.CharField(blank=True, help_text='why it was withdrawn', max_length=300)),
            ],
            options={
                'ordering': ['unit', 'year', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('up', 'above last year'), ('down', 'below last year'), ('at_least', 'at least'), ('at_most', 'at most'), ('rank_within', 'among the first'), ('ratio_at_least', 'ratio of at least'), ('ratio_at_most', 'ratio of at most')], max_length=16)),
                ('amount', models.FloatField(blank=True, null=True)),
                ('start', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ContactLeader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['unit', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField()),
                ('reason', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['-valid_from', '-id'],
            },
        ),
        migrations.CreateModel(
            name='GoalNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('direction', 'direction'), ('programme', 'programme'), ('target', 'target'), ('task', 'task')], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('position', models.PositiveIntegerField(default=0)),
                ('first_year', models.PositiveSmallIntegerField()),
                ('last_year', models.PositiveSmallIntegerField()),
                ('sentence', models.TextField(blank=True, help_text='where the plan says so, word for word')),
                ('implements', models.CharField(blank=True, help_text='which demand from above it carries out', max_length=300)),
                ('due', models.DateField(blank=True, help_text='day by which a task is done', null=True)),
                ('state', models.CharField(choices=[('open', 'in work'), ('reached', 'reached'), ('dropped', 'dropped')], default='open', max_length=8)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closing', models.CharField(blank=True, help_text='why it was closed', max_length=300)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PaceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('from_year', models.PositiveSmallIntegerField()),
                ('red_of', models.CharField(choices=[('floor', 'the floor'), ('stretch', 'the stretch')], max_length=8)),
                ('red_percent', models.FloatField()),
                ('steady_of', models.CharField(choices=[('floor', 'the floor'), ('stretch', 'the stretch')], max_length=8)),
                ('steady_percent', models.FloatField()),
                ('every_quarter', models.CharField(choices=[('red', 'red'), ('steady', 'steady')], help_text='what every quarter must be at least', max_length=8)),
                ('reason', models.CharField(max_length=300)),
                ('set_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('name_en', models.CharField(blank=True, max_length=40)),
                ('first_year', models.PositiveSmallIntegerField()),
                ('last_year', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['first_year'],
            },
        ),
        migrations.CreateModel(
            name='ProposalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('floor', models.FloatField(blank=True, null=True)),
                ('stretch', models.FloatField(blank=True, null=True)),
                ('shape', models.CharField(choices=[('even', 'even months'), ('last_year', "by last year's shape"), ('by_hand', 'by hand'), ('whole', 'the same all year')], default='even', max_length=10)),
                ('shares', models.JSONField(blank=True, default=list, help_text='twelve cumulative shares of the year, 0 to 1')),
            ],
            options={
                'ordering': ['unit__position', 'unit_id'],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('role', models.CharField(choices=[('responsible_leader', 'responsible leader'), ('lead_unit', 'lead unit'), ('responsible_unit', 'responsible unit'), ('supporting_unit', 'supporting unit'), ('responsible_person', 'responsible person')], max_length=20)),
                ('holder_name', models.CharField(blank=True, help_text='a person without an account', max_length=40)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, help_text='why it ended', max_length=300)),
            ],
            options={
                'verbose_name_plural': 'responsibilities',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('floor', models.FloatField(help_text="in the indicator's unit of measure")),
                ('stretch', models.FloatField(blank=True, null=True)),
                ('shape', models.CharField(choices=[('even', 'even months'), ('last_year', "by last year's shape"), ('by_hand', 'by hand'), ('whole', 'the same all year')], default='even', max_length=10)),
                ('shares', models.JSONField(blank=True, default=list, help_text='twelve cumulative shares of the year, 0 to 1')),
                ('sentence', models.TextField(blank=True, help_text='where the plan says so, word for word')),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('sequence', models.BigIntegerField(help_text='order among all accepted changes')),
                ('set_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TargetProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('breakdown', 'breakdown'), ('adjustment', 'adjustment')], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('basis', models.CharField(choices=[('even', 'evenly over the units'), ('last_year', "by last year's shares"), ('by_hand', 'by hand')], default='by_hand', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for approval'), ('approved', 'approved'), ('returned', 'returned'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('revision', models.PositiveIntegerField(default=1, help_text='counts the edits of the draft')),
                ('made_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TaskForce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('purpose', models.CharField(blank=True, max_length=300)),
                ('meets', models.CharField(blank=True, help_text='how often it meets', max_length=60)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, help_text='why it ended', max_length=300)),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TaskForceMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(blank=True, max_length=80)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
    ]
