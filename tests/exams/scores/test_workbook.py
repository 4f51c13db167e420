"""The workbook: out with the candidates, back with marks, every bad cell named."""

import io
from decimal import Decimal

import openpyxl
import pytest

from exams.scores import services, workbook
from exams.scores.marks import TENTH
from exams.scores.models import Score
from exams.scores.services import seats_of
from exams.scores.sheets import double
from exams.sessions.models import Seat
from sdzx.audit.services import entries_of
from sdzx.documents.workbook import template_workbook
from sdzx.files.services import store
from sdzx.workflow import Refused
from tests.factories import scores, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    made = scores.sheet(candidates=4)
    absent = made.session.seats.last()
    Seat.objects.filter(pk=absent.pk).update(attendance="absent")
    type(absent.registration).objects.filter(pk=absent.registration_id).update(status="absent")
    return made


def tasks_of(sheet):
    return list(sheet.session.specification.tasks.all())


def filled(sheet, *marks, **changes):
    """The template with these pairs of marks, in the order of the tickets; `changes` replace columns of the first row."""
    rows = []
    for seat, pair in zip(seats_of(sheet), marks, strict=False):
        row = {
            "ticket": seat.ticket_number,
            "name": seat.registration.name,
            "session": sheet.session.number,
            "version": "0",
        }
        rows.append(row | {f"task-{n}": mark for n, mark in enumerate(pair, 1)})
    rows[0] |= changes
    return template_workbook(title="成绩", columns=workbook.columns(tasks_of(sheet)), rows=rows)


def read(sheet, content, step=TENTH):
    return workbook.read(content, sheet, seats_of(sheet), tasks_of(sheet), step)


def template(sheet):
    return workbook.template(sheet, seats_of(sheet), tasks_of(sheet), TENTH, double.first_marks(sheet))


GOOD = ((80, 90), (70.5, 60), (0, 100), (None, None))


def test_template_comes_back_as_it_went(sheet):
    for seat in seats_of(sheet)[:3]:
        scores.score(sheet, seat, "77.5")
    reading = read(sheet, template(sheet))
    assert reading.problems == ()
    assert {str(mark) for marks in reading.marks.values() for mark in marks.values()} == {"77.5"}


def test_template_empty_names_every_cell(sheet):
    reading = read(sheet, template(sheet))
    assert [problem.address for problem in reading.problems] == ["E2", "F2", "E3", "F3", "E4", "F4"]


def test_read_good_rows(sheet):
    reading = read(sheet, filled(sheet, *GOOD))
    assert reading.problems == ()
    assert len(reading.marks) == 3


@pytest.mark.clause("4.4")
def test_read_every_bad_cell_at_once(sheet):
    reading = read(sheet, filled(sheet, (101, "优秀"), (70.55, None), (60, 60), (50, None)))
    assert [problem.sentence for problem in reading.problems] == [
        "E2 面团调制（60%）应在0至100之间，现为101。",
        "F2 成型烘烤（40%）应填数字，现为“优秀”。",
        "E3 面团调制（60%）最多一位小数，现为70.55。",
        "F3 成型烘烤（40%）没有得分。",
        "E5 面团调制（60%）应为空：该考生缺考，不能有成绩。",
    ]


@pytest.mark.clause("4.4")
def test_read_stranger_and_missing(sheet):
    ticket = seats_of(sheet)[0].ticket_number
    reading = read(sheet, filled(sheet, *GOOD, ticket="370100999"))
    assert [problem.sentence for problem in reading.problems] == [
        "A2 准考证号“370100999”不是本场次的考生。",
        f"缺少考生{ticket} {seats_of(sheet)[0].registration.name}：实考考生都须有成绩。",
    ]


def test_read_twice_and_wrong_name_and_empty(sheet):
    second = seats_of(sheet)[1]
    reading = read(sheet, filled(sheet, *GOOD, ticket=second.ticket_number, name=second.registration.name))
    assert f"A3 准考证号“{second.ticket_number}”与第2行重复。" in [each.sentence for each in reading.problems]
    reading = read(sheet, filled(sheet, *GOOD, name="别人"))
    assert reading.problems[0].sentence.endswith("姓名不符。")
    reading = read(sheet, filled(sheet, *GOOD, ticket=""))
    assert reading.problems[0].sentence == "A2 准考证号是空的，不知道是哪名考生。"


