"""Pages of rosters, as registrar and as clerk."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.registration.models import Registration
from exams.registration.roster import services
from exams.registration.roster.models import Roster
from exams.registration.roster.worklist import waiting
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from sdzx.files.media import XLSX
from tests.factories import people, registration, rosters

pytestmark = pytest.mark.django_db
Status = Roster.Status
HTMX = {"HX-Request": "true"}
BAD = [rosters.person(1), rosters.person(2, phone=""), rosters.person(3, ethnicity="汉")]


def at(name, roster, *more):
    return reverse(f"registration:rosters:{name}", args=[roster.uid, *more])


def owner(roster):
    return Actor.of(roster.membership)


def filled(item, rows, **values):
    return {
        "item": item.pk, "workbook": SimpleUploadedFile("名单.xlsx", rosters.workbook(rows), XLSX),
        "photos": SimpleUploadedFile("照片.zip", rosters.album(rows), "application/zip"), "consented": "on", **values,
    }  # fmt: skip


NEW = "registration:rosters:new"


def test_upload_is_checked_and_shown(enter, django_capture_on_commit_callbacks):
    by, item = rosters.registrar(), registration.item()
    client = enter(by)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse(NEW), filled(item, BAD))
    roster = Roster.objects.get()
    assert answer["Location"] == at("record", roster)
    page = client.get(answer["Location"]).content.decode()
    assert "共3行" in page
    assert "<strong>2行合格</strong>" in page
    assert "I3 联系电话是空的。" in page
    assert "没有填写</a> 1处" in page
    assert "已自动更正</a> 1处（不影响收取）" in page
    assert "本批次还剩30个名额" in page
    assert at("step", roster, "take") in page


def test_same_files_again_lead_to_the_first_and_say_so(enter):
    roster = rosters.checked(BAD)
    item, client = roster.item, enter(owner(roster))
    first = client.post(reverse(NEW), filled(item, BAD[:1]))
    again = client.post(reverse(NEW), filled(item, BAD[:1]), follow=True)
    assert again.redirect_chain[0][0] == first["Location"]
    assert "已经为这个批次上传过" in again.content.decode()
    assert Roster.objects.count() == 2


def test_refused_upload_keeps_what_was_chosen(enter):
    by, item = rosters.registrar(), registration.item()
    broken = SimpleUploadedFile("照片.zip", b"PK\x03\x04 broken", "application/zip")
    values = filled(item, BAD, photos=broken, consented="")
    answer = enter(by).post(reverse(NEW), values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "照片压缩包已损坏" in page
    assert "请先确认已取得名单中每个人的同意" in page
    assert f'<option value="{item.pk}" selected' in page
    assert 'name="workbook-kept" value="' in page


def test_closed_while_the_form_was_open(enter):
    by, item = rosters.registrar(), registration.item(opened=False)
    answer = enter(by).post(reverse(NEW), filled(item, BAD))
    assert answer.status_code == 422
    assert "报名已于" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "body"), [("名单.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("名单.xlsx", b"a,b\n1,2")]
)
def test_what_is_no_workbook_is_refused_beside_its_field(enter, name, body):
    values = filled(registration.item(), BAD, workbook=SimpleUploadedFile(name, body, XLSX))
    answer = enter(rosters.registrar()).post(reverse(NEW), values)
    assert answer.status_code == 422
    assert "workbook" in answer.context["form"].errors


def test_form_offers_templates_and_takes_the_batch_from_the_address(enter):
    item = registration.item()
    page = enter(rosters.registrar()).get(reverse(NEW), {"item": item.pk}).content.decode()
    assert reverse("registration:rosters:template", args=[item.pk]) in page
    assert f'<option value="{item.pk}" selected' in page


def test_without_open_batches(enter):
    page = enter(rosters.registrar()).get(reverse(NEW), {"item": "x"}).content.decode()
    assert "现在没有正在报名的批次" in page


def test_template_has_text_cells_in_fifteen_columns(enter):
    item = registration.item()
    answer = enter(rosters.registrar()).get(reverse("registration:rosters:template", args=[item.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(rosters.HEADERS)
    assert len(rosters.HEADERS) == 15
    written = sheet.column_dimensions["C"]  # the reader joins neighbours of one width: document type and number
    assert (written.min, written.max, written.number_format) == (3, 4, "@")


@pytest.mark.parametrize(
    ("status", "done", "total", "said"),
    [
        ("received", 0, 0, "正在等待检查"),
        ("checking", 0, 0, "正在打开文件"),
        ("checking", 40, 100, "已完成40项，共100项"),
        ("checking", 100, 100, "100行已检查，正在整理结果"),
        ("taking", 100, 100, "正在收取"),
    ],
)
def test_progress_survives_a_closed_page(enter, status, done, total, said):
    roster = rosters.received()
    Roster.objects.update(status=status, done=done, total=total, places="fit", asked_at=roster.created_at)
    client = enter(owner(roster))
    for address in (at("record", roster), at("progress", roster)):
        answer = client.get(address, headers=HTMX if "progress" in address else {})
        page = answer.content.decode()
        assert said in page
        assert f'hx-get="{at("progress", roster)}"' in page
        assert "HX-Refresh" not in answer


def test_progress_asks_for_the_page_when_done(enter):
    roster = rosters.checked()
    client = enter(owner(roster))
    answer = client.get(at("progress", roster), headers=HTMX)
    assert answer["HX-Refresh"] == "true"
    assert "hx-get" not in answer.content.decode()
    assert client.get(at("progress", roster))["Location"] == at("record", roster)


def test_problems_by_kind_and_row(enter):
    roster = rosters.checked(BAD)
    client = enter(owner(roster))
    everything = client.get(at("problems", roster)).content.decode()
    assert "I3 联系电话是空的。" in everything
    assert "G4 民族：已补“族”字。" in everything
    tidied = client.get(at("problems", roster), {"kind": "tidied"}).content.decode()
    assert "I3 联系电话" not in tidied
    row = client.get(at("problems", roster), {"row": "3"}).content.decode()
    assert "G4 民族" not in row


@pytest.mark.parametrize("count", [1, 3])
def test_problem_list_queries(enter, count, django_assert_num_queries):
    roster = rosters.checked([rosters.person(number, phone="") for number in range(1, count + 1)])
    client = enter(owner(roster))
    with django_assert_num_queries(7):
        client.get(at("problems", roster))


@pytest.mark.parametrize("count", [1, 3])
def test_people_list_queries(enter, count, django_assert_num_queries):
    roster = rosters.taken(rosters.crowd(count))
    client = enter(owner(roster))
    with django_assert_num_queries(7):
        assert rosters.person(1)["name"] in client.get(at("people", roster)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(enter, count, django_assert_num_queries):
    by = rosters.registrar()
    for number in range(count):
        rosters.checked([rosters.person(number + 1)], by=by)
    client = enter(by)
    with django_assert_num_queries(6):
        page = client.get(reverse("registration:rosters:list")).content.decode()
    assert page.count("待单位确认") == count


def test_take_through_the_page(enter, django_capture_on_commit_callbacks):
    roster = rosters.checked(BAD)
    client = enter(owner(roster))
    page = client.get(at("step", roster, "take")).content.decode()
    assert "名额不够全部人员时，一个也不收" in page
    assert "名单有2行合格，本批次现在还剩30个名额。" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("step", roster, "take"), {"places": "fit"})
    page = client.get(at("record", roster)).content.decode()
    assert "已收取2人，全部提交报名。" in page
    assert at("people", roster) in page
    assert Registration.objects.count() == 2


def test_discard_through_the_page(enter):
    roster = rosters.checked(BAD)
    client = enter(owner(roster))
    client.post(at("step", roster, "discard"))
    page = client.get(at("record", roster)).content.decode()
    assert "已全部退回" in page
    assert f"{reverse(NEW)}?item={roster.item_id}" in page


def test_reason_of_what_could_not_be_read(enter):
    roster = rosters.checked(content=rosters.workbook([]))
    assert "工作簿中没有数据行" in enter(owner(roster)).get(at("record", roster)).content.decode()


def test_nothing_good_shows_why_it_cannot_be_taken(enter):
    roster = rosters.checked(BAD[1:2])
    assert "没有一行合格" in enter(owner(roster)).get(at("record", roster)).content.decode()


def test_clerk_sees_the_result_but_no_files(enter):
    roster = rosters.checked(BAD)
    clerk = people.actor(Role.CLERK)
    page = enter(clerk).get(at("record", roster)).content.decode()
    assert "有问题" in page
    assert roster.annotated.name not in page
    assert not may_read(clerk, roster.workbook)
    assert "上传名单" not in enter(clerk).get(reverse("registration:rosters:list")).content.decode()


def test_only_the_unit_reads_its_workbooks():
    roster = rosters.checked(BAD)
    assert may_read(owner(roster), roster.annotated)
    assert may_read(owner(roster), roster.workbook)
    assert not may_read(rosters.registrar(), roster.annotated)


def test_worklist_of_the_registrar():
    roster = rosters.checked(BAD)
    (task,) = waiting(owner(roster))
    assert (task.title, task.detail) == (f"确认名单：{roster.item}", "合格2行，有问题1行")
    assert task.url == at("record", roster)
    services.discard(roster, by=owner(roster))
    assert waiting(owner(roster)) == []
    assert waiting(people.actor(Role.CLERK)) == []


def test_no_number_or_phone_of_anybody_on_the_pages(enter):
    roster = rosters.taken(BAD)
    row, client = BAD[0], enter(owner(roster))
    for name in ("record", "problems", "people"):
        page = client.get(at(name, roster)).content.decode()
        assert row["document_number"] not in page
        assert row["phone"] not in page
