import datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Chat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='as the group is called', max_length=60)),
                ('shape', models.CharField(choices=[('json', 'JSON with a signature'), ('wecom', 'WeCom robot'), ('dingtalk', 'DingTalk robot'), ('feishu', 'Feishu robot')], max_length=10)),
                ('url', models.URLField(max_length=500)),
                ('secret', models.CharField(blank=True, max_length=200)),
                ('titles', models.BooleanField(default=False, help_text='tell titles, not only counts')),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('webhook', 'group chat')], max_length=8)),
                ('day', models.DateField()),
                ('occasion', models.CharField(help_text='digest, or the hour of an urgent one', max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('empty', 'nothing left to tell'), ('failed', 'failed')], default='waiting', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('try_at', models.DateTimeField(help_text='not before; or since when it is being sent')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='what happened: a code of the table of kinds', max_length=32)),
                ('subject_id', models.BigIntegerField(help_text="number of the subject, of the kind's model")),
                ('at', models.DateTimeField(help_text='when it happened')),
                ('urgent', models.BooleanField(default=False, help_text='may leave the house at once')),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-at', 'kind', 'subject_id'],
            },
        ),
        migrations.CreateModel(
            name='Wishes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest_at', models.TimeField(default=datetime.time(8, 30), help_text="when the day's digest leaves")),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0))),
                ('quiet_to', models.TimeField(default=datetime.time(8, 0))),
                ('at_once', models.BooleanField(default=True, help_text='what is urgent does not wait for the digest')),
                ('by_mail', models.BooleanField(default=True)),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('asked_at', models.DateTimeField(blank=True, help_text='when the code was sent to the address', null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'wishes',
            },
        ),
    ]
