"""Versions of the rubric."""

import dataclasses

import pytest

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from sites.evaluations.forms import evaluation_form
from sites.evaluations.models import Rubric
from sites.evaluations.rubrics import services
from sites.evaluations.rubrics.rules import Item, rubric_unfit
from sites.versions import services as versions
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
ITEMS = [Item("A1", "场地", "面积足够", 60, True), Item("B1", "设备", "设备完好", 40)]
D, U, R = Rubric.Status.DRAFT, Rubric.Status.IN_USE, Rubric.Status.RETIRED


def director():
    return people.actor(Role.DIRECTOR)


@pytest.mark.clause("2.3")
def test_rubric_unfit_names_everything():
    items = [*ITEMS, dataclasses.replace(ITEMS[0], full=5)]
    assert [each.sentence for each in rubric_unfit(items, 120)] == [
        "评估内容“面积足够”重复。", "编号“A1”重复。", "各项满分合计应为100分，现为105分。", "通过分数应在1至100分之间。",
    ]  # fmt: skip
    assert rubric_unfit(ITEMS, 80) == []
    assert [each.sentence for each in rubric_unfit([], 80)] == [
        "请至少填写一项评估内容。", "各项满分合计应为100分，现为0分。",
    ]  # fmt: skip
    weightless = [ITEMS[0], dataclasses.replace(ITEMS[1], full=0), Item("B2", "设备", "备用设备", 40)]
    assert [each.sentence for each in rubric_unfit(weightless, 80)] == ["“B1”的满分应为1至100分，现为0分。"]


def test_create_counts_versions_for_each_office_apart():
    by = director()
    made = [versions.create(Rubric, by=by, name="标准", pass_mark=80, items=ITEMS) for _ in range(2)]
    theirs = versions.create(Rubric, by=people.actor(Role.PROVINCE), name="标准", pass_mark=80, items=ITEMS)
    assert [(each.center, each.version) for each in (*made, theirs)] == [(by.center, 1), (by.center, 2), (None, 2)]
    with pytest.raises(Refused, match="不能进行"):
        versions.create(Rubric, by=people.actor(Role.CLERK), name="标准", pass_mark=80, items=ITEMS)


def test_edit_of_a_draft_leaves_a_trace():
    by = director()
    made = sites.rubric(by.center)
    versions.edit(made, by=by, name="新名", pass_mark=70, items=ITEMS)
    made.refresh_from_db()
    assert (made.name, made.full, made.pass_mark) == ("新名", 100, 70)
    assert [entry.label for entry in entries_of(made)] == ["修改评估标准"]


def test_edit_refused_once_in_use_or_of_the_province():
    by = director()
    used = sites.rubric(by.center, U)
    with pytest.raises(Refused, match="启用后不能修改"):
        versions.edit(used, by=by, name="x", pass_mark=80, items=ITEMS)
    with pytest.raises(Refused, match="由省中心修改"):
        services.put_in_use(sites.rubric(), by=by)


@pytest.mark.clause("2.3")
def test_put_in_use_retires_the_former_and_panels_keep_theirs():
    by = director()
    former, new = sites.rubric(by.center, U), sites.rubric(by.center)
    panel = sites.panel_named().panel
    services.put_in_use(new, by=by)
    former.refresh_from_db()
    assert (former.status, new.status) == (R, U)
    assert Rubric.objects.for_center(by.center) == new
    assert Rubric.objects.for_center(people.center("370200")) == Rubric.objects.get(center=None)
    assert panel.rubric.center is None


@pytest.mark.clause("2.3")
def test_an_evaluation_keeps_the_version_it_began_with():
    by = director()
    panel = sites.visited().panel
    began = panel.rubric.items
    services.put_in_use(sites.rubric(by.center, items=[dataclasses.asdict(each) for each in ITEMS]), by=by)
    evaluation = panel.members.first().evaluation
    assert [name for name in evaluation_form(evaluation).base_fields if name.startswith("mark_")] == [
        f"mark_{item['code']}" for item in began
    ]
    assert [item["name"] for item in sites.panel(sites.accepted(), rubric=Rubric.objects.for_center(by.center)).rubric.items] == [
        "面积足够", "设备完好",
    ]  # fmt: skip


def test_put_in_use_refused_while_it_does_not_add_up():
    by = director()
    made = sites.rubric(by.center, items=[dataclasses.asdict(ITEMS[0])])
    with pytest.raises(Refused, match=r"现为60分.*依据"):
        services.put_in_use(made, by=by)


def test_visible_to_its_office_and_the_province():
    mine, theirs = sites.rubric(people.center()), sites.rubric(people.center("370200"))
    seen = set(Rubric.objects.visible_to(director()))
    assert mine in seen
    assert theirs not in seen
    assert Rubric.objects.get(center=None, status=U) in seen
    assert not Rubric.objects.visible_to(people.actor(Role.SITE)).exists()
    assert set(Rubric.objects.visible_to(people.actor(Role.PROVINCE))) >= {mine, theirs}
