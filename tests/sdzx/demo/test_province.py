"""The demo is made by the services alone, shows every state of every flow, and holds together."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from sdzx import clock
from sdzx.accounts.models import User
from sdzx.accounts.roles import GRANTS, Role
from sdzx.audit.models import Entry
from sdzx.demo import accounts, province, shortcuts, states
from sdzx.demo.management.commands import demo
from sdzx.home import invariants
from sdzx.workflow import Refused

FOLDER = Path(province.__file__).parent
WRITES = re.compile(
    r"\.objects\.(create|bulk_create|get_or_create|update)\(|\.update\(|\.save\(|\.delete\(|\.bulk_\w+\("
)
# Writes a picture into memory, hands an evaluation or an inspection to its service, and finds text.
ALLOWED = {"picture.save(", "page.save(", "evaluations.save(", "inspections.save("}


def test_writes_go_through_the_services_alone():
    found = [
        f"{path.name}: {line.strip()}"
        for path in FOLDER.rglob("*.py")
        for line in path.read_text().splitlines()
        if WRITES.search(line) and not any(each in line for each in ALLOWED)
    ]
    assert found == []


@pytest.mark.django_db
def test_production_refuses_the_demo(settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused, match="生产环境"):
        province.frame()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_small_province_shows_every_state_and_holds_together(settings):
    province.frame()
    assert province.missing(province.SMALL) == ["370100"]
    province.city("370100", province.SMALL)
    assert states.lacking() == []
    assert invariants.violations() == []
    assert not Entry.objects.filter(at__gt=clock.now()).exists()  # nothing has been done tomorrow
    assert province.missing(province.SMALL) == []
    users = User.objects.count()
    province.frame()
    assert User.objects.count() == users
    _accounts_sign_in()


def _accounts_sign_in():
    told = {row[0] for row in accounts.rows()}
    silent = {Role.VISITOR.label, Role.SYSTEM.label}
    assert told == {role.label for role in GRANTS} - silent
    everybody = User.objects.values_list("password", "must_change_password")
    assert {changed for _, changed in everybody} == {False}
    assert {check_password(shortcuts.PASSWORD, stored) for stored in {stored for stored, _ in everybody}} == {True}
    assert shortcuts.PASSWORD in accounts.table()


@pytest.mark.django_db
def test_command_names_missing_states(monkeypatch):
    monkeypatch.setattr(province, "missing", lambda scale: [])
    monkeypatch.setattr("sdzx.demo.management.commands.demo.connections.close_all", lambda: None)
    with pytest.raises(CommandError, match=r"registration\.waiting"):
        call_command("demo", processes=1)


@pytest.mark.parametrize(("part", "made"), [("frame", []), ("first", ["370100"]), ("others", ["370200", "370300"])])
def test_command_parts(monkeypatch, part, made):
    done, niced = [], []
    monkeypatch.setattr(province, "frame", lambda: None)
    monkeypatch.setattr(province, "missing", lambda scale: ["370100", "370200", "370300"])
    monkeypatch.setattr(demo.Command, "make_cities", lambda self, codes, processes: done.extend(codes))
    monkeypatch.setattr(demo.os, "nice", niced.append)
    call_command("demo", part=part)
    assert (done, niced) == (made, [10] if part == "others" else [])


@pytest.mark.django_db
def test_command_makes_only_so_many_cities(monkeypatch):
    done = []
    monkeypatch.setattr(province, "frame", lambda: None)
    monkeypatch.setattr(demo.Command, "make_cities", lambda self, codes, processes: done.extend(codes))
    monkeypatch.setattr(demo.os, "nice", lambda more: None)
    call_command("demo", part="others", cities=3, processes=1)
    assert done == ["370200", "370300"]
