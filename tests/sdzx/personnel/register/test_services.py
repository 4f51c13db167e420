import dataclasses
import datetime
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import IntegrityError, connection

from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.audit import chain
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of
from sdzx.documents.excel import read_rows
from sdzx.personnel.models import Person, Qualification
from sdzx.personnel.register import columns
from sdzx.personnel.register.services import give_out, take
from sdzx.workflow import Refused
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


def workbook(*rows):
    return personnel.register_workbook(rows=rows)


@pytest.mark.clause("5.3")
def test_take_registers_people_with_their_projects(clerk):
    project = catalogue.project()

    take(personnel.register_workbook(3, [project]), by=clerk)

    held = Qualification.objects.get(card_number="KP202600002")
    assert (Person.objects.count(), list(held.projects.all()), held.person.center) == (3, [project], clerk.center)
    assert held.person.document_number == personnel.register_row(2)["document_number"]


def test_take_again_changes_nothing(clerk):
    given = personnel.register_workbook(3, [catalogue.project()])
    take(given, by=clerk)
    entries = Entry.objects.count()

    again = take(given, by=clerk)

    assert (again.acts, Person.objects.count(), Qualification.objects.count()) == (False, 3, 3)
    assert Entry.objects.count() == entries


def test_take_changes_what_differs(clerk):
    old, new = catalogue.project(), catalogue.project()
    held = personnel.qualified(project=old)
    changed = columns.row_of(held) | {
        "projects": new.name,
        "valid_to": datetime.date(2036, 1, 1),
        "title": "正高级",
        "phone": "13812341234",
    }

    take(workbook(changed), by=clerk)

    found = Qualification.objects.select_related("person").get()
    assert (list(found.projects.all()), found.valid_to) == ([new], datetime.date(2036, 1, 1))
    assert (found.person.title, found.person.phone, found.code) == ("正高级", "13812341234", held.code)


def test_take_changes_the_days_only(clerk):
    project = catalogue.project()
    held = personnel.qualified(project=project)

    take(workbook(columns.row_of(held) | {"valid_to": datetime.date(2036, 1, 1)}), by=clerk)

    assert list(Qualification.objects.get().projects.all()) == [project]
    assert [entry.label for entry in entries_of(held)] == ["导入修改资格"]
    assert entries_of(held.person).count() == 0


@pytest.mark.clause("5.3")
def test_take_refuses_all_for_one_bad_row(clerk):
    given = workbook(personnel.register_row(7, kind="专家"), personnel.register_row(8, kind="厨师", phone="1"))

    with pytest.raises(Refused) as refusal:
        take(given, by=clerk)

    assert (len(refusal.value.blockers), Person.objects.count()) == (2, 0)


def test_take_partly_leaves_the_bad_rows(clerk):
    given = workbook(personnel.register_row(7, kind="专家"), personnel.register_row(8, kind="厨师"))

    plan = take(given, by=clerk, partly=True)

    assert (plan.bad_rows, [each.card_number for each in Qualification.objects.all()]) == (1, ["KP202600007"])


def test_take_leaves_a_sound_trace_with_masked_numbers(clerk):
    held = personnel.qualified("expert")
    take(workbook(columns.row_of(held) | {"title": "技师"}, personnel.register_row(7, kind="专家")), by=clerk)
    take(workbook(columns.row_of(held) | {"title": "高级技师"}), by=clerk)

    entries = Entry.objects.order_by("subject_type", "subject_id", "sequence")
    assert list(chain.faults(entries)) == []
    assert [(entry.label, entry.before, entry.after) for entry in entries_of(held.person)] == [
        ("导入修改人员", {"职称": "高级讲师"}, {"职称": "技师"}),
        ("导入修改人员", {"职称": "技师"}, {"职称": "高级技师"}),
    ]
    new = entries_of(Person.objects.exclude(pk=held.person.pk).get())
    assert new.get().after["联系电话"] == "139****0007"
    counts = entries_of(clerk.center).order_by("sequence").first().after
    assert (counts["新增人员"], counts["更新人员"], counts["新增资格"]) == (1, 1, 1)


def test_account_gains_the_role_taken(clerk):
    held = personnel.qualified("expert", user=True)
    personnel.qualified("examiner", user=True)
    row = columns.row_of(held)

    take(workbook(row | {"title": "技师"}, row | {"title": "技师", "kind": "督导员", "card_number": "DD1"}), by=clerk)

    held_roles = Membership.objects.filter(user=held.person.user, is_active=True).values_list("role", flat=True)
    assert set(held_roles) == {Role.EXPERT, Role.SUPERVISOR}


def test_account_with_its_roles_is_left_alone(clerk):
    held = personnel.qualified("expert")
    personnel.actor(held)

    take(workbook(columns.row_of(held) | {"valid_to": datetime.date(2036, 1, 1)}), by=clerk)

    assert entries_of(held.person).count() == 0


def test_manager_has_no_account_role(clerk):
    held = personnel.qualified("manager", user=True)

    take(workbook(columns.row_of(held) | {"valid_to": datetime.date(2036, 1, 1)}), by=clerk)

    assert Membership.objects.filter(user=held.person.user).count() == 0


def test_take_refused_when_somebody_was_quicker(clerk):
    with (
        mock.patch.object(Person.objects, "bulk_create", side_effect=IntegrityError),
        pytest.raises(Refused) as refusal,
    ):
        take(workbook(personnel.register_row(7, kind="专家")), by=clerk)

    assert str(refusal.value) == "登记册在此期间由他人修改，请重新预览后再导入。"


def test_take_refused_without_grant():
    with pytest.raises(Refused):
        take(personnel.register_workbook(1), by=people.actor(Role.DIRECTOR))


def test_take_refused_outside_a_centre(clerk):
    with pytest.raises(Refused) as refusal:
        take(personnel.register_workbook(1), by=dataclasses.replace(clerk, center=None))

    assert str(refusal.value) == "只有市中心可以导入导出登记册。"


def test_given_out_register_is_taken_without_change(clerk):
    personnel.qualified(project=catalogue.project(), employer=people.organization())
    personnel.qualified("manager")

    given = give_out(Qualification.objects.all(), by=clerk)

    assert not take(given, by=clerk).acts
    assert len(read_rows(given, columns=columns.COLUMNS).rows) == 2
    assert [entry.label for entry in entries_of(clerk.center)] == ["导出队伍登记册"]


@pytest.mark.django_db(transaction=True)
def test_one_workbook_taken_by_two_at_once_is_registered_once():
    given, clerks = personnel.register_workbook(3, [catalogue.project()]), [people.actor(Role.CLERK) for _ in range(2)]

    def take_it(clerk):
        try:
            return take(given, by=clerk).acts
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        acted = sorted(pool.map(take_it, clerks))

    assert (acted, Person.objects.count(), Qualification.objects.count()) == ([False, True], 3, 3)
