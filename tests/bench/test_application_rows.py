"""Import of 500 rows of equipment and 200 examiners through the page: at most two seconds of server time together."""

import datetime
import sys
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sdzx.documents.workbook import template_workbook
from sdzx.files.media import XLSX
from sites.applications.rows.columns import COLUMNS
from sites.applications.sections import Section
from tests.factories import catalogue, sites

pytestmark = pytest.mark.django_db
LIMIT = 2.0
BORN = datetime.date(1985, 3, 15)


def equipment(number):
    return {"name": f"设备{number}", "model": f"型号{number}", "quantity": f"{number + 1}台", "note": "完好"}


def examiner(number, projects="面包烘焙"):
    return {"name": "考评员甲", "sex": "男", "birth_date": BORN, "education": "大专", "title": "讲师", "certificate": "高级",
            "trade": "烘焙", "card_number": f"KP{number:06d}", "projects": projects}  # fmt: skip


def imported(client, app, section, rows):
    """Seconds and queries of one import."""
    content = template_workbook(title="导入", columns=COLUMNS[section], rows=rows)
    address = reverse("applications:rows_import", args=[app.uid, section.slug])
    data = {"file": SimpleUploadedFile("导入.xlsx", content, XLSX), "mode": "replace"}
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, data)
    assert answer.status_code == 302
    return time.perf_counter() - start, len(queries)


def test_import_of_500_rows_of_equipment_and_200_examiners(enter):
    app = sites.complete(projects=[catalogue.project() for _ in range(3)])
    client = enter(sites.staff(app.organization))
    names = "、".join(row.project.name for row in app.projects.all())
    few = [imported(client, app, Section.EQUIPMENT, [equipment(0)])[1],
           imported(client, app, Section.EXAMINERS, [examiner(0, names)])[1]]  # fmt: skip

    first, queries = imported(client, app, Section.EQUIPMENT, [equipment(n) for n in range(500)])
    second, more = imported(client, app, Section.EXAMINERS, [examiner(n, names) for n in range(200)])
    sys.stdout.write(
        f"\n500 equipment {first:.2f} s, {queries} queries; 200 examiners {second:.2f} s, {more} queries\n"
    )
    assert (app.equipment.count(), app.examiners.count()) == (500, 200)
    assert [queries, more] == few
    assert first + second <= LIMIT


def test_page_of_500_rows(enter):
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    imported(client, app, Section.EQUIPMENT, [equipment(n) for n in range(500)])
    start = time.perf_counter()
    page = client.get(reverse("applications:section", args=[app.uid, "equipment"]))
    seconds = time.perf_counter() - start
    sys.stdout.write(f"\npage of 500 rows: {seconds:.2f} s, {len(page.content) // 1024} kB\n")
    assert seconds <= LIMIT
