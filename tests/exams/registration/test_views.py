"""Pages of registration, as candidate, registrar and clerk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from tests.factories import people, sessions
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
Status = Registration.Status


def owner(record):
    return people.actor(Role.APPLICANT, person=record.user)


def at(name, record, *more):
    return reverse(f"registration:{name}", args=[record.uid, *more])


def upload(width=600, height=800):
    return SimpleUploadedFile("照片.jpg", made.jpeg(width, height), "image/jpeg")


@pytest.fixture
def candidate():
    return people.actor(Role.APPLICANT, person=people.user("张伟"))


def filled(**values):
    return {"phone": "13900001111", "eligibility": made.ELIGIBLE, "consented": "on", "photo": upload(), **values}


def test_open_shows_batches_with_their_places(enter, candidate):
    full, free, closed = made.item(places=1), made.item(places=7), made.item(opened=False)
    mine = made.submitted(full, user=candidate.user)
    page = enter(candidate).get(reverse("registration:open")).content.decode()
    assert "还剩7个名额" in page
    assert at("record", mine) in page
    assert f"?item={free.pk}" in page
    assert closed.project.name not in page


def test_open_full_batch_offers_the_waiting_list(enter, candidate):
    item = made.item(places=1)
    made.submitted(item)
    assert "已满，可候补" in enter(candidate).get(reverse("registration:open")).content.decode()


def test_open_filters_by_city(enter):
    here, there = made.item(), made.item(people.center("370200"))
    page = enter(people.actor(Role.REGISTRAR)).get(reverse("registration:open"), {"city": "370200"}).content.decode()
    assert there.project.name in page
    assert here.project.name not in page


def test_new_without_a_batch_leads_to_the_choice(enter, candidate):
    response = enter(candidate).get(reverse("registration:new"))
    assert response["Location"] == reverse("registration:open")


@pytest.mark.parametrize("chosen", ["0", "abc"])
def test_new_unknown_batch(enter, candidate, chosen):
    assert enter(candidate).get(reverse("registration:new"), {"item": chosen}).status_code == 404


def test_new_form_asks_the_candidate_neither_name_nor_birthday(enter, candidate):
    response = enter(candidate).get(reverse("registration:new"), {"item": made.item().pk})
    assert {"name", "document_number", "birth_date", "sex"} & set(response.context["form"].fields) == set()
    assert candidate.user.document_number not in response.content.decode()


def test_new_form_asks_the_registrar_all(enter):
    response = enter(people.actor(Role.REGISTRAR)).get(reverse("registration:new"), {"item": made.item().pk})
    assert {"name", "document_number", "birth_date", "sex"} <= set(response.context["form"].fields)


def test_new_closed_batch_says_why(enter, candidate):
    page = enter(candidate).get(reverse("registration:new"), {"item": made.item(opened=False).pk}).content.decode()
    assert "截止" in page


def test_new_saved_and_submitted_at_once(enter, candidate):
    item = made.item()
    response = enter(candidate).post(f"{reverse('registration:new')}?item={item.pk}", filled(then="submit"))
    record = Registration.objects.get()
    assert (response["Location"], record.status) == (at("record", record), Status.SUBMITTED)
    assert (record.photo.width, record.photo.height) == (295, 413)


def test_new_full_batch_says_that_one_waits(enter, candidate):
    item = made.item(places=1)
    made.submitted(item)
    response = enter(candidate).post(
        f"{reverse('registration:new')}?item={item.pk}", filled(then="submit"), follow=True
    )
    assert "名额已满，已转入候补名单。" in response.content.decode()


def test_new_saved_as_draft(enter, candidate):
    response = enter(candidate).post(f"{reverse('registration:new')}?item={made.item().pk}", filled(), follow=True)
    assert Registration.objects.get().status == Status.DRAFT
    assert "已保存，尚未提交。" in response.content.decode()


def test_new_submission_refused_is_saved_and_explained(enter, candidate):
    values = filled(then="submit", photo="", consented="")
    response = enter(candidate).post(f"{reverse('registration:new')}?item={made.item().pk}", values, follow=True)
    page = response.content.decode()
    assert Registration.objects.get().status == Status.DRAFT
    assert "请上传本人近期证件照片。" in page
    assert "请先阅读并同意《个人信息处理告知书》。" in page


def test_new_small_photo_is_refused_and_nothing_typed_is_lost(enter, candidate):
    response = enter(candidate).post(
        f"{reverse('registration:new')}?item={made.item().pk}", filled(photo=upload(250, 900))
    )
    page = response.content.decode()
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert "照片太小（250×900像素）" in page
    assert 'value="13900001111"' in page


def test_new_again_leads_to_the_one_that_is_there(enter, candidate):
    item = made.item()
    record = made.submitted(item, user=candidate.user)
    assert enter(candidate).get(reverse("registration:new"), {"item": item.pk})["Location"] == at("record", record)


def test_edit_returned_shows_the_note_and_submits_again(enter):
    record = made.registration(Status.RETURNED, review_note="请重新拍照", user=people.user("张伟"))
    client = enter(owner(record))
    assert "请重新拍照" in client.get(at("edit", record)).content.decode()
    client.post(at("edit", record), filled(then="submit"))
    record.refresh_from_db()
    assert record.status == Status.SUBMITTED


def test_edit_submitted_says_why_not(enter):
    record = made.submitted()
    page = enter(owner(record)).get(at("edit", record)).content.decode()
    assert "当前状态为“待审核”，不能再修改。" in page


@pytest.mark.parametrize("status", list(Status))
def test_record_says_what_comes_next(enter, status):
    record = made.registration(status)
    page = enter(owner(record)).get(at("record", record)).content.decode()
    assert "下一步要做什么" in page
    assert record.document_number not in page


def test_record_shows_the_place_once_it_is_published(enter):
    seat = sessions.session("published", candidates=1).seats.select_related("registration__user").get()
    page = enter(owner(seat.registration)).get(at("record", seat.registration)).content.decode()
    assert seat.ticket_number in page
    assert reverse("sessions:ticket", args=[seat.registration.uid]) in page


def test_record_keeps_an_unpublished_place_to_itself(enter):
    seat = sessions.session("draft", candidates=1).seats.select_related("registration__user").get()
    page = enter(owner(seat.registration)).get(at("record", seat.registration)).content.decode()
    assert "考场安排" not in page


def test_record_beside_its_materials_for_the_clerk(enter):
    record, following = made.submitted(), made.submitted()
    page = enter(people.actor(Role.CLERK)).get(at("record", record)).content.decode()
    assert reverse("files:download", args=[record.photo.uid]) in page
    assert f'href="{at("record", following)}">下一条</a>' in page


def test_record_last_in_the_queue_has_no_next(enter):
    page = enter(people.actor(Role.CLERK)).get(at("record", made.submitted())).content.decode()
    assert "下一条" not in page


def test_draft_is_not_the_clerk_s(enter):
    assert enter(people.actor(Role.CLERK)).get(at("record", made.draft())).status_code == 404


def test_accept_by_page(enter):
    record = made.submitted()
    enter(people.actor(Role.CLERK)).post(at("step", record, "accept"), {"note": "齐全"})
    record.refresh_from_db()
    assert (record.status, record.review_note) == (Status.ACCEPTED, "齐全")


def test_submit_page_lists_what_is_missing(enter):
    record = made.draft(photo=None)
    page = enter(owner(record)).get(at("step", record, "submit")).content.decode()
    assert "请上传本人近期证件照片。" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_at_any_length(enter, django_assert_num_queries, rows):
    for _ in range(rows):
        made.submitted()
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        client.get(reverse("registration:list"))


def test_list_filters(enter):
    wanted, other = made.submitted(name="赵钱"), made.accepted(name="孙李")
    client = enter(people.actor(Role.CLERK))
    query = {"status": "submitted", "person": wanted.number.lower(), "project": wanted.project.name}
    found = client.get(reverse("registration:list"), query).context["table"].rows
    assert [row.url for row in found] == [at("record", wanted)]
    assert other.number not in client.get(reverse("registration:list"), {"person": "赵 钱"}).content.decode()


def test_list_masks_documents(enter):
    record = made.submitted()
    page = enter(people.actor(Role.CLERK)).get(reverse("registration:list")).content.decode()
    assert record.document_number not in page


def test_empty_list_leads_to_open_batches(enter, candidate):
    page = enter(candidate).get(reverse("registration:list")).content.decode()
    assert page.count(reverse("registration:open")) >= 2
    assert "还没有报名" in page


def test_empty_list_of_the_clerk(enter):
    assert "公告发布后" in enter(people.actor(Role.CLERK)).get(reverse("registration:list")).content.decode()


def test_list_of_an_auditor_has_no_buttons(enter):
    page = enter(people.actor(Role.AUDITOR)).get(reverse("registration:list")).content.decode()
    assert reverse("registration:review:list") not in page


def test_photo_is_read_by_owner_and_centre_alone(enter):
    record = made.submitted()
    address = reverse("files:download", args=[record.photo.uid])
    strangers = (people.actor(Role.CLERK, people.center("370200")), people.actor(Role.APPLICANT))
    codes = []
    for actor in (owner(record), people.actor(Role.CLERK), *strangers):
        response = enter(actor).get(address)
        codes.append(response.status_code)
        b"".join(response)
    assert codes == [200, 200, 404, 404]


def test_document_of_another_kind(enter):
    record = made.submitted()
    assert enter(owner(record)).get(at("document", record, "ticket")).status_code == 404


def test_document_is_a_pdf(enter):
    record = made.submitted()
    response = enter(owner(record)).get(at("document", record, "form"))
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
