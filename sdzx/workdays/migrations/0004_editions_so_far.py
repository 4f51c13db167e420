"""The version that each announced year has now becomes its first kept edition."""

from django.db import migrations
from django.db.models import Q


def fill(apps, schema_editor):
    Year, Day, Edition = (apps.get_model("workdays", name) for name in ("Year", "Day", "Edition"))
    for year in Year.objects.filter(status="announced"):
        days = Day.objects.filter(Q(notice_year=year.year) | Q(date__year=year.year)).order_by("date")
        Edition.objects.create(
            year=year, version=year.version, source_title=year.source_title, source_url=year.source_url,
            notice_date=year.notice_date, entered_at=year.announced_at or year.created_at,
            days=[[day.date.isoformat(), day.is_off, day.name] for day in days],
        )


class Migration(migrations.Migration):
    dependencies = [("workdays", "0003_editions_of_a_year")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
