from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("growing", "0003_leaf")]

    operations = [migrations.AddIndex("note", models.Index(fields=["text"], name="note_by_text"))]
