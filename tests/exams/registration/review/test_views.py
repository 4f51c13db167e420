"""The workbench's pages."""

import datetime
import io

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from exams.registration.models import Registration
from exams.registration.photos.rules import PhotoWarning
from exams.registration.review import claims
from exams.registration.review.models import ReviewBatch, ReviewClaim, SavedSearch
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.services import store
from tests.factories import papers, people, registration, reviews

pytestmark = pytest.mark.django_db
Status = Registration.Status


def at(name, *args):
    return reverse(f"registration:review:{name}", args=args)


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


@pytest.fixture
def window(enter, clerk):
    """The clerk's browser."""
    return enter(clerk)


def test_start_claims_the_first_under_the_filters(window, clerk):
    registration.submitted()
    wanted = registration.submitted()
    response = window.post(f"{at('next')}?item={wanted.item_id}")
    assert response.url == f"{at('desk', wanted.uid)}?item={wanted.item_id}"
    assert claims.holder(wanted).user == clerk.user


def test_start_with_nothing_left(window):
    page = window.post(at("next"), follow=True).content.decode()
    assert "符合条件的都已审核" in page
    assert "没有待审核的报名" in page


def test_desk_shows_everything_side_by_side(window, enter):
    record = registration.submitted(
        name="李雷", name_key="李雷", birth_date=datetime.date(1990, 3, 7), photo_warnings=[PhotoWarning.BACKGROUND]
    )
    record.evidence.set([store(papers.pdf(), name="证明.pdf", kind="registration.evidence", by=None)])
    earlier = registration.registration(Status.REJECTED, document_index=record.document_index, review_note="材料不符")
    twin = registration.submitted(name="李雷", name_key="李雷", birth_date=record.birth_date)
    page = window.get(at("desk", record.uid)).content.decode()
    for said in (
        PhotoWarning.BACKGROUND.label,
        "证明.pdf",
        "<iframe",
        earlier.number,
        "材料不符",
        "可能与另一证件的报名是同一人",
        twin.number,
        "照片模糊或背景不是白色",
    ):
        assert said in page, said
    framed = window.get(f"{reverse('files:download', args=[record.evidence.get().uid])}?inline=1")
    assert b"".join(framed)[:5] == b"%PDF-"
    assert (framed["X-Frame-Options"], "frame-ancestors 'self'" in framed["Content-Security-Policy"]) == (
        "SAMEORIGIN",
        True,
    )


def test_desk_of_another_clerk_says_who_and_offers_no_decision(window):
    record, colleague = registration.submitted(), people.actor(Role.CLERK)
    reviews.claim(record, colleague)
    page = window.get(at("desk", record.uid)).content.decode()
    assert f"{colleague.user.name}正在审核" in page
    assert "data-decision" not in page
    assert window.post(at("desk", record.uid), {"verb": "accept"}).status_code == 422


def test_desk_of_a_decided_one_leads_to_its_record(window):
    record = registration.accepted()
    assert window.get(at("desk", record.uid)).url == reverse("registration:record", args=[record.uid])


def test_decision_leads_to_the_next(window):
    item = registration.item()
    first, second = registration.submitted(item), registration.submitted(item)
    window.get(at("desk", first.uid))
    values = {
        "verb": "send_back",
        "send_back": ["请补充符合报名条件的证明材料。", "姓名与证件不一致，请核对。"],
        "note": "另请核对电话",
    }
    response = window.post(at("desk", first.uid), values)
    assert response.url == at("desk", second.uid)
    first.refresh_from_db()
    assert first.review_note == "请补充符合报名条件的证明材料。\n姓名与证件不一致，请核对。\n另请核对电话"
    assert reverse("registration:review:desk", args=[first.uid]) in window.get(response.url).content.decode()  # P


@pytest.mark.clause("3.2")
def test_refused_decision_keeps_what_was_typed(window):
    record = registration.submitted()
    response = window.post(at("desk", record.uid), {"verb": "reject", "send_back": ["姓名与证件不一致，请核对。"]})
    page = response.content.decode()
    assert (response.status_code, "请勾选或填写理由" in page, "checked" in page) == (422, True, True)
    assert window.post(at("desk", record.uid), {"verb": "shred", "note": "说明"}).status_code == 422