def test_enter_workbook_keeps_the_file(sheet):
    by = sessions.staff_of(sheet.session)
    file = store(filled(sheet, *GOOD), name="成绩.xlsx", kind="draft", by=by)
    services.enter_workbook(sheet, by=by, file=file)
    sheet.refresh_from_db()
    assert (sheet.workbook, sheet.workbook.kind) == (file, "scores.workbook")
    assert sorted(str(total) for total in Score.objects.values_list("total", flat=True)) == ["40.00", "66.30", "84.00"]


@pytest.mark.clause("4.4")
def test_enter_workbook_all_or_nothing(sheet):
    by = sessions.staff_of(sheet.session)
    file = store(filled(sheet, (80, 101), (70, 60), (0, 100), (None, None)), name="成绩.xlsx", kind="draft", by=by)
    with pytest.raises(Refused, match="F2"):
        services.enter_workbook(sheet, by=by, file=file)
    assert Score.objects.count() == 0


@pytest.mark.clause("4.4")
def test_read_another_sessions_file_refused(sheet):
    other = scores.sheet(candidates=1)
    with pytest.raises(Refused, match=f"这是场次{other.session.number}的成绩工作簿，本场次是{sheet.session.number}"):
        read(sheet, template(other))


@pytest.mark.clause("4.4")
def test_read_renamed_columns_named(sheet):
    content = filled(sheet, *GOOD)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active["E1"], book.active["A1"] = "面包", "考号"
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(Refused) as refused:
        read(sheet, target.getvalue())
    for words in ("缺少列：“准考证号”“面团调制（60%）”", "不认识的列：“考号”“面包”"):
        assert words in str(refused.value)


@pytest.mark.clause("4.4")
def test_read_integers_only(sheet):
    reading = read(sheet, filled(sheet, (60.5, 60), (70, 60), (0, 100), (None, None)), Decimal(1))
    assert [each.sentence for each in reading.problems] == ["E2 面团调制（60%）只能填整数，现为60.5。"]


def test_template_hides_whose_it_is_and_masks_numbers(sheet):
    page = openpyxl.load_workbook(io.BytesIO(template(sheet))).active
    assert [page.cell(1, column).value for column in (7, 8)] == ["场次编号", "成绩版本"]
    assert page.column_dimensions["G"].hidden
    assert "*" in page["C2"].value


def test_read_tells_the_version(sheet):
    assert read(sheet, filled(sheet, *GOOD)).version == 0
    assert read(sheet, filled(sheet, *GOOD, version="甲")).version is None


def test_annotated_marks_cells_and_adds_the_missing(sheet):
    first = seats_of(sheet)[0]
    content = filled(sheet, (101, 80), *GOOD[1:], ticket="370100999")
    args = (sheet, seats_of(sheet), tasks_of(sheet), TENTH)
    page = openpyxl.load_workbook(io.BytesIO(workbook.annotated(content, *args))).active
    assert "不是本场次的考生" in page["A2"].comment.text
    assert [page.cell(6, column).value for column in (1, 2)] == [first.ticket_number, first.registration.name]
    assert "缺少考生" in page.cell(6, 9).value


def test_annotated_mended_is_taken(sheet):
    by = sessions.staff_of(sheet.session)
    content = filled(sheet, (101, 80), *GOOD[1:])
    args = (sheet, seats_of(sheet), tasks_of(sheet), TENTH)
    book = openpyxl.load_workbook(io.BytesIO(workbook.annotated(content, *args)))
    book.active["E2"] = 90
    target = io.BytesIO()
    book.save(target)
    services.enter_workbook(sheet, by=by, file=store(target.getvalue(), name="成绩.xlsx", kind="draft", by=by))
    assert Score.objects.get(seat=seats_of(sheet)[0]).total == Decimal("86.00")


def test_enter_workbook_twice_changes_nothing(sheet):
    by = sessions.staff_of(sheet.session)
    content = filled(sheet, *GOOD)
    for _ in range(2):
        services.enter_workbook(sheet, by=by, file=store(content, name="成绩.xlsx", kind="draft", by=by))
    assert (sheet.version, entries_of(sheet).count()) == (1, 1)


@pytest.mark.clause("4.4")
def test_enter_workbook_made_before_somebody_elses_change_refused(sheet):
    by, other = sessions.staff_of(sheet.session), sessions.staff_of(sheet.session)
    old = store(filled(sheet, *GOOD), name="成绩.xlsx", kind="draft", by=by)
    first = seats_of(sheet)[0]
    services.enter(sheet, by=other, marks={first.pk: {"1": Decimal(50), "2": Decimal(50)}})
    with pytest.raises(Refused, match=f"{other.user.name}已更改成绩"):
        services.enter_workbook(sheet, by=by, file=old)
