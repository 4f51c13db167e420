"""A unit registers 300 people at once: 17 bad rows named cell by cell, the good ones taken, the mended ones after them."""

import io

import openpyxl
import pytest

from exams.registration.models import Registration
from exams.registration.roster import checking, services
from exams.registration.roster.models import Roster
from sdzx.accounts.roles import Role
from sdzx.fields import document_index
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import people, registration, rosters
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
ROWS, PLACES = 300, 290
BAD = range(11, 281, 18)  # 15 rows with a bad cell; two more lack a photo or are registered already


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


def faults(numbers):
    """What is wrong with each of them, and where it will be told."""
    first, *rest = numbers
    number = rosters.person(first)["document_number"]
    values = [
        {"document_number": number[:-1] + ("0" if number[-1] != "0" else "1")},
        {"document_number": 370102199001011234.0},
        {"document_number": ""},
        {"document_number": "370102900307108"},
        {"name": ""},
        {"name": "张\ue000伟"},
        {"name": "王W"},
        {"phone": "1380000"},
        {"phone": True},
        {"birth_date": "1970-01-01"},
        {"birth_date": 29221},
        {"document_type": "身份证明"},
        {"eligibility": ""},
        {"document_number": rosters.person(1)["document_number"], "sex": "", "birth_date": ""},
        {"document_number": people.resident_id(900, birth="20150101"), "sex": "", "birth_date": ""},
    ]
    columns = "DDDDBBBIIFFCLDF"
    return dict(zip((first, *rest), zip(values, columns, strict=True), strict=True))


def test_three_hundred_people(walk, monkeypatch):
    item = registration.item(places=PLACES)
    by = people.actor(Role.REGISTRAR)
    wrong = faults(BAD)
    rows = [rosters.person(n, **wrong.get(n, ({}, ""))[0]) for n in range(1, ROWS + 1)]
    pictured = [row for row in rows[1:] if len(str(row["document_number"])) == 18]
    book = walk.file("名单.xlsx", rosters.workbook(rows))
    zipped = walk.file("照片.zip", rosters.album(pictured))
    taken_elsewhere(item, 2)

    roster = upload(walk, by, item, book, zipped, monkeypatch)
    found = cells_of_bad_rows(walk, roster)
    for number, (_, column) in wrong.items():
        assert f"{column}{number + 1}" in found, (number, found)
    assert {"D2", "D3"} <= found  # no photo, registered elsewhere
    marked(walk, roster, {f"{column}{number + 1}" for number, (_, column) in wrong.items()})

    good = ROWS - len(wrong) - 2
    walk.open(page(roster)).step("收取合格行", places="group").sees(f"已收取{good}人，全部提交报名。")
    assert Registration.objects.filter(unit=by.organization).count() == good

    again(walk, item, book, zipped, good)
    mended(walk, by, item)


def page(roster):
    return f"/registrations/rosters/{roster.uid}/"


def taken_elsewhere(item, number):
    """Somebody of the roster has registered alone."""
    index = document_index("resident_id", rosters.person(number)["document_number"])
    registration.submitted(item, document_index=index)


def upload(walk, by, item, book, zipped, monkeypatch):
    """Uploaded; the page is closed, the worker is killed half-way; the progress is there, and the next worker ends it."""
    with monkeypatch.context() as held:
        held.setattr(services, "_queue", lambda *_: None)
        walk.act(by).open("/registrations/rosters/").press("上传名单").sees("报名名单模板")
        walk.fill(item=item.pk, workbook=book, photos=zipped, consented=True).press("上传并检查").sees("正在等待检查")
    walk.page.goto("about:blank")
    roster = Roster.objects.get()
    write, calls = checking._write, []

    def dying(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        write(*args)

    with monkeypatch.context() as killed:
        killed.setattr(checking, "_write", dying)
        with pytest.raises(KeyboardInterrupt):
            checking.check(roster.pk)
    walk.open(page(roster)).sees("逐行检查", "已完成200项，共300项")
    walk.page.goto("about:blank")
    assert checking.check(roster.pk)
    walk.open("/worklist/").sees("确认名单", "合格283行，有问题17行")
    return roster


def cells_of_bad_rows(walk, roster):
    """Read from the page: every address, page by page."""
    walk.open(page(roster)).sees(
        "283行合格", "17行有问题", "证件号码不符", "没有填写", "被Excel改动", "名单内重复", "年龄", "照片"
    )
    walk.press("逐格查看全部问题")
    cells = set(walk.page.locator('td[data-label="单元格"]').all_inner_texts())
    walk.open(f"{page(roster)}problems/?kind=age").sees("须年满16周岁")
    return cells


def marked(walk, roster, addresses):
    """The unit's own workbook comes back with a comment at every bad cell."""
    roster.refresh_from_db()
    content = walk.download(f"/files/{roster.annotated.uid}/")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    comments = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert addresses <= comments
    assert sum(1 for row in sheet.iter_rows(min_row=2) if row[15].value) == 17
    assert (sheet["O2"].value, sheet.max_row) == ("1组", ROWS + 1)


def again(walk, item, book, zipped, good):
    """The same two files change nothing and show the first result."""
    walk.open(f"/registrations/rosters/new/?item={item.pk}")
    walk.fill(workbook=book, photos=zipped, consented=True).press("上传并检查").sees(
        "已经为这个批次上传过", f"已收取{good}人"
    )
    assert Roster.objects.count() == 1
    assert Registration.objects.filter(item=item).count() == good + 1


def mended(walk, by, item):
    """Those 17 in a file of their own; eleven find no place and wait."""
    numbers = [1, 2, *BAD]
    rows = [rosters.person(1000 + number) for number in numbers]
    walk.open(f"/registrations/rosters/new/?item={item.pk}").fill(
        workbook=walk.file("改好的.xlsx", rosters.workbook(rows)), photos=walk.file("改好的.zip", rosters.album(rows)), consented=True
    ).press("上传并检查").sees("17行合格", "0行有问题", "本批次还剩6个名额")  # fmt: skip
    walk.step("收取合格行", places="fit").sees("6人提交报名", "11人因名额已满转入候补")
    assert Registration.objects.filter(unit=by.organization).count() == ROWS
    walk.press("名单中的报名").sees("候补", rows[0]["name"])
    item.refresh_from_db()
    assert item.taken == PLACES
