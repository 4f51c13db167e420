"""Versions of the checklist."""

import dataclasses

import pytest

from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from sites.oversight.inspections.answers import Item
from sites.oversight.inspections.checklists import services
from sites.oversight.inspections.checklists.rules import checklist_unfit
from sites.oversight.inspections.models import Checklist
from sites.versions import services as versions
from tests.factories import inspections, people

pytestmark = pytest.mark.django_db
ITEMS = [
    Item("A1", "场地", "场地相符", "附件2", photo=True),
    Item("B1", "管理", "制度健全", "五（一）", "grade", serious=True),
]
D, U, O = Checklist.Status.DRAFT, Checklist.Status.IN_USE, Checklist.Status.SUPERSEDED  # noqa: E741 as in the table


@pytest.mark.clause("5.1")
def test_checklist_unfit_names_everything():
    twice = [*ITEMS, dataclasses.replace(ITEMS[0], basis=" ")]
    assert [each.sentence for each in checklist_unfit(twice)] == ["编号“A1”重复。", "A1“场地相符”没有写明依据。"]
    assert [each.sentence for each in checklist_unfit([])] == ["检查表至少有一项检查内容。"]
    assert checklist_unfit(ITEMS) == []


def test_first_checklist_is_fit_for_use():
    first = Checklist.objects.get()
    assert (first.center, first.status, services.obstacles(first)) == (None, U, [])
    assert len(first.items) == 12


def test_create_counts_versions_for_each_office_apart():
    by = people.actor(Role.DIRECTOR)
    made = [versions.create(Checklist, by=by, name="表", items=ITEMS) for _ in range(2)]
    theirs = versions.create(Checklist, by=people.actor(Role.PROVINCE), name="表", items=ITEMS)
    assert [(each.center, each.version) for each in (*made, theirs)] == [(by.center, 1), (by.center, 2), (None, 2)]
    with pytest.raises(Refused, match="不能进行"):
        versions.create(Checklist, by=people.actor(Role.CLERK), name="表", items=ITEMS)


def test_edit_of_a_draft_leaves_a_trace():
    by = people.actor(Role.DIRECTOR)
    made = inspections.checklist(by.center)
    versions.edit(made, by=by, name="新名", items=ITEMS)
    made.refresh_from_db()
    assert (made.name, [each["code"] for each in made.items]) == ("新名", ["A1", "B1"])
    assert [entry.label for entry in entries_of(made)] == ["修改检查表"]


def test_edit_refused_once_in_use_or_of_the_province():
    by = people.actor(Role.DIRECTOR)
    with pytest.raises(Refused, match="启用后不能修改"):
        versions.edit(inspections.checklist(by.center, U), by=by, name="x", items=ITEMS)
    with pytest.raises(Refused, match="由省中心修改"):
        services.put_in_use(inspections.checklist(), by=by)


@pytest.mark.clause("5.1")
def test_put_in_use_supersedes_the_version_so_far():
    by = people.actor(Role.DIRECTOR)
    former, new = inspections.checklist(by.center, U), inspections.checklist(by.center)
    services.put_in_use(new, by=by)
    former.refresh_from_db()
    assert (former.status, new.status) == (O, U)
    assert Checklist.objects.for_center(by.center) == new
    assert Checklist.objects.for_center(people.center("370200")).center is None


def test_put_in_use_of_an_unfit_one_is_refused():
    with pytest.raises(Refused, match="至少有一项"):
        services.put_in_use(inspections.checklist(people.center(), items=[]), by=people.actor(Role.DIRECTOR))


def test_visible_to_the_office_its_own_and_the_provinces():
    mine, theirs = inspections.checklist(people.center()), inspections.checklist(people.center("370200"))
    seen = Checklist.objects.visible_to(people.actor(Role.ARRANGER))
    assert mine in seen
    assert theirs not in seen
    assert seen.filter(center=None).exists()
    assert not Checklist.objects.visible_to(people.actor(Role.EXPERT)).exists()
    assert not Checklist.objects.visible_to(VISITOR).exists()
