import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('ran_at', models.DateTimeField()),
                ('looked_at', models.PositiveBigIntegerField()),
                ('fault', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('name', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('value', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('operation_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField()),
                ('actor_name', models.CharField(help_text='as it stood at the time', max_length=80)),
                ('verb', models.CharField(max_length=64)),
                ('subject_type', models.CharField(max_length=64)),
                ('subject_id', models.CharField(max_length=64)),
                ('subject_label', models.CharField(max_length=200)),
                ('unit_id', models.BigIntegerField(help_text='the unit whose affair this is; empty for the site itself', null=True)),
                ('detail', models.JSONField(default=dict)),
                ('personal', models.JSONField(null=True)),
                ('personal_digest', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('height', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('exported_at', models.DateTimeField()),
                ('purpose', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ['-height', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('height', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField(unique=True)),
                ('entry_digest', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['height'],
            },
        ),
    ]
