from django.db import migrations, models
from django.db.models import F


def weigh(apps, schema_editor):
    """Add one to every weight: what ran twice shows."""
    notes = apps.get_model("growing", "Note").objects.using(schema_editor.connection.alias)
    notes.update(weight=F("weight") + 1)


class Migration(migrations.Migration):
    dependencies = [("growing", "0001_initial")]

    operations = [
        migrations.AddField("note", "weight", models.IntegerField(default=7)),
        migrations.RunPython(weigh, migrations.RunPython.noop),
    ]
