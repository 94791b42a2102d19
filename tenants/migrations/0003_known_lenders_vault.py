from django.db import migrations


class Migration(migrations.Migration):
    """What was sealed so far was bound to the lender's id, so that is the vault of every known lender."""

    dependencies = [("tenants", "0002_lender_vault")]

    operations = [
        migrations.RunSQL(
            "UPDATE tenants_lender SET vault_id = id", "UPDATE tenants_lender SET vault_id = NULL"
        )
    ]
