"""The first number pattern: ours, not an official one (no official rule for this certificate was found)."""

from django.db import migrations

SEGMENTS = [
    {"kind": "text", "value": "ZX"},
    {"kind": "city", "width": 4},
    {"kind": "year", "width": 4},
    {"kind": "sequence", "width": 6},
    {"kind": "check", "width": 1},
]


def fill(apps, schema_editor):
    apps.get_model("certificates", "NumberPattern").objects.create(version=1, segments=SEGMENTS)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
