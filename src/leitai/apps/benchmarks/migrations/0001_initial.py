from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BenchmarkField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('own_kinds', models.JSONField(default=list, help_text='kinds of units that compare')),
                ('candidate_kinds', models.JSONField(blank=True, default=list)),
                ('period_kind', models.CharField(choices=[('month', 'month'), ('quarter', 'quarter'), ('half', 'half-year'), ('year', 'year')], default='year', max_length=8)),
                ('near_years', models.PositiveSmallIntegerField(default=5, help_text='caught up within so many years is near')),
                ('middle_years', models.PositiveSmallIntegerField(default=10, help_text='caught up within so many years is middle')),
                ('term', models.PositiveSmallIntegerField(default=2, help_text='years to draw level in')),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='BenchmarkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('role', models.CharField(choices=[('level', 'level'), ('part', 'part of a level'), ('intensity', 'intensity'), ('size', 'size, for reference')], max_length=10)),
                ('measure', models.CharField(help_text='in which both are shown', max_length=20)),
                ('decimals', models.PositiveSmallIntegerField(default=2)),
                ('their_decimals', models.PositiveSmallIntegerField(blank=True, help_text="where the candidates' source prints fewer", null=True)),
                ('direction', models.CharField(choices=[('higher_is_better', 'higher is better'), ('lower_is_better', 'lower is better'), ('none', 'no direction')], default='higher_is_better', max_length=20)),
                ('base_years', models.PositiveSmallIntegerField(default=1, help_text='years between the earlier figure and the later')),
                ('factor', models.FloatField(default=1.0, help_text='of numerator by denominator')),
                ('trait', models.BooleanField(default=False, help_text='offered as a trait of likeness')),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='BenchmarkPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='for which it is chosen')),
                ('role', models.CharField(choices=[('main', 'main benchmark'), ('reference', 'reference')], max_length=10)),
                ('distance', models.CharField(blank=True, choices=[('near', 'near'), ('middle', 'middle'), ('far', 'far')], max_length=8)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('returned', 'returned'), ('withdrawn', 'withdrawn'), ('superseded', 'superseded')], max_length=12)),
                ('reason', models.CharField(help_text='why this one', max_length=500)),
                ('topic', models.CharField(blank=True, help_text='what is to be learned there', max_length=80)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, help_text='what the office says', max_length=500)),
            ],
            options={
                'ordering': ['-year', 'unit__position', 'role', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NamedLadder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('direction', models.CharField(choices=[('higher_is_better', 'higher is better'), ('lower_is_better', 'lower is better'), ('none', 'no direction')], default='higher_is_better', max_length=20)),
                ('measure', models.CharField(help_text='in which figures are shown', max_length=20)),
                ('decimals', models.PositiveSmallIntegerField(default=2)),
                ('kinds', models.JSONField(blank=True, default=list)),
                ('top', models.PositiveIntegerField(blank=True, null=True)),
                ('cuts', models.JSONField(blank=True, default=list)),
                ('years', models.JSONField(blank=True, default=list)),
                ('source_note', models.CharField(blank=True, max_length=300)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('named_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('source_name', models.CharField(help_text='whose practice it is', max_length=80)),
                ('done_there', models.TextField(help_text='what they did', max_length=2000)),
                ('figures', models.JSONField(blank=True, default=list)),
                ('adaptation', models.TextField(blank=True, help_text='how we adapt it', max_length=2000)),
                ('responsible_person', models.CharField(blank=True, max_length=40)),
                ('source_text', models.CharField(help_text='where it is told', max_length=300)),
                ('state', models.CharField(choices=[('noted', 'noted'), ('adopted', 'adopted'), ('declined', 'not adopted'), ('withdrawn', 'withdrawn')], default='noted', max_length=10)),
                ('entered_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-entered_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='RankGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('by_year', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('set_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-set_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(choices=[('stored', 'the stored figure stands'), ('stated', 'the stated figure stands'), ('asked', 'a unit is asked')], max_length=8)),
                ('reason', models.CharField(help_text='the reason, or the question', max_length=500)),
                ('made_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='StatedComparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote', models.CharField(help_text='word for word', max_length=300)),
                ('place', models.CharField(blank=True, help_text='where it stands', max_length=200)),
                ('share', models.FloatField(blank=True, help_text="percent of the other's", null=True)),
                ('decimals', models.PositiveSmallIntegerField(blank=True, help_text='with which the share or the figure is printed', null=True)),
                ('value', models.FloatField(blank=True, help_text="the other's figure as stated", null=True)),
                ('own_value', models.FloatField(blank=True, null=True)),
                ('own_decimals', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='StudyTrip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('host_name', models.CharField(help_text='whom they visit', max_length=80)),
                ('begins', models.DateField()),
                ('ends', models.DateField()),
                ('led_by', models.CharField(help_text='who leads', max_length=40)),
                ('people', models.PositiveSmallIntegerField(default=1, help_text='how many go')),
                ('questions', models.TextField(help_text='what they want to know', max_length=2000)),
                ('findings', models.TextField(blank=True, max_length=4000)),
                ('none_because', models.CharField(blank=True, help_text='why no measure follows', max_length=300)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('reported', 'reported'), ('cancelled', 'called off')], default='planned', max_length=10)),
                ('planned_at', models.DateTimeField()),
                ('reported_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-begins', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TerritoryChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_year', models.PositiveSmallIntegerField()),
                ('by_year', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(help_text='what tells of the change', max_length=300)),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['unit__position', 'unit_id', 'by_year'],
            },
        ),
        migrations.CreateModel(
            name='TripMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('person', models.CharField(max_length=40)),
                ('due', models.DateField()),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('dropped', 'dropped')], default='open', max_length=8)),
                ('result', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['due', 'id'],
            },
        ),
        migrations.CreateModel(
            name='UnitTerrain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('terrain', models.CharField(choices=[('plain', 'plain'), ('hills', 'hills'), ('mountains', 'mountains')], max_length=10)),
                ('source', models.CharField(max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['unit__position', 'unit_id', '-id'],
            },
        ),
    ]
