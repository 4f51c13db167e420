"""Pages of sessions."""

import datetime
import io

import pikepdf
import pytest
from django.urls import reverse

from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.factories import people, sessions

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
QUERIES = 6


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def pages(response) -> int:
    with pikepdf.open(io.BytesIO(response.content)) as document:
        return len(document.pages)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_queries(client, enter, arranger, django_assert_num_queries, rows: int) -> None:
    for _ in range(rows):
        sessions.session(candidates=2)
    enter(arranger)
    client.get(reverse("sessions:list"))
    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("sessions:list"))
    assert [row.cells[4].text for row in response.context["table"].rows] == ["2"] * rows


def test_list_filters(client, enter, arranger) -> None:
    early, late = sessions.session("published"), sessions.session(starts_at=clock.now() + 60 * DAY)
    enter(arranger)
    for query, expected in (
        ("?status=published", early), ("?since=2026-05-01", late), (f"?q={early.number}", early), (f"?q={late.site.name}", late),
    ):  # fmt: skip
        table = client.get(reverse("sessions:list") + query).context["table"]
        assert [row.cells[0].text for row in table.rows] == [expected.number]


def test_drafts_and_other_sites_sessions_do_not_exist_for_a_site(client, enter) -> None:
    draft, other = sessions.session(), sessions.session("published")
    enter(sessions.staff_of(draft))
    for session in (draft, other):
        assert client.get(reverse("sessions:record", args=[session.uid])).status_code == 404


def test_new_offers_batches_then_authorised_sites(client, enter, arranger) -> None:
    item = sessions.item()
    sessions.registration(item)
    site = sessions.site(item.project)
    sessions.site()
    enter(arranger)
    batch = client.get(reverse("sessions:new")).context["batches"].get()
    assert (batch, batch.unplaced) == (item, 1)
    address = f"{reverse('sessions:new')}?item={item.pk}"
    assert list(client.get(address).context["form"].fields["site"].queryset) == [site]
    past = client.post(address, {"site": site.pk, "date": "2026-03-02", "starts": "09:00"})
    assert (past.status_code, list(past.context["form"].errors)) == (422, ["date"])
    client.post(address, {"site": site.pk, "date": "2026-04-20", "starts": "09:00"})
    made = Session.objects.get()
    assert f"{made.ends_at:%Y-%m-%d %H:%M}" == "2026-04-20 03:00"


@pytest.mark.parametrize("item", ["", "x", "999999"])
def test_new_with_a_strange_batch_is_404(client, enter, arranger, item: str) -> None:
    enter(arranger)
    assert client.get(f"{reverse('sessions:new')}?item={item}").status_code == 404


def test_seats_by_hand_and_automatically(client, enter, arranger) -> None:
    session = sessions.session()
    one, two = (sessions.registration(session.item) for _ in range(2))
    enter(arranger)
    address = reverse("sessions:seats", args=[session.uid])
    assert client.get(address).context["plan"].free == 10
    client.post(address, {"registrations": [two.pk]})
    assert [seat.registration for seat in session.seats.all()] == [two]
    assert client.get(address).context["form"].initial["registrations"] == [two.pk]
    client.post(address, {"fill": "1"})
    assert {seat.registration for seat in session.seats.all()} == {one, two}
    type(session.site).objects.update(status="suspended")
    for data in ({"fill": "1"}, {"registrations": [one.pk]}):
        assert client.post(address, data).status_code == 422


def test_record_of_a_draft_shows_what_is_missing_and_hints(client, enter, arranger) -> None:
    session = sessions.session()
    enter(arranger)
    page = client.get(reverse("sessions:record", args=[session.uid]))
    assert [blocker.sentence for blocker in page.context["blockers"]] == ["还没有编入考生，请先安排座位。"]
    assert page.context["hints"] == ["考核日不是工作日，请确认考评员、督导员和考点人员可以到岗。"]


def test_publish_then_edit_on_the_pages(client, enter, arranger) -> None:
    session = sessions.session(candidates=1)
    enter(arranger)
    step = reverse("sessions:step", args=[session.uid, "publish"])
    assert client.get(step).context["blockers"] == []
    assert "考生和考点已通知" in told(client.post(step, follow=True))[0]
    edit = reverse("sessions:edit", args=[session.uid])
    assert client.get(edit).context["form"].initial["date"] == session.day
    client.post(edit, {"site": session.site.pk, "date": "2026-04-20", "starts": "14:00", "ends": "16:30"})
    moved = Session.objects.get()
    assert (moved.day, moved.ends_at - moved.starts_at) == (datetime.date(2026, 4, 20), datetime.timedelta(minutes=150))