def test_next_gives_up_what_was_open(window, clerk):
    item = registration.item()
    first, second = registration.submitted(item), registration.submitted(item)
    key = claims.take(first, by=clerk).key
    assert window.post(at("next"), {"key": str(key), "after": str(first.uid)}).url == at("desk", second.uid)
    assert claims.holder(first) is None


def test_claim_is_renewed_and_released(window, clerk):
    key = claims.take(registration.submitted(), by=clerk).key
    codes = [
        window.post(at("claim"), {"key": str(key), "act": act}).status_code for act in ("renew", "release", "renew")
    ]
    assert codes == [204, 204, 409]
    assert window.post(at("claim"), {"key": "nonsense"}).status_code == 409


def test_bulk_plans_and_undo(window):
    first, second = registration.submitted(), registration.submitted()
    response = window.post(at("list"), {"verb": "accept", "registration": [str(first.uid), "nonsense"]}, follow=True)
    batch = ReviewBatch.objects.get()
    assert "生效并通知考生" in response.content.decode()
    page = window.get(at("list")).content.decode()
    assert (at("step", batch.uid, "undo") in page, str(first.uid) in page, str(second.uid) in page) == (
        True,
        False,
        True,
    )
    assert "已撤销" in window.post(at("step", batch.uid, "undo"), follow=True).content.decode()
    assert window.post(at("step", batch.uid, "undo")).status_code == 422  # the other tab


def test_bulk_of_all_that_the_filters_leave(window):
    item = registration.item()
    for _ in range(3):
        registration.submitted(item)
    registration.submitted()
    window.post(f"{at('list')}?item={item.pk}", {"verb": "accept", "all": "1"})
    assert ReviewBatch.objects.get().lines.count() == 3


def test_bulk_refused_keeps_the_ticks(window):
    record = registration.submitted()
    response = window.post(at("list"), {"verb": "send_back", "registration": [str(record.uid)]})
    assert response.status_code == 422
    assert f'value="{record.uid}" aria-label="选择：{record.name}" checked' in response.content.decode()
    assert window.post(at("list"), {"registration": [str(record.uid)]}).status_code == 422


def test_bulk_names_what_was_passed_over(window):
    held, free = registration.submitted(), registration.submitted()
    reviews.claim(held, people.actor(Role.CLERK))
    chosen = {"verb": "accept", "registration": [str(held.uid), str(free.uid)]}
    assert f"{held.name}：" in window.post(at("list"), chosen, follow=True).content.decode()


def shown(window, **query):
    return [record for record, _ in window.get(at("list"), query).context["rows"]]


