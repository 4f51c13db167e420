"""Import of 200 examiners through the page: at most two seconds of server time, the preview and the taking each."""

import sys
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.files.media import XLSX
from sdzx.personnel.models import Qualification
from sdzx.personnel.register.services import take
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db
LIMIT = 2.0


def timed(act):
    start = time.perf_counter()
    result = act()
    return result, time.perf_counter() - start


def workbook(count):
    return personnel.register_workbook(count, [catalogue.project() for _ in range(3)])


def test_import_of_200_examiners(enter):
    client, address = enter(people.actor(Role.CLERK)), reverse("personnel:import")
    upload = SimpleUploadedFile("登记册.xlsx", workbook(200), XLSX)
    client.get(address)

    shown, previewing = timed(lambda: client.post(address, {"file": upload}))
    token = shown.context["form"]["file"].value()[0][1]
    kept = {"file-kept": token, "previewed": shown.context["previewed"], "do": "take"}
    done, taking = timed(lambda: client.post(address, kept))

    sys.stdout.write(f"\n200 examiners: preview {previewing:.2f} s, taking {taking:.2f} s\n")
    assert (done.status_code, Qualification.objects.count()) == (302, 200)
    assert max(previewing, taking) <= LIMIT


def test_queries_grow_by_batches_only():
    clerk, costs = people.actor(Role.CLERK), {}
    for count in (500, 5000):
        given = workbook(count)
        Qualification.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            _, seconds = timed(lambda given=given: take(given, by=clerk))
        costs[count] = len(queries)
        sys.stdout.write(f"\n{count} rows: {seconds:.2f} s, {len(queries)} queries\n")

    assert costs[5000] <= 80
