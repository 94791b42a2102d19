from django.db import migrations, models


class Migration(migrations.Migration):
    """A restored lender's money is frozen; a lender that left says when."""

    dependencies = [("tenants", "0004_vault_is_there")]

    operations = [
        migrations.AddField("lender", "money_frozen_at", models.DateTimeField(null=True)),
        migrations.AddField("lender", "money_frozen_reason", models.CharField(blank=True, max_length=200, default=""), preserve_default=False),
        migrations.AddField("lender", "offboarded_at", models.DateTimeField(null=True)),
    ]
