import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What hosts show is published in public, and says which lenders changed since when."""

    dependencies = [("tenants", "0006_schemas")]

    operations = [
        migrations.CreateModel(
            name="Configuration",
            fields=[
                (
                    "lender",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="configuration",
                        serialize=False,
                        to="tenants.lender",
                    ),
                ),
                ("epoch", models.BigIntegerField(db_index=True)),
                ("parts", models.JSONField(null=True)),
            ],
        ),
    ]
