"""Pages of the examiners' sheets: marking with and without JavaScript, who reads what, queries."""

import pytest
from django.urls import reverse

from exams.scores import worklist
from exams.scores.sheets import services
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Session
from sdzx.accounts.roles import Role
from tests.factories import dispatch, people, scores, sessions
from tests.records import insider

pytestmark = pytest.mark.django_db
Status = ExaminerSheet.Status


@pytest.fixture
def mine():
    return scores.examiner_sheet(of=scores.sheet(handed_over=True))


@pytest.fixture
def examiner(mine):
    return insider(mine, Role.EXAMINER)


def url(name, record):
    return reverse(f"scores:sheets:{name}", args=[record.uid])


def names(mine):
    return [f"{seat.pk}-{task}" for seat in mine.sheet.session.seats.all() for task in (1, 2)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        scores.examiner_sheet()
    client = enter(people.actor(Role.CONFIRMER))
    with django_assert_num_queries(6):
        assert client.get(reverse("scores:sheets:list")).status_code == 200


def test_list_offers_sessions_to_give_sheets_out(enter):
    session = sessions.session(Session.Status.RUNNING)
    page = enter(sessions.staff_of(session)).get(reverse("scores:sheets:list")).content.decode()
    assert f"发放评分表：{session.number}" not in page  # there is no score sheet to leave untouched, nor an examiner
    dispatch.assignment(session)
    page = enter(sessions.staff_of(session)).get(reverse("scores:sheets:list")).content.decode()
    assert f"发放评分表：{session.number}" in page


def test_open_through_the_page(enter):
    session = sessions.session(Session.Status.RUNNING)
    client = enter(sessions.staff_of(session))
    address = reverse("scores:sheets:open", args=[session.uid])
    page = client.get(address).content.decode()
    assert "还没有考评员到岗登记，没有人可以评分。" in page
    assert client.post(address).status_code == 422
    examiner = dispatch.assignment(session)
    assert examiner.person.name in client.get(address).content.decode()
    response = client.post(address)
    assert response["Location"] == reverse("scores:record", args=[session.score_sheet.uid])
    assert ExaminerSheet.objects.get().assignment == examiner


def test_marking_saves_by_the_button(enter, mine, examiner):
    client = enter(examiner)
    first, *_, last = names(mine)
    assert client.post(url("edit", mine), {first: "86.5", "base": 0}).status_code == 302
    page = client.get(url("edit", mine)).content.decode()
    assert 'value="86.5"' in page
    assert f'name="{last}"' in page
    page = client.post(url("edit", mine), {first: "百", "base": 1})
    assert (page.status_code, 'value="百"' in page.content.decode()) == (422, True)


def kept(client, mine, **data):
    return client.post(url("edit", mine), data, headers={"HX-Request": "true"}).content.decode()


def test_marking_keeps_each_change_and_names_what_it_cannot(enter, mine, examiner):
    client, (first, second, third, _) = enter(examiner), names(mine)
    fragment = kept(client, mine, **{first: "86.5", "base": "0"})
    assert "已保存" in fragment
    assert 'name="base" value="1"' in fragment
    fragment = kept(client, mine, **{first: "86.5", second: "101", third: "甲", "base": "1"})
    assert "其余已保存" in fragment
    assert "应在0至100之间，现为101。" in fragment
    assert "应填数字。" in fragment
    mine.refresh_from_db()
    assert list(mine.marks.values()) == [{"1": "86.5"}]


def test_marking_from_an_old_page_is_refused(enter, mine, examiner):
    client, (first, *_) = enter(examiner), names(mine)
    kept(client, mine, **{first: "86.5", "base": "0"})
    fragment = kept(client, mine, **{first: "20", "base": "0"})
    assert "没有保存：" in fragment
    assert "id_base" not in fragment
    mine.refresh_from_db()
    assert mine.version == 1


@pytest.mark.clause("4.4")
def test_marking_after_handing_in_says_why_not(enter):
    mine = scores.examiner_sheet(Status.SUBMITTED)
    assert "不能修改" in enter(insider(mine, Role.EXAMINER)).get(url("edit", mine)).content.decode()


def test_record_shows_the_examiner_what_lacks_and_hands_in(enter, mine, examiner):
    client = enter(examiner)
    assert "没有得分" in client.get(url("record", mine)).content.decode()
    client.post(url("edit", mine), dict.fromkeys(names(mine), "77") | {"base": 0})
    assert client.post(reverse("scores:sheets:step", args=[mine.uid, "submit"])).status_code == 302
    mine.refresh_from_db()
    assert mine.status == Status.SUBMITTED


def test_record_keeps_marks_from_others_until_all_have_handed_in(enter):
    sheet = scores.sheet()
    done, open_ = scores.examiner_sheet(of=sheet, mark="71.5"), scores.examiner_sheet(of=sheet, mark="80")
    services.submit(done, by=insider(done, Role.EXAMINER))
    readers = [sessions.staff_of(sheet.session), people.actor(Role.CONFIRMER), people.actor(Role.ARRANGER)]
    for reader in readers:
        page = enter(reader).get(url("record", done)).content.decode()
        assert "71.5" not in page
        assert "除本人外任何人不能查看" in page
    assert enter(insider(open_, Role.EXAMINER)).get(url("record", done)).status_code == 404
    services.submit(open_, by=insider(open_, Role.EXAMINER))
    assert "71.5" in enter(readers[0]).get(url("record", done)).content.decode()


def test_waiting_for_the_examiner(mine, examiner):
    assert [row.title for row in worklist.waiting(examiner)] == [f"填写并提交评分表：{mine.sheet.session.number}"]
    ExaminerSheet.objects.update(status=Status.RETURNED)
    assert [row.title for row in worklist.waiting(examiner)] == [f"核对退回的评分表：{mine.sheet.session.number}"]
    ExaminerSheet.objects.update(status=Status.LEFT_OUT)
    assert worklist.waiting(examiner) == []
