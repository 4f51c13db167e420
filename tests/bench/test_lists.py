"""List and search pages at 1,000,000 registrations beside the same pages at 10,000: at most 1.5 times the time.

`SDZX_LISTS=100000` makes the large one smaller. Sixteen cities, ten batches each, two hundred units, 50,000 names.
"""

import os
import statistics
import sys
import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from sdzx.accounts.middleware import SESSION_KEY
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from tests.factories import people, registration

pytestmark = pytest.mark.django_db(transaction=True)
SMALL, LARGE = 10_000, int(os.environ.get("SDZX_LISTS", "1000000"))
MOST_TIMES, TIMES = 1.5, 15
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文兰",
)
FILL = """
    INSERT INTO exams_registration ({columns})
    SELECT {values}
    FROM exams_registration t, generate_series(%(first)s::int, %(last)s::int) n,
        LATERAL (SELECT id, project_id, center_id FROM rush_item WHERE place = n %% (SELECT count(*) FROM rush_item)) i
    WHERE t.id = %(template)s
"""


@pytest.fixture
def world():
    """The batches of sixteen cities, a template row, and who looks at the lists."""
    centers = list(Center.objects.exclude(code="370000").order_by("code")[:16])
    projects = [registration.project() for _ in range(10)]
    items = [registration.item(center, of=project, places=1_000_000) for center in centers for project in projects]
    assert items
    template = registration.submitted(items[0], unit=people.organization(centers[0]))
    units = [people.organization(center) for center in centers]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE rush_item AS SELECT row_number() OVER (ORDER BY i.id) - 1 AS place, i.id, i.project_id,"
            " a.center_id FROM exams_announcementitem i JOIN exams_announcement a ON a.id = i.announcement_id"
        )
    own = registration.submitted(items[1])
    yield centers[0], units, template, own
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE rush_item")


def fill(template, units, first, last):
    """Registrations with these running numbers, in plain SQL."""
    given = {
        "id": None, "uid": "gen_random_uuid()", "number": "'BMX' || lpad(n::text, 9, '0')", "center_id": "i.center_id",
        "item_id": "i.id", "project_id": "i.project_id", "unit_id": "(%(units)s::bigint[])[1 + n %% %(many)s]",
        "status": "(ARRAY['submitted','accepted','accepted','certified','certified','certified','certified','failed','absent','certified',"
                  "'certified','certified','accepted','certified','passed','certified','certified','certified','returned','rejected'])[1 + n / 160 %% 20]",
        "name": NAME, "name_key": NAME, "document_index": "md5(n::text) || md5((n + 1)::text)",
        "submitted_at": "now() - n * interval '1 second'", "holds_place": "false",
    }  # fmt: skip
    columns = [field.column for field in Registration._meta.concrete_fields if field.column != "id"]
    sql = FILL.format(
        columns=", ".join(f'"{each}"' for each in columns),
        values=", ".join(given.get(each) or f't."{each}"' for each in columns),
    )
    parameters = {
        "first": first, "last": last, "template": template.pk, "units": [each.pk for each in units], "many": len(units),
        "surnames": SURNAMES, "given": GIVEN,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does when so many rows are new


NAME = (
    "substr(%(surnames)s, 1 + (n / 7) %% 20, 1) || substr(%(given)s, 1 + (n / 11) %% 30, 1)"
    " || substr(%(given)s, 1 + (n / 13) %% 30, 1)"
)


def client_of(actor):
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = actor.membership_id
    session.save()
    return client


def pages(center, units, own):
    """The pages: who looks, and where."""
    clerk, province = client_of(people.actor(Role.CLERK, center)), client_of(people.actor(Role.PROVINCE))
    unit, candidate = (
        client_of(people.actor(Role.REGISTRAR, organisation=units[0])),
        client_of(people.actor(Role.APPLICANT, person=own.user)),
    )
    listed = reverse("registration:list")
    project = own.project.name
    return {
        "the centre's list": (clerk, listed), "by state": (clerk, f"{listed}?status=returned"),
        "by project": (clerk, f"{listed}?project={project}"), "by project and state": (clerk, f"{listed}?project={project}&status=accepted"),
        "by name": (clerk, f"{listed}?person=王伟"), "by surname": (clerk, f"{listed}?person=王"),
        "by number": (clerk, f"{listed}?person=BMX000000160"), "nobody of that name": (clerk, f"{listed}?person=欧阳"),
        "sorted by name": (clerk, f"{listed}?sort=name_key"), "sorted by time": (clerk, f"{listed}?sort=-submitted_at"),
        "the last page": (clerk, f"{listed}?page=last"), "the review queue": (clerk, reverse("registration:review:list")),
        "the province's list": (province, listed), "the province by name": (province, f"{listed}?person=王伟芳"),
        "the province by state": (province, f"{listed}?status=returned"),
        "a unit's list": (unit, listed), "a candidate's own": (candidate, listed),
        "what is open": (candidate, reverse("registration:open")), "the clerk's worklist": (clerk, "/worklist/"),
    }  # fmt: skip


def seconds(found):
    """Of each page, the median."""
    taken = {}
    for name, (client, address) in found.items():
        times = []
        for _ in range(TIMES):
            start = time.perf_counter()
            assert client.get(address).status_code == 200, address
            times.append(time.perf_counter() - start)
        taken[name] = statistics.median(times)
    return taken


def test_pages_cost_the_same_at_a_hundred_times_the_registrations(world):
    center, units, template, own = world
    fill(template, units, 1, SMALL)
    found = pages(center, units, own)
    small = seconds(found)
    began = time.perf_counter()
    fill(template, units, SMALL + 1, LARGE)
    sys.stdout.write(f"\n{LARGE} registrations written in {time.perf_counter() - began:.0f} s\n")
    large = seconds(found)
    ratios = {name: large[name] / small[name] for name in found}
    for name, ratio in sorted(ratios.items(), key=lambda pair: -pair[1]):
        sys.stdout.write(
            f"{ratio:5.2f}  {name}: {1000 * small[name]:.0f} ms at {SMALL}, {1000 * large[name]:.0f} ms at {LARGE}\n"
        )
    assert AnnouncementItem.objects.count() >= 160
    assert {name: ratio for name, ratio in ratios.items() if ratio > MOST_TIMES} == {}
