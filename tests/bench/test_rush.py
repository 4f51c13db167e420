"""Two thousand claims on five hundred places, through the portal's own view, granian and PostgreSQL, beside a bare view.

The bare view stands on the same server behind the same middleware; it asks who acts as what, takes a place with the same
conditional update in raw SQL, and redirects. It reads no registration, judges nothing, gives no number, leaves no trace.
`SDZX_RUSH=200` makes it smaller; the ratio means something on an idle machine only.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from sdzx.accounts.middleware import SESSION_KEY as ACTING
from sdzx.accounts.models import Membership, User
from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.fields import document_index
from sdzx.home import invariants
from tests.factories import people, registration

CLAIMS = int(os.environ.get("SDZX_RUSH", "2000"))
PLACES = CLAIMS // 4
LEAST = 0.5
GRANIAN = Path(sys.executable).with_name("granian")
Status = Registration.Status
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(tmp_path):
    with portal(tmp_path) as port:
        yield port


@pytest.fixture
def unguarded(tmp_path):
    with portal(tmp_path, SDZX_RUSH_UNGUARDED="1") as port:
        yield port


@contextlib.contextmanager
def portal(tmp_path, **more):
    """The portal as production starts it, on this test's database; the port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | more | {
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}", "SDZX_MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }  # fmt: skip
    command = [GRANIAN, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--no-ws"]
    command += ["--blocking-threads", "4"]
    with (tmp_path / "granian.log").open("w") as log:
        process = subprocess.Popen([*command, "tests.bench.rush:application"], env=environment, stdout=log, stderr=log)
        try:
            await_port(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def await_port(port, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "granian has ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as tried:
            tried.sendall(b"GET /healthz/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if tried.recv(12).startswith(b"HTTP/1.1"):
                return
        time.sleep(0.2)
    raise AssertionError("granian does not answer")


def candidates():
    """So many people with an account, a session, a complete draft for one batch; their cookies."""
    item = registration.item(places=PLACES)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    model = registration.draft(item)
    numbers = [people.resident_id(n, birth="19880808") for n in range(1, CLAIMS + 1)]
    users = User.objects.bulk_create([
        User(username=f"rush{n}", name="赵强", document_type="resident_id", document_number=number,
             document_index=document_index("resident_id", number), phone="13800001234", password="!")
        for n, number in enumerate(numbers, 1)
    ])  # fmt: skip
    memberships = Membership.objects.bulk_create([Membership(user=each, role=Role.APPLICANT) for each in users])
    drafts = []
    for user, number in zip(users, numbers, strict=True):
        values = {field.attname: getattr(model, field.attname) for field in model._meta.concrete_fields}
        drop = ("id", "uid", "user_id", "document_number", "document_index", "birth_date")
        drafts.append(
            Registration(
                **{key: value for key, value in values.items() if key not in drop}, user=user, document_number=number,
                document_index=user.document_index, birth_date="1988-08-08",
            )
        )  # fmt: skip
    model.delete()
    drafts = Registration.objects.bulk_create(drafts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does when so many rows are new
    cookies = []
    for user, membership in zip(users, memberships, strict=True):
        session = store()
        session.update({
            SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(), ACTING: membership.pk,
        })  # fmt: skip
        session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return item, drafts, cookies


def press(port, claims):
    """All claims from a process of its own: what came back, and how many a second."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rush", str(port)], input=json.dumps(claims), capture_output=True, text=True,
        check=True, timeout=600,
    )  # fmt: skip
    found = json.loads(done.stdout)
    return found["statuses"], len(claims) / found["seconds"]


def outcome(item):
    found = Registration.objects.filter(item=item)
    return tuple(found.filter(status=status).count() for status in (Status.SUBMITTED, Status.WAITING, Status.DRAFT))


def taken(item):
    return AnnouncementItem.objects.get(pk=item.pk).taken


def test_nothing_is_oversold_or_lost_and_the_price_is_known(server):
    item, drafts, cookies = candidates()
    plain = registration.item(places=PLACES)
    warm = [(f"/bare/{registration.item().pk}/", cookie) for cookie in cookies[: CLAIMS // 10]]
    press(server, warm)

    bare_statuses, bare = press(server, [(f"/bare/{plain.pk}/", cookie) for cookie in cookies])
    claims = [(f"/registrations/{each.uid}/submit/", cookie) for each, cookie in zip(drafts, cookies, strict=True)]
    statuses, real = press(server, claims)
    again_statuses, _ = press(server, [(f"/bare/{plain.pk}/", cookie) for cookie in cookies])

    sys.stdout.write(
        f"\n{CLAIMS} claims on {PLACES} places: the portal {real:.0f}/s, the bare update {bare:.0f}/s, ratio {real / bare:.2f}\n"
    )
    assert (bare_statuses, again_statuses, taken(plain)) == ({"302": CLAIMS}, {"302": CLAIMS}, PLACES)
    assert statuses == {"302": CLAIMS}
    assert (outcome(item), taken(item)) == ((PLACES, CLAIMS - PLACES, 0), PLACES)
    assert [*invariants.places_by_state()] == []
    traced = Entry.objects.filter(
        subject_id__in=[each.pk for each in drafts], verb__in=("registration.submit", "registration.wait")
    )
    assert traced.count() == CLAIMS
    assert real >= LEAST * bare


def test_without_the_guard_it_oversells(unguarded):
    item, drafts, cookies = candidates()
    claims = [(f"/registrations/{each.uid}/submit/", cookie) for each, cookie in zip(drafts, cookies, strict=True)]
    press(unguarded, claims)
    submitted, _, _ = outcome(item)
    sys.stdout.write(f"\nwithout the guard {submitted} were told that they have one of {PLACES} places\n")
    assert submitted > PLACES
