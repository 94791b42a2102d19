import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("growing", "0002_note_weight")]

    operations = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=80)),
                ("note", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="growing.note")),
            ],
        )
    ]
