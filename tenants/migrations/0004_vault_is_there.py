import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """No lender is without a vault."""

    dependencies = [("tenants", "0003_known_lenders_vault")]

    operations = [migrations.AlterField("lender", "vault_id", models.UUIDField(default=uuid.uuid4))]
