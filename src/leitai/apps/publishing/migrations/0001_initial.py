import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BulletinDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('responsibility_letter', 'responsibility letter'), ('report_card', 'report card'), ('standing', 'bulletin of a standing'), ('supervision', 'bulletin of supervision')], max_length=24)),
                ('group', models.SlugField(blank=True, max_length=60)),
                ('start', models.DateField(blank=True, null=True)),
                ('end', models.DateField(blank=True, null=True)),
                ('to_all', models.BooleanField(default=False)),
                ('title', models.CharField(help_text='as it was when last written', max_length=200)),
                ('wording', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for signature'), ('returned', 'returned'), ('issued', 'issued'), ('dropped', 'dropped')], default='draft', max_length=10)),
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
            name='Bulletin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('responsibility_letter', 'responsibility letter'), ('report_card', 'report card'), ('standing', 'bulletin of a standing'), ('supervision', 'bulletin of supervision')], max_length=24)),
                ('audience', models.CharField(choices=[('area', 'all units of the area'), ('overseers', 'leaders and offices')], default='overseers', max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text='1 for the first of its kind in the year')),
                ('group', models.SlugField(blank=True, max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('content', models.JSONField(help_text='the document, as plain data')),
                ('facts', models.JSONField(default=dict)),
                ('content_sha256', models.CharField(max_length=64)),
                ('file', models.BinaryField(help_text='the Word file as it was issued')),
                ('file_sha256', models.CharField(max_length=64)),
                ('renderer', models.CharField(max_length=20)),
                ('chain_height', models.BigIntegerField(help_text='link of the audit chain printed on it')),
                ('chain_hash', models.CharField(max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=200)),
                ('answers', models.ForeignKey(help_text='the letter that a report card answers', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='publishing.bulletin')),
            ],
            options={
                'ordering': ['-issued_at', '-id'],
            },
        ),
    ]
