import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Lenders get a vault; those that stand already get theirs in the next step."""

    dependencies = [("tenants", "0001_initial")]

    operations = [migrations.AddField("lender", "vault_id", models.UUIDField(default=uuid.uuid4, null=True))]
