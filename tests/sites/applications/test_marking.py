"""The pages on which marks are given and answered (2.2)."""

from typing import Any

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.applications import marks, services
from sites.applications.marking import MarkingForm, name_of
from sites.applications.marks import Given
from sites.applications.models import Application
from sites.applications.sections import Section
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/applications"
S = Application.Status
PHONE = name_of(Section.UNIT, "phone")


def sent() -> tuple[Application, Any]:
    app = sites.complete()
    host = sites.staff(app.organization)
    services.submit(app, by=host)
    return app, host


def returned(*given: Given) -> tuple[Application, Any]:
    app, host = sent()
    services.return_for_supplement(app, by=people.actor(Role.CLERK), marks=given)
    return app, host


@pytest.mark.clause("2.2")
def test_every_field_row_and_file_can_be_marked(enter) -> None:
    app, _ = sent()
    page = enter(people.actor(Role.CLERK)).get(f"{BASE}/{app.uid}/return_for_supplement/")
    parts = page.context["form"].parts
    assert [(part.section, len(part.lines)) for part in parts] == [
        (Section.UNIT, 10), (Section.PREMISES, 8), (Section.PROJECTS, 1), (Section.EQUIPMENT, 1), (Section.MANAGERS, 1),
        (Section.EXAMINERS, 3), (Section.ATTACHMENTS, 3), (Section.OPINION, 1),
    ]  # fmt: skip
    text = page.content.decode()
    assert text.count('list="phrases-equipment"') == 2
    assert '<option value="请补充型号规格。">' in text
    assert text.count("<figure>") == 3
    assert "late_ground" not in page.context["form"].fields


@pytest.mark.clause("2.2")
def test_marks_and_free_text_are_returned_in_one_go(enter) -> None:
    app, _ = sent()
    client = enter(people.actor(Role.CLERK))
    data = {"seen": 1, PHONE: " 无法接通 ", name_of(Section.OPINION, ""): "请写明", "items": "消防：缺合格证明\n\n"}
    assert client.post(f"{BASE}/{app.uid}/return_for_supplement/", data).url == f"{BASE}/{app.uid}/"
    app.refresh_from_db()
    assert app.supplement == "联系电话：无法接通\n申报单位意见：请写明\n消防：缺合格证明"


def test_refused_return_keeps_what_was_typed(enter) -> None:
    app, _ = sent()
    data = {"seen": 1, PHONE: "无法接通", "due_on": f"{clock.today():%Y-%m-%d}"}
    page = enter(people.actor(Role.CLERK)).post(f"{BASE}/{app.uid}/return_for_supplement/", data)
    form = page.context["form"]
    assert (page.status_code, list(form.errors), form[PHONE].value()) == (422, ["due_on"], "无法接通")
    data = {"seen": 1, PHONE: "长" * 301}
    page = enter(people.actor(Role.CLERK)).post(f"{BASE}/{app.uid}/return_for_supplement/", data)
    assert list(page.context["form"].errors) == [PHONE]


def test_second_clerk_is_told_who_came_first_and_keeps_the_marks(enter) -> None:
    app, _ = sent()
    first = people.actor(Role.CLERK)
    services.accept(app, by=first)
    client = enter(people.actor(Role.CLERK))
    page = client.post(f"{BASE}/{app.uid}/return_for_supplement/", {"seen": 1, PHONE: "无法接通", "items": "缺合同"})
    text = page.content.decode()
    assert page.status_code == 422
    assert f"{first.name}已于" in text
    assert "将其“受理”，当前状态为“已受理”，不能再“退回补正”" in text
    assert 'value="无法接通"' in text
    assert "缺合同" in text


def test_marks_on_what_is_gone_are_shown_and_not_lost(enter) -> None:
    app, host = returned(Given("数量不足", Section.EQUIPMENT, "层式烤箱|三层六盘"))
    app.equipment.update(name="和面机")
    services.submit(app, by=host)
    data = {"seen": 1, name_of(Section.EQUIPMENT, "层式烤箱|三层六盘"): "请核对型号", PHONE: "无法接通"}
    page = enter(people.actor(Role.CLERK)).post(f"{BASE}/{app.uid}/return_for_supplement/", data)
    assert page.context["form"].orphans == ["请核对型号"]
    assert "您看到的是第1次提交的内容" in page.content.decode()
    assert "请核对型号" in page.content.decode()


