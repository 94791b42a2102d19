"""The migrations of the growing app, written one by one while a run goes on. Standard library only."""

from __future__ import annotations

from pathlib import Path

FIRST = '''"""The table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Grown",
            fields=[("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=120))],
        )
    ]
'''
NEXT = '''"""One more column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("growing", "{before}")]
    operations = [
        migrations.AddField(model_name="grown", name="column_{number}", field=models.IntegerField(null=True))
    ]
'''


def begin(folder: Path) -> None:
    """Write the first migration into the package ``bench_migrations`` of a folder."""
    package = folder / "bench_migrations"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / f"{_name(1)}.py").write_text(FIRST, encoding="utf-8")


def add_field(folder: Path) -> None:
    """Write the next migration: one AddField."""
    package = folder / "bench_migrations"
    number = len(list(package.glob("0*.py"))) + 1
    text = NEXT.format(before=_name(number - 1), number=number)
    (package / f"{_name(number)}.py").write_text(text, encoding="utf-8")


def _name(number: int) -> str:
    return "0001_initial" if number == 1 else f"{number:04d}_column_{number}"