def test_record_when_published_and_ended(client, enter, arranger) -> None:
    published, ended = sessions.session("published", candidates=1), sessions.session("ended", candidates=1)
    enter(arranger)
    page = client.get(reverse("sessions:record", args=[published.uid]))
    assert "该场次尚未抽取已备案的题卷，请联系市中心命题管理。" in [each.sentence for each in page.context["blockers"]]
    assert client.get(reverse("sessions:record", args=[ended.uid])).context["due"].day == ended.scores_due
    enter(people.actor(Role.CONFIRMER))
    page = client.get(reverse("sessions:record", args=[published.uid]))
    assert (page.context["seats"], page.context["blockers"]) == ((), [])


def test_documents_of_a_published_session(client, enter) -> None:
    session = sessions.session("published", candidates=2)
    enter(sessions.staff_of(session))
    for kind, count in (("sign-in", 1), ("seating", 1)):
        assert pages(client.get(reverse("sessions:document", args=[session.uid, kind]))) == count
    assert client.get(reverse("sessions:document", args=[session.uid, "papers"])).status_code == 404
    enter(people.actor(Role.CONFIRMER))
    assert client.get(reverse("sessions:document", args=[session.uid, "sign-in"])).status_code == 403


def test_ticket_for_candidate_and_nobody_else(client, enter) -> None:
    seat = sessions.session("published", candidates=1).seats.get()
    address = reverse("sessions:ticket", args=[seat.registration.uid])
    assert client.get(address).status_code == 302
    enter(people.actor(Role.APPLICANT, person=seat.registration.user))
    assert pages(client.get(address)) == 1
    enter(people.actor(Role.APPLICANT))
    assert client.get(address).status_code == 404


def test_ticket_of_a_draft_session_does_not_exist(client, enter) -> None:
    seat = sessions.session(candidates=1).seats.get()
    enter(people.actor(Role.APPLICANT, person=seat.registration.user))
    assert client.get(reverse("sessions:ticket", args=[seat.registration.uid])).status_code == 404


@pytest.mark.clause("4.3")
def test_sign_in_by_number_by_code_and_from_the_list(client, enter) -> None:
    session = sessions.session("published", candidates=2, starts_at=clock.now() + datetime.timedelta(minutes=30))
    one, two = session.seats.all()
    enter(sessions.staff_of(session))
    address = reverse("sessions:sign-in", args=[session.uid])
    assert client.get(address).context["found"] is None
    assert "没有这个准考证号" in client.get(address, {"ticket": "123"}).content.decode()
    scanned = f"https://zx.example.cn{address}?ticket={one.ticket_number}"
    for text in (one.ticket_number, scanned):
        assert client.get(address, {"ticket": text}).context["found"] == one
    done = client.post(address, {"seat": one.pk, "mark": "sign_in"}, follow=True)
    assert (told(done), done.context["here"]) == ([f"{one.registration.name}（第1考场 1号）：已签到。"], 1)
    refused = client.post(address, {"seat": two.pk, "mark": "refuse_entry"}, follow=True)
    assert ("须写明理由" in told(refused)[0], refused.context["found"]) == (True, two)
    assert client.post(address, {"seat": two.pk, "mark": "delete"}).status_code == 404


def test_sign_in_is_not_for_the_clerk(client, enter) -> None:
    session = sessions.session("published")
    enter(people.actor(Role.CLERK))
    assert client.get(reverse("sessions:sign-in", args=[session.uid])).status_code == 403


@pytest.mark.clause("5.4")
def test_edit_of_a_session_at_a_suspended_site_asks_for_another_site(enter, arranger) -> None:
    session = sessions.session("published", candidates=1, at=None)
    session.site.status = "suspended"
    session.site.save()
    client = enter(arranger)
    page = client.get(reverse("sessions:edit", args=[session.uid]))
    assert "当前为“暂停”，不能安排考核，请另选考点" in page.context["intro"]
    assert session.site not in page.context["form"].fields["site"].queryset