@pytest.mark.clause("2.2")
def test_second_return_page_asks_for_the_ground(enter) -> None:
    app, host = returned(Given("请核对", Section.OPINION))
    services.answer_marks(app, by=host, answers={app.snapshots.get().marks.get().pk: "无误"})
    services.submit(app, by=host)
    client = enter(people.actor(Role.CLERK))
    address = f"{BASE}/{app.uid}/return_for_supplement/"
    page = client.post(address, {"seen": 2, PHONE: "无法接通"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["late_ground"])
    client.post(address, {"seen": 2, PHONE: "无法接通", "late_ground": "今日电话核实"})
    assert marks.asked(app)[0].late_ground == "今日电话核实"


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_other_answers_say_too_which_submission_was_read(enter, verb: str) -> None:
    app, _ = sent()
    client = enter(people.actor(Role.CLERK))
    page = client.get(f"{BASE}/{app.uid}/{verb}/")
    assert '<input type="hidden" name="seen" value="1" id="id_seen">' in page.content.decode()
    page = client.post(f"{BASE}/{app.uid}/{verb}/", {"seen": 7, "items": "不属本市"})
    assert "您看到的是第7次提交的内容" in page.content.decode()
    assert client.post(f"{BASE}/{app.uid}/{verb}/", {"seen": 1, "items": "不属本市"}).status_code == 302


@pytest.mark.clause("2.2")
def test_host_answers_marks_and_sees_what_is_open(enter) -> None:
    app, host = returned(Given("无法接通", Section.UNIT, "phone"), Given("请写明", Section.OPINION, "opinion"))
    client = enter(host)
    address = f"{BASE}/{app.uid}/marks/"
    page = client.get(address)
    assert "共2项，还有2项未处理" in page.content.decode()
    first, second = app.snapshots.get().marks.all()
    page = client.post(address, {f"answer_{first.pk}": "长" * 301, f"answer_{second.pk}": "已写明"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [f"answer_{first.pk}"])
    assert client.post(address, {f"answer_{first.pk}": "号码无误", f"answer_{second.pk}": ""}).url == address
    text = client.get(address).content.decode()
    assert "共2项，还有1项未处理" in text
    assert f'href="{BASE}/{app.uid}/edit/opinion/"' in text
    record = client.get(f"{BASE}/{app.uid}/")
    assert [each.state for each in record.context["marks"]] == ["已说明", "未处理"]
    assert "补正事项" in [button.label for button in record.context["buttons"]]


def test_marks_page_with_nothing_to_answer_says_so(enter) -> None:
    app, host = sent()
    client = enter(host)
    assert "没有待处理的补正事项" in client.get(f"{BASE}/{app.uid}/marks/").content.decode()
    assert client.post(f"{BASE}/{app.uid}/marks/", {}).status_code == 422
    assert client.get(f"{BASE}/{sites.submitted().uid}/marks/").status_code == 404


def test_clerk_sees_what_became_of_the_marks(enter) -> None:
    app, host = returned(Given("无法接通", Section.UNIT, "phone"), Given("请写明", Section.OPINION, "opinion"))
    app.phone = "053187210001"
    app.save()
    services.answer_marks(app, by=host, answers={marks.asked(app)[1].pk: "意见已写明"})
    services.submit(app, by=host)
    page = enter(people.actor(Role.CLERK)).get(f"{BASE}/{app.uid}/")
    assert [(each.mark.label, each.state) for each in page.context["marks"]] == [
        ("联系电话", "已修改"),
        ("申报单位意见", "已说明"),
    ]
    assert "申请单位说明：意见已写明" in page.content.decode()
    assert page.context["beside"]
    assert len(page.context["material"]) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_marking_form_asks_the_same_number_of_queries(django_assert_num_queries, count: int) -> None:
    app, _ = sent()
    for n in range(count):
        app.equipment.create(name=f"设备{n}", quantity="1")
    services.return_for_supplement(app, by=people.actor(Role.CLERK), items=["请核对"])
    app = Application.objects.select_related("organization", "center").get(pk=app.pk)
    with django_assert_num_queries(4):
        assert MarkingForm(record=app).parts
