import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Every schema that we make is written down, and the script that makes one."""

    dependencies = [("tenants", "0005_lender_leaves_and_freezes")]

    operations = [
        migrations.CreateModel(
            name='LenderSchema',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('schema_name', models.CharField(max_length=63, unique=True)),
                ('db_role', models.CharField(max_length=63, unique=True)),
                ('state', models.CharField(choices=[('template', 'Template'), ('spare', 'Spare'), ('taken', 'Taken'), ('set_aside', 'Set Aside')], max_length=16)),
                ('fingerprint', models.CharField(max_length=64)),
                ('rights', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('migrated_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'spare')), fields=['made_at'], name='schema_spare')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'template')), fields=('state',), name='schema_one_template')],
            },
        ),
        migrations.CreateModel(
            name='SchemaScript',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fingerprint', models.CharField(max_length=64)),
                ('rights', models.CharField(max_length=64)),
                ('sql', models.TextField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('fingerprint', 'rights'), name='script_once')],
            },
        ),
    ]
