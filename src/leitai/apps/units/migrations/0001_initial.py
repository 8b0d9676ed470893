import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='CacheRow',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'units_cache',
            },
        ),
        migrations.CreateModel(
            name='CallerCount',
            fields=[
                ('caller', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('window', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('display_name', models.CharField(blank=True, max_length=40)),
                ('post', models.CharField(blank=True, help_text='as printed on pages', max_length=60)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('density', models.CharField(choices=[('comfortable', 'comfortable'), ('compact', 'compact')], default='comfortable', max_length=12)),
                ('single_keys', models.BooleanField(default=True, help_text='one-letter keys in lists')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AccessToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('prefix', models.CharField(max_length=12)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list)),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('country', 'country'), ('province', 'province'), ('prefecture', 'prefecture'), ('county', 'county'), ('county_city', 'county-level city'), ('district', 'district'), ('banner', 'banner'), ('autonomous_county', 'autonomous county'), ('township', 'township'), ('subdistrict', 'subdistrict'), ('county_department', 'department'), ('development_zone', 'development zone'), ('village', 'village'), ('community', 'community')], max_length=24)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('division_code', models.CharField(blank=True, db_index=True, max_length=12)),
                ('pinyin', models.CharField(blank=True, help_text='full spelling, no blanks', max_length=200)),
                ('initials', models.CharField(blank=True, max_length=80)),
                ('position', models.PositiveIntegerField(default=0, help_text='customary order in lists')),
                ('fictional', models.BooleanField(default=False)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position', 'division_code', 'id'],
                'indexes': [models.Index(fields=['name'], name='unit_name')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='home',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='units.unit'),
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('renamed', 'renamed'), ('merged', 'merged'), ('split', 'split')], max_length=8)),
                ('on', models.DateField()),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='precursors', to='units.unit')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='succession_once')],
            },
        ),
        migrations.CreateModel(
            name='ParentLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('territorial', 'territorial'), ('professional', 'professional')], default='territorial', max_length=16)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parent_links', to='units.unit')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='child_links', to='units.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('child', models.F('parent')), _negated=True), name='no_unit_under_itself'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('child', 'relation'), name='one_open_parent_per_relation')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('principal_leader', 'principal leader'), ('leader_in_charge', 'leader in charge'), ('assessment_office', 'assessment office'), ('supervision_office', 'supervision office'), ('approver', 'approver'), ('reporting_unit', 'reporting unit'), ('analyst', 'analyst'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=24)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'role', 'unit'), name='assignment_once')],
            },
        ),
        migrations.CreateModel(
            name='Ancestry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveSmallIntegerField()),
                ('ancestor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='below', to='units.unit')),
                ('descendant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='above', to='units.unit')),
            ],
            options={
                'verbose_name_plural': 'ancestries',
                'constraints': [models.UniqueConstraint(fields=('ancestor', 'descendant'), name='ancestry_once')],
            },
        ),
        migrations.CreateModel(
            name='UnitAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='units.unit')),
                ('within', models.ForeignKey(help_text='area in which it holds', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('within', 'text'), name='alias_means_one_unit')],
            },
        ),
    ]
