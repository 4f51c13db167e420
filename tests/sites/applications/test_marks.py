"""Marks on a submission: given in one go, shown in place, settled before it comes back (2.2)."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from sites.applications import marks, rules, services, snapshots
from sites.applications.content import items_of
from sites.applications.marks import FREE, Given
from sites.applications.models import Application
from sites.applications.sections import Section
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
S = Application.Status
PHONE = Given("无法接通，请核对。", Section.UNIT, "phone")


def sent(**values) -> tuple[Application, object]:
    app = sites.complete(**values)
    host = sites.staff(app.organization)
    services.submit(app, by=host)
    return app, host


def returned(*given: Given, items=(), **more) -> tuple[Application, object]:
    app, host = sent()
    services.return_for_supplement(app, by=people.actor(Role.CLERK), marks=given, items=items, **more)
    return app, host


def states(app: Application) -> list[tuple[str, str]]:
    return [(each.mark.label, each.state) for each in marks.current(Application.objects.get(pk=app.pk))]


def again(app: Application, host, **changes) -> None:
    """Change something, answer what is left, submit."""
    Application.objects.filter(pk=app.pk).update(**changes)
    app.refresh_from_db()
    open_ones = {each.mark.pk: "已核对无误" for each in marks.current(app) if not each.settled}
    services.answer_marks(app, by=host, answers=open_ones)
    services.submit(app, by=host)


@pytest.mark.clause("2.2")
def test_return_lists_marks_in_the_order_of_annex_2() -> None:
    app, _ = sent()
    oven, rules_file = app.equipment.get(), app.attachments.get(kind="rules").file
    given = [
        Given("未盖章：请重新上传。", Section.ATTACHMENTS, f"rules:{rules_file.sha256}"),
        Given("请补充数量。", Section.EQUIPMENT, f"{oven.name}|{oven.model}"),
        Given("请逐台填写。", Section.EQUIPMENT),
        PHONE,
    ]
    services.return_for_supplement(app, by=people.actor(Role.CLERK), marks=given, items=["消防：请补充合格证明", " "])
    assert app.supplement.splitlines() == [
        "联系电话：无法接通，请核对。",
        "设施设备：请逐台填写。",
        "设施设备“层式烤箱”：请补充数量。",
        "证明材料“场地.pdf”：未盖章：请重新上传。",
        "消防：请补充合格证明",
    ]
    assert states(app) == [
        ("联系电话", "未处理"), ("设施设备", "未处理"), ("设施设备“层式烤箱”", "未处理"), ("证明材料“场地.pdf”", "未处理"), (FREE, "未处理"),
    ]  # fmt: skip
    entry = entries_of(app).last()
    assert (entry.verb, entry.after["submission"]) == ("application.return_for_supplement", 1)


@pytest.mark.clause("2.2")
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "请标注需要补正的内容，或在“其他要求”中逐行列出。"),
        ([Given("缺少", Section.UNIT, "nothing")], "标注的内容已不在申请表中，请重新标注。"),
        ([Given("长" * 301)], f"“{'长' * 20}”的要求超过300字，请分开填写。"),
    ],
)
def test_return_unclear_is_refused(given, sentence) -> None:
    app, _ = sent()
    with pytest.raises(Refused) as refusal:
        services.return_for_supplement(app, by=people.actor(Role.CLERK), marks=given)
    assert [(each.sentence, each.clause) for each in refusal.value.blockers] == [(sentence, "2.2")]
    assert not app.snapshots.get().marks.exists()


@pytest.mark.clause("2.2")
def test_return_names_everything_wrong_at_once() -> None:
    app, _ = sent()
    with pytest.raises(Refused) as refusal:
        services.return_for_supplement(app, by=people.actor(Role.CLERK), due_on=clock.today())
    assert [each.field for each in refusal.value.blockers] == ["items", "due_on"]


@pytest.mark.clause("2.2")
def test_resubmission_is_refused_while_a_mark_is_neither_changed_nor_answered() -> None:
    app, host = returned(PHONE, Given("请写明意见。", Section.OPINION, "opinion"))
    with pytest.raises(Refused) as refusal:
        services.submit(app, by=host)
    assert [(each.field, each.clause, each.url) for each in refusal.value.blockers] == [
        ("phone", "2.2", f"/sites/applications/{app.uid}/marks/"), ("opinion", "2.2", f"/sites/applications/{app.uid}/marks/"),
    ]  # fmt: skip
    app.refresh_from_db()
    app.phone = "053187210001"
    app.save()
    services.answer_marks(app, by=host, answers={app.snapshots.get().marks.last().pk: " 意见已写明 "})
    assert states(app) == [("联系电话", "已修改"), ("申报单位意见", "已说明")]
    services.submit(app, by=host)
    assert (app.status, app.snapshots.count(), states(app)) == (S.SUBMITTED, 2, [])


def test_mark_on_a_row_is_ticked_off_when_the_row_is_gone_and_on_a_part_when_anything_in_it_changed() -> None:
    app, _ = returned(
        Given("数量不足", Section.EQUIPMENT, "层式烤箱|三层六盘"),
        Given("请补充", Section.MANAGERS),
        items=["请核对全部内容"],
    )
    assert [state for _, state in states(app)] == ["未处理"] * 3
    app.managers.update(note="兼职")
    assert [state for _, state in states(app)] == ["未处理", "已修改", "已修改"]
    app.equipment.all().delete()
    assert [state for _, state in states(app)] == ["已修改"] * 3


def test_answer_may_be_taken_back_and_is_traced_once() -> None:
    app, host = returned(PHONE)
    mark = app.snapshots.get().marks.get()
    for answer in ("号码无误", "号码无误", ""):
        services.answer_marks(app, by=host, answers={mark.pk: answer})
    mark.refresh_from_db()
    assert (mark.answer, mark.answered_at, mark.answered_by) == ("", None, None)
    assert [entry.label for entry in entries_of(app)].count("说明补正事项") == 2


def test_answer_is_refused_too_long_or_when_nothing_waits_or_by_others() -> None:
    app, host = returned(PHONE)
    mark = app.snapshots.get().marks.get()
    with pytest.raises(Refused) as refusal:
        services.answer_marks(app, by=host, answers={mark.pk: "长" * 301})
    assert [each.field for each in refusal.value.blockers] == [f"answer_{mark.pk}"]
    with pytest.raises(Refused, match="没有找到这条记录"):
        services.answer_marks(app, by=sites.staff(), answers={})
    with pytest.raises(Refused, match="没有待处理的补正事项"):
        services.answer_marks(sites.submitted(app.organization), by=host, answers={})


@pytest.mark.clause("2.2")
def test_second_return_for_what_was_visible_before_asks_for_a_ground() -> None:
    app, host = returned(PHONE)
    again(app, host, address="济南市历下区大学路2号")
    clerk = people.actor(Role.CLERK)
    address = Given("请写明门牌号。", Section.UNIT, "address")
    staff = Given("请核对人数。", Section.UNIT, "staff_total")
    with pytest.raises(Refused) as refusal:
        services.return_for_supplement(app, by=clerk, marks=[PHONE, address, staff], items=["缺合同"])
    assert [(each.sentence[:9], each.field) for each in refusal.value.blockers] == [
        ("“从事考核职工总数", "late_ground"), ("“其他要求”的内容", "late_ground"),
    ]  # fmt: skip
    services.return_for_supplement(app, by=clerk, marks=[PHONE, address, staff], late_ground="专家提示")
    assert list(snapshots.latest(app).marks.values_list("label", "late_ground")) == [
        ("联系电话", ""), ("考点地址", ""), ("从事考核职工总数", "专家提示"),
    ]  # fmt: skip
    assert entries_of(app).last().after["late_ground"] == "专家提示"


def test_second_return_for_what_came_new_needs_no_ground() -> None:
    app, host = returned(PHONE)
    app.equipment.create(name="和面机", quantity="1台")
    again(app, host)
    services.return_for_supplement(
        app, by=people.actor(Role.CLERK), marks=[Given("请补充型号。", Section.EQUIPMENT, "和面机|")]
    )
    assert app.status == S.RETURNED


@pytest.mark.clause("2.2")
def test_clerk_answers_the_submission_that_they_read() -> None:
    app, host = returned(PHONE)
    again(app, host)
    for press in (
        lambda: services.accept(app, by=people.actor(Role.CLERK), seen=1),
        lambda: services.reject(app, by=people.actor(Role.CLERK), items=["不属本市"], seen=1),
        lambda: services.return_for_supplement(app, by=people.actor(Role.CLERK), marks=[PHONE], seen=1),
    ):
        with pytest.raises(Refused, match=r"重新提交（第2次），您看到的是第1次提交的内容"):
            press()
    assert rules.submitted_meanwhile(snapshots.latest(app), 2) == []


@pytest.mark.clause("2.2")
def test_letter_holds_every_mark() -> None:
    import pypdfium2

    app, _ = returned(PHONE, items=["消防：请补充合格证明"], due_on=clock.today() + datetime.timedelta(days=9))
    with pypdfium2.PdfDocument(app.documents.get(kind="supplement").file.path) as letter:
        text = "".join(page.get_textpage().get_text_range() for page in letter)
    for words in ("联系电话", "无法接通，请核对。", "消防", "请补充合格证明"):
        assert words in text.replace("\r\n", "")


def test_withdrawal_under_review_is_told_to_the_clerks() -> None:
    from sdzx.notifications.models import Notice

    clerk = people.actor(Role.CLERK)
    app, host = sent()
    services.withdraw(app, by=host)
    draft = sites.draft(app.organization)
    services.withdraw(draft, by=host)
    told = Notice.objects.filter(kind="application_withdrawn").values_list("subject_id", "recipient__name")
    assert list(told) == [(app.pk, clerk.name)]


def test_marks_before_any_return_are_none() -> None:
    app, _ = sent()
    assert (marks.asked(app), marks.shown(app, []), marks.current(app)) == ([], [], [])
    assert marks.label_of(Given("x"), items_of(app)) == FREE


def test_in_place_says_each_mark_with_its_field_row_or_file() -> None:
    from django import forms

    class Form(forms.Form):
        phone = forms.CharField(help_text="不对外公开。")
        rules = forms.CharField()

    class Row(forms.Form):
        name = forms.CharField()

    app, _ = sent()
    key = f"rules:{app.attachments.get(kind='rules').file.sha256}"
    given = [PHONE, Given("未盖章", Section.ATTACHMENTS, key), Given("请补型号", Section.EQUIPMENT, "层式烤箱|三层六盘"),
             Given("请补充", Section.EQUIPMENT), Given("已无", Section.PREMISES, "owned_classrooms")]  # fmt: skip
    services.return_for_supplement(app, by=people.actor(Role.CLERK), marks=given)
    found, items = marks.current(app), items_of(app)
    form, rows = Form(), forms.formset_factory(Row, extra=1)()
    for section in (Section.UNIT, Section.ATTACHMENTS, Section.PREMISES):
        marks.in_place(form, section, found, items)
    assert [field.help_text for field in form.fields.values()] == [
        "市中心要求补正（未处理）：无法接通，请核对。 不对外公开。", "市中心要求补正（未处理）：证明材料“场地.pdf”：未盖章",
    ]  # fmt: skip
    marks.in_place(rows, Section.EQUIPMENT, found, items)
    assert rows.forms[0].fields["name"].help_text == "市中心要求补正（未处理）：请补型号"
    app.equipment.all().delete()
    marks.in_place(rows, Section.EQUIPMENT, marks.current(app), items_of(app))
