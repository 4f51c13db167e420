"""The years announced so far, from sdzx/workdays/data/."""

import datetime

from django.db import migrations

from sdzx.workdays.seed import seeded_years


def fill(apps, schema_editor):
    Year, Day = apps.get_model("workdays", "Year"), apps.get_model("workdays", "Day")
    for each in seeded_years():
        Year.objects.create(
            year=each.year, status="announced", version=1, source_title=each.source_title, source_url=each.source_url,
            notice_date=each.notice_date, announced_at=datetime.datetime.now(datetime.UTC),
        )
        Day.objects.bulk_create(
            Day(date=day.date, is_off=day.is_off, name=day.name, notice_year=each.year) for day in each.days
        )


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
