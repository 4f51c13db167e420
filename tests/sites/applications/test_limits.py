"""What the cells of annex 2 can hold, and numbers and people that cannot be right (A2, 2.2)."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from sdzx.workflow import Refused
from sites.applications import limits, rules
from sites.applications.entry import services
from sites.applications.models import Application, ApplicationProject, Equipment, ExaminerRow, ManagerRow
from sites.applications.sections import Section
from tests.factories import catalogue, personnel, sites

TODAY = datetime.date(2026, 3, 2)
TEXTS = [
    (model, field.name, limits.LONGEST.get(field.name) or field.max_length)
    for model in (Application, Equipment, ManagerRow, ExaminerRow)
    for field in model._meta.concrete_fields
    if field.name in {
        "responsible", "phone", "address", "public_phone", "opinion", "name", "model", "quantity", "note", "education", "title",
        "certificate", "major", "trade", "card_number",
    }
]  # fmt: skip


@pytest.mark.clause("A2")
@pytest.mark.parametrize(("model", "name", "most"), TEXTS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_every_text_holds_its_length_and_not_one_more(model: Any, name: str, most: int) -> None:
    assert limits.values_unfit(model, {name: "字" * most}) == []
    (found,) = limits.values_unfit(model, {name: "字" * (most + 1)})
    assert (found.field, found.clause) == (name, "A2")
    assert found.sentence.startswith(f"{model._meta.get_field(name).verbose_name}：")


@pytest.mark.clause("A2")
@pytest.mark.parametrize(
    ("model", "name", "good", "bad"),
    [
        *((Application, f"{name}s", (0, 1, 32767), (-1, 32768)) for name in limits.ROOMS),
        *((Application, f"{name}_area", ("0", "0.01", "9999999.99"), ("-0.01", "10000000", "1.234")) for name in limits.ROOMS),
        *((Application, name, (0, 2147483647), (-1, 2147483648)) for name in ("staff_total", "staff_managers", "staff_teachers")),
        (ApplicationProject, "workstations", (1, 32767), (0, -1, 32768)),
        (ApplicationProject, "rooms", (1,), (0,)),
        (ManagerRow, "sex", ("男", "女"), ("其他",)),
        (ManagerRow, "birth_date", (datetime.date(1985, 3, 15),), ("昨天",)),
    ],
)  # fmt: skip
def test_every_number_and_choice_is_within_its_range(model: Any, name: str, good: Any, bad: Any) -> None:
    def cell(value: Any) -> Any:
        return Decimal(value) if name.endswith("_area") else value

    assert [limits.values_unfit(model, {name: cell(value)}) for value in good] == [[]] * len(good)
    assert [[each.field for each in limits.values_unfit(model, {name: cell(value)})] for value in bad] == [
        [name]
    ] * len(bad)


def test_what_is_not_filled_in_yet_is_no_error() -> None:
    assert limits.values_unfit(Application, {"staff_total": None, "responsible": "", "organization": 3}) == []
    assert limits.values_unfit(Equipment, {"name": "", "quantity": ""}) == []


@pytest.mark.django_db
@pytest.mark.clause("A2")
def test_saving_refuses_what_does_not_fit_with_everything_at_once() -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    with pytest.raises(Refused) as refusal:
        services.save_fields(app, by=by, section=Section.UNIT, values={"responsible": "字" * 51, "staff_total": -1})
    assert [each.field for each in refusal.value.blockers] == ["responsible", "staff_total"]
    rows = [{"name": "烤箱", "quantity": "1"}, {"name": "字" * 61, "quantity": "1" * 21}]
    with pytest.raises(Refused) as refusal:
        services.save_rows(app, by=by, section=Section.EQUIPMENT, rows=rows)
    assert [each.sentence.split("：")[0] for each in refusal.value.blockers] == ["第2行名称", "第2行数量"]


@pytest.mark.clause("A2")
@pytest.mark.parametrize(
    ("counts", "fields"),
    [
        ((10, 3, 5), []),
        ((10, 10, 10), []),
        ((0, 0, 0), ["staff_total"]),
        ((3, 4, 5), ["staff_managers", "staff_teachers"]),
        ((100_001, None, None), ["staff_total"]),
        ((None, 100_001, 2), ["staff_managers"]),
        ((None, None, None), []),
    ],
)
def test_staff_counts_agree(counts: tuple[int | None, ...], fields: list[str]) -> None:
    total, managers, teachers = counts
    app = Application(staff_total=total, staff_managers=managers, staff_teachers=teachers)
    assert [each.field for each in limits.staff_implausible(app)] == fields


@pytest.mark.clause("A2")
@pytest.mark.parametrize("name", limits.ROOMS)
@pytest.mark.parametrize(
    ("count", "size", "field"),
    [
        (2, "10", ""), (2, "10000", ""), (2, "9.99", "_area"), (2, "10000.02", "_area"), (1, "-5", "_area"),
        (0, "20", "s"), (None, "20", "s"), (2, None, "_area"), (2, "0", "_area"),
    ],
)  # fmt: skip
def test_rooms_and_areas_agree(name: str, count: int | None, size: str | None, field: str) -> None:
    other = next(each for each in limits.ROOMS if each != name)
    values = {f"{other}s": 1, f"{other}_area": Decimal(60), f"{name}s": count, f"{name}_area": size and Decimal(size)}
    found = rules.premises_incomplete(Application(**values))
    assert [(each.field, each.clause) for each in found] == ([(f"{name}{field}", "A2")] if field else [])


@pytest.mark.django_db
@pytest.mark.clause("A2")
@pytest.mark.parametrize(("rooms", "count"), [(5, 0), (6, 1)])
def test_projects_use_no_more_rooms_than_there_are(rooms: int, count: int) -> None:
    app = sites.complete()
    app.projects.update(rooms=rooms)
    assert len(limits.projects_without_room(app)) == count
    assert limits.projects_without_room(Application(organization=app.organization)) == []


@pytest.mark.clause("A2")
def test_people_twice_or_of_an_impossible_age() -> None:
    born = datetime.date(1985, 3, 15)
    rows = [ManagerRow(name="王 秀英", birth_date=born), ManagerRow(name="王秀英", birth_date=born),
            ManagerRow(name="王秀英", birth_date=datetime.date(1985, 3, 16)),
            ManagerRow(name="小童", birth_date=datetime.date(2010, 3, 3)), ManagerRow(name="老人", birth_date=datetime.date(1935, 3, 2)),
            ManagerRow(name="满十六", birth_date=datetime.date(2010, 3, 2))]  # fmt: skip
    assert [each.sentence for each in limits.people_doubled(rows, TODAY)] == [
        "王 秀英重复填写（姓名、出生日期相同）。",
        "小童：请核对出生日期，年龄应在16岁至90岁之间。",
        "老人：请核对出生日期，年龄应在16岁至90岁之间。",
    ]


@pytest.mark.django_db
@pytest.mark.clause("A2")
@pytest.mark.parametrize(
    ("counted", "sentences"), [(1, []), (None, []), (0, ["填写了1名组织管理人员，多于管理人员数（0）。"])]
)
def test_managers_listed_are_no_more_than_counted(counted: int | None, sentences: list[str]) -> None:
    app = sites.complete(staff_managers=counted)
    assert [each.sentence for each in rules.managers_unfit(app, TODAY)] == sentences


@pytest.mark.clause("2.2")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "card", "said"),
    [
        ({}, {}, ""),
        ({"birth_date": None}, {}, ""),
        ({"name": "另一人"}, {}, "考评员名册中该证书号属于另一人，请核对姓名和证书号。"),
        ({"birth_date": datetime.date(1990, 1, 1)}, {}, "出生日期与考评员名册不一致。"),
        ({}, {"status": "suspended"}, "考评员名册中该证卡已暂停。"),
        ({}, {"valid_to": datetime.date(2026, 3, 1)}, "考评员名册中该证卡有效期已于2026-03-01届满。"),
        ({}, {"valid_from": datetime.date(2026, 3, 3)}, "考评员名册中该证卡自2026-03-03起有效。"),
    ],
)
def test_cards_agree_with_the_register(person: dict[str, Any], card: dict[str, Any], said: str) -> None:
    app = sites.complete()
    row = app.examiners.first()
    held = personnel.qualified("examiner", card_number="KP20261", **card)
    for name, value in {"name": row.name, "birth_date": row.birth_date, **person}.items():
        setattr(held.person, name, value)
    held.person.save()
    row.card_number = "ｋｐ20261"
    found = limits.cards_wrong([row], TODAY)
    assert [each.sentence for each in found] == ([f"{row.name}（证书号ｋｐ20261）：{said}"] if said else [])
    assert {each.clause for each in found} <= {"2.2"}


@pytest.mark.django_db
@pytest.mark.clause("A2")
def test_cards_of_two_rows_differ_whatever_the_width_of_the_letters() -> None:
    rows = [ExaminerRow(card_number="KP 1"), ExaminerRow(card_number="ｋｐ1"), ExaminerRow(card_number="KP2")]
    assert [each.sentence for each in limits.cards_wrong(rows, TODAY)] == ["考评员证书号KP1重复填写。"]


@pytest.mark.django_db
def test_cards_ask_one_query_for_many_rows(django_assert_num_queries) -> None:
    app = sites.complete(projects=[catalogue.project()])
    rows = list(app.examiners.all())
    for few in (rows[:1], rows):
        with django_assert_num_queries(1):
            limits.cards_wrong(few, TODAY)


@pytest.mark.django_db
@pytest.mark.clause("A2")
@pytest.mark.parametrize(
    "area", ["owned_classroom_area", "owned_workshop_area", "rented_classroom_area", "rented_workshop_area"]
)
def test_the_database_refuses_an_area_below_nothing(area: str) -> None:
    from django.db import IntegrityError

    app = sites.draft()
    with pytest.raises(IntegrityError, match=f"application_{area}"):
        Application.objects.filter(pk=app.pk).update(**{area: -1})
