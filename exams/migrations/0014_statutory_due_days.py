"""Until now every due day was the statutory one."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    apps.get_model("exams", "Session").objects.update(scores_statutory_due=F("scores_due"))


class Migration(migrations.Migration):
    dependencies = [("exams", "0013_score_extensions")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