def test_filters(window):
    old = registration.submitted(name="赵钱", name_key="赵钱", birth_date=datetime.date(1960, 1, 1))
    young = registration.submitted(
        name="孙李", name_key="孙李", birth_date=datetime.date(2000, 1, 1), unit=people.organization()
    )
    minor = registration.submitted(birth_date=clock.today() - datetime.timedelta(days=365 * 16 - 20))
    for record in (old, young):
        record.evidence.set([store(papers.pdf(), name="证明.pdf", kind="registration.evidence", by=None)])
    assert shown(window, age_from=50) == [old]
    assert shown(window, age_to=15) == [minor]
    assert shown(window, unit=young.unit_id) == [young]
    assert shown(window, project=old.project_id) == [old]
    assert shown(window, person="孙李") == [young]
    assert shown(window, person=old.number.lower()) == [old]
    assert shown(window, evidence="missing") == [minor]
    assert shown(window, evidence="present") == [old, young]
    assert shown(window, warned="on") == [minor]
    assert shown(window, age_from="x") == [old, young, minor]
    assert "不需审核" in window.get(at("list"), {"status": "accepted"}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_costs_the_same_at_any_length(window, django_assert_num_queries, rows):
    for _ in range(rows):
        registration.submitted()
        reviews.claim(Registration.objects.latest("pk"), people.actor(Role.CLERK))
    with django_assert_num_queries(14):
        window.get(at("list"))


def test_searches_are_saved_replaced_shared_and_deleted(window, enter):
    window.post(f"{at('searches')}?evidence=missing", {"name": "缺材料", "shared": "on"})
    window.post(f"{at('searches')}?age_to=17", {"name": "缺材料", "shared": "on"})
    search = SavedSearch.objects.get()
    assert (search.query, search.shared) == ("age_to=17", True)
    colleague = enter(people.actor(Role.CLERK))
    assert 'href="?age_to=17"' in colleague.get(at("list")).content.decode()
    assert "只有本人可以删除" in colleague.post(at("search-delete", search.uid), follow=True).content.decode()
    own = enter(people.actor(Role.CLERK, person=search.user))
    own.post(at("search-delete", search.uid))
    assert not SavedSearch.objects.exists()


def test_search_without_name_or_filters(window):
    assert "请填写筛选名称" in window.post(f"{at('searches')}?age_to=17", {"name": ""}, follow=True).content.decode()
    assert "请先设定筛选条件" in window.post(at("searches"), {"name": "空"}, follow=True).content.decode()


def test_search_not_shared_is_ones_own(window):
    reviews.search(people.actor(Role.CLERK), shared=False, name="自用")
    assert "自用" not in window.get(at("list")).content.decode()
    assert not SavedSearch.objects.visible_to(people.actor(Role.PROVINCE)).exclude(name="自用").exists()
    assert not SavedSearch.objects.visible_to(people.actor(Role.APPLICANT)).exists()


def test_phrases_in_the_centres_order(window, enter):
    window.post(at("phrases"), {"send_back": "第二句\n第一句\n\n第二句", "reject": ""})
    page = window.get(at("desk", registration.submitted().uid)).content.decode()
    assert page.index("第二句") < page.index("第一句")
    assert "姓名与证件不一致" not in page
    response = window.post(at("phrases"), {"send_back": "长" * 201, "reject": "\n".join(map(str, range(31)))})
    assert (
        response.status_code,
        "最多200个字" in response.content.decode(),
        "最多30条" in response.content.decode(),
    ) == (422, True, True)


@pytest.mark.parametrize("kind", ["summary", "accepted"])
def test_lists_as_pdf_and_workbook(window, kind):
    record = registration.accepted(name="=1+1", name_key="=1+1")
    other = registration.accepted()
    query = {"item": record.item_id}
    assert window.get(at("document", kind, "pdf"), query).content[:5] == b"%PDF-"
    sheet = openpyxl.load_workbook(io.BytesIO(window.get(at("document", kind, "xlsx"), query).content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert {record.number} == {record.number, other.number} & {cell.value for cell in cells}
    assert record.document_number not in str([cell.value for cell in cells])


def test_summary_of_a_state_and_of_everything_submitted(window):
    waiting, returned = registration.submitted(), registration.registration(Status.RETURNED)
    registration.registration(Status.WITHDRAWN)
    numbers = []
    for query in ({}, {"status": "returned"}, {"age_from": "x"}):
        body = window.get(at("document", "summary", "xlsx"), query).content
        numbers.append({cell.value for cell in openpyxl.load_workbook(io.BytesIO(body)).active["A"][1:]})
    assert numbers == [{waiting.number, returned.number}, {returned.number}, {waiting.number, returned.number}]


def test_lists_of_another_kind_and_too_long_for_paper(window, enter, monkeypatch):
    assert window.get(at("document", "other", "pdf")).status_code == 404
    monkeypatch.setattr("exams.registration.review.prints.MOST_PRINTED", 0)
    registration.accepted()
    assert window.get(at("document", "summary", "pdf")).url == at("list")
    arranger = enter(people.actor(Role.ARRANGER))
    assert arranger.get(at("document", "summary", "pdf")).url == reverse("registration:list")


def test_batch_page_says_what_was_not_done(window, clerk):
    batch = reviews.batch(by=clerk)
    batch.lines.update(refusal="考生已取消。")
    assert "考生已取消。" in window.get(at("record", batch.uid)).content.decode()


def test_expired_claim_does_not_bind(window):
    record = registration.submitted()
    reviews.claim(record, people.actor(Role.CLERK), minutes=-1)
    assert "data-decision" in window.get(at("desk", record.uid)).content.decode()
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=11)):
        assert not ReviewClaim.objects.filter(until__gt=clock.now()).exists()


def test_desk_without_a_photo_says_so(window):
    page = window.get(at("desk", registration.submitted(photo=None).uid)).content.decode()
    assert page.count("没有照片。") == 2
