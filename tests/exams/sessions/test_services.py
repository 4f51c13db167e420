"""Sessions from the plan to publication, moved and cancelled."""

import datetime

import pytest

from exams.papers.models import Draw
from exams.registration.models import Registration
from exams.sessions import hooks, services
from exams.sessions.models import Preparation, Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import people, sessions

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def sentences(refused: pytest.ExceptionInfo) -> list[str]:
    return [blocker.sentence for blocker in refused.value.blockers]


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def test_create_numbers_and_takes_the_specifications_minutes(arranger) -> None:
    item = sessions.item()
    made = services.create(by=arranger, item=item, site=sessions.site(item.project), starts_at=clock.now() + 5 * DAY)
    assert (made.number, made.status) == ("CC3701-2026-00001", "draft")
    assert made.ends_at - made.starts_at == datetime.timedelta(minutes=120)
    assert last_entry(made).verb == "session.create"


@pytest.mark.clause("3.3")
def test_create_at_a_suspended_unauthorised_site_names_both(arranger) -> None:
    site = sessions.site(status="suspended")
    with pytest.raises(Refused) as refused:
        services.create(by=arranger, item=sessions.item(), site=site, starts_at=clock.now() + DAY)
    assert [blocker.clause for blocker in refused.value.blockers] == ["5.4", "3.3"]


def test_create_for_another_centres_batch_is_refused(arranger) -> None:
    item = sessions.item(city=people.center("370200"))
    with pytest.raises(Refused, match="不是本中心公告的"):
        services.create(by=arranger, item=item, site=sessions.site(item.project), starts_at=clock.now() + DAY)


def test_create_outside_the_revised_exam_dates_is_refused(arranger) -> None:
    first = sessions.item()
    day = clock.today()
    sessions.item(first.specification, origin=first, exam_from=day + 40 * DAY, exam_to=day + 50 * DAY)
    site = sessions.site(first.project)
    with pytest.raises(Refused, match="考核日期须在公告的"):
        services.create(by=arranger, item=first, site=site, starts_at=clock.now() + 5 * DAY)
    assert services.create(by=arranger, item=first, site=site, starts_at=clock.now() + 45 * DAY).pk


def test_assign_seats_exactly_these(arranger) -> None:
    session = sessions.session()
    one, two, three = (sessions.registration(session.item) for _ in range(3))
    services.assign(session, by=arranger, registrations=[one, two])
    seats = services.assign(session, by=arranger, registrations=[two, three])
    assert [(seat.registration, seat.room, seat.seat) for seat in seats] == [(two, "第1考场", 1), (three, "第1考场", 2)]
    assert last_entry(session).before == {"考生人数": 2}
    assert fresh(one).status == "accepted"


@pytest.mark.clause("3.3")
def test_assign_more_than_the_site_holds_is_refused(arranger) -> None:
    session = sessions.session()
    with pytest.raises(Refused, match="考生11人"):
        services.assign(session, by=arranger, registrations=[sessions.registration(session.item) for _ in range(11)])
    assert session.seats.count() == 0


@pytest.mark.clause("3.3")
def test_assign_more_than_an_overlapping_session_leaves_is_refused(arranger) -> None:
    other = sessions.session("published", candidates=8)
    session = sessions.session(at=other.site, spec=other.specification)
    with pytest.raises(Refused, match="同时段其他场次已占8个"):
        services.assign(session, by=arranger, registrations=[sessions.registration(session.item) for _ in range(3)])


@pytest.mark.clause("3.3")
def test_assign_a_candidate_of_another_session_is_refused(arranger) -> None:
    other = sessions.session(candidates=1)
    session = sessions.session(of=other.item, starts_at=other.starts_at + DAY)
    with pytest.raises(Refused, match="已编入另一场次"):
        services.assign(session, by=arranger, registrations=[other.seats.get().registration])


@pytest.mark.clause("3.3")
def test_assign_somebody_examined_elsewhere_at_that_time_is_refused(arranger) -> None:
    there = sessions.session("published", candidates=1).seats.get().registration
    session = sessions.session()
    here = sessions.registration(session.item, document_index=there.document_index)
    with pytest.raises(Refused, match="在同一时间已安排在场次"):
        services.assign(session, by=arranger, registrations=[here])


def test_assign_after_publication_is_refused(arranger) -> None:
    with pytest.raises(Refused, match="不能再调整考生"):
        services.assign(sessions.session("published"), by=arranger, registrations=[])


def test_fill_takes_the_earliest_up_to_the_capacity(arranger) -> None:
    session = sessions.session()
    late = sessions.registration(session.item, submitted_at=clock.now() + DAY)
    early = [sessions.registration(session.item) for _ in range(10)]
    sessions.registration(session.item, "submitted")
    seats = services.fill(session, by=arranger)
    assert {seat.registration for seat in seats} == set(early)
    assert fresh(late).status == "accepted"


def test_publish_numbers_arranges_sends_and_tells(arranger) -> None:
    staff_of = sessions.session(candidates=2)
    session, staff = staff_of, sessions.staff_of(staff_of)
    services.publish(session, by=arranger)
    assert [seat.ticket_number for seat in session.seats.all()] == ["3701260411001001", "3701260411001002"]
    assert set(Registration.objects.values_list("status", flat=True)) == {"arranged"}
    prepared = Preparation.objects.get()
    assert [(row.name, row.quantity) for row in prepared.items.all()] == [("操作室", 1), ("醒发箱", 2), ("高筋面粉", 3)]
    assert (prepared.status, prepared.notice.media_type) == ("sent", "application/pdf")
    told = Notice.objects.values_list("kind", "recipient").order_by("kind", "recipient")
    people_told = sorted(seat.registration.user_id for seat in session.seats.all())
    assert list(told) == [("preparation_sent", staff.user.pk), *(("session_published", pk) for pk in people_told)]


def test_publish_tells_the_registrar_of_a_unit(arranger) -> None:
    unit = people.organization()
    registrar = people.actor(Role.REGISTRAR, organisation=unit)
    session = sessions.session()
    sessions.seat(session, sessions.registration(session.item, unit=unit, user=people.user()))
    Registration.objects.update(user=None)
    services.publish(session, by=arranger)
    assert [notice.recipient for notice in Notice.objects.filter(kind="session_published")] == [registrar.user]


@pytest.mark.clause("3.3")
def test_publish_empty_session_is_refused(arranger) -> None:
    with pytest.raises(Refused) as refused:
        services.publish(sessions.session(), by=arranger)
    assert sentences(refused) == ["还没有编入考生，请先安排座位。"]


@pytest.mark.clause("3.3")
def test_publish_at_a_site_suspended_meanwhile_is_refused(arranger) -> None:
    session = sessions.session(candidates=1)
    type(session.site).objects.update(status="suspended")
    with pytest.raises(Refused, match="不能安排考核"):
        services.publish(session, by=arranger)


@pytest.mark.clause("3.2")
def test_publish_with_a_withdrawn_candidate_is_refused(arranger) -> None:
    session = sessions.session(candidates=1)
    Registration.objects.update(status="withdrawn")
    with pytest.raises(Refused, match="已取消"):
        services.publish(session, by=arranger)


def test_publish_and_cancel_run_what_later_stages_added(arranger, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(hooks, "AFTER_PUBLISH", [lambda session, by: seen.append("published")])
    monkeypatch.setattr(hooks, "AFTER_MOVE", [lambda session, by: seen.append("moved")])
    monkeypatch.setattr(hooks, "AFTER_CANCEL", [lambda session, by: seen.append("cancelled")])
    session = sessions.session(candidates=1)
    services.publish(session, by=arranger)
    services.move(
        session, by=arranger, site=session.site, starts_at=session.starts_at + DAY, ends_at=session.ends_at + DAY
    )
    services.cancel(session, by=arranger, ground="设备故障")
    assert seen == ["published", "moved", "cancelled"]


def test_hooks_add_once() -> None:
    held: list = []
    hooks.add(held, len)
    hooks.add(held, len)
    assert held == [len]


def test_move_a_draft_reseats_at_the_new_site(arranger) -> None:
    session = sessions.session(candidates=4)
    smaller = sessions.site(session.project, rooms=2, workstations=4)
    services.move(session, by=arranger, site=smaller, starts_at=session.starts_at, ends_at=session.ends_at)
    assert sorted(session.seats.values_list("room", "seat")) == [
        ("第1考场", 1),
        ("第1考场", 2),
        ("第2考场", 1),
        ("第2考场", 2),
    ]
    assert Notice.objects.count() == 0


def test_move_published_to_another_day_tells_and_reopens(arranger) -> None:
    session = sessions.session("published", candidates=1, drawn=True)
    staff, ticket = sessions.staff_of(session), session.seats.get().ticket_number
    later = session.starts_at + DAY
    services.move(session, by=arranger, site=session.site, starts_at=later, ends_at=later + datetime.timedelta(hours=2))
    prepared = fresh(session.preparation)
    assert prepared.status == "acknowledged"
    assert set(prepared.items.values_list("ready", flat=True)) == {None}
    assert session.seats.get().ticket_number == ticket
    assert Draw.objects.get().release_at == later - datetime.timedelta(minutes=30)
    told = set(Notice.objects.filter(kind="session_moved").values_list("recipient", flat=True))
    assert told == {staff.user.pk, session.seats.get().registration.user_id}
    services.move(session, by=arranger, site=session.site, starts_at=later + DAY, ends_at=later + 2 * DAY)
    assert Notice.objects.filter(kind="session_moved").count() == 4


def test_move_published_to_another_site_sends_a_new_notice(arranger) -> None:
    session = sessions.session("published", candidates=1, prepared="sent")
    other, former = sessions.site(session.project), session.preparation
    ticket = session.seats.get().ticket_number
    services.move(session, by=arranger, site=other, starts_at=session.starts_at, ends_at=session.ends_at)
    assert fresh(session).preparation.pk != former.pk
    assert session.seats.get().ticket_number == ticket
    same = {"site": other, "starts_at": session.starts_at, "ends_at": session.ends_at}
    services.move(session, by=arranger, **same)
    assert fresh(session).preparation.status == "sent"


@pytest.mark.clause("3.3")
def test_move_onto_another_session_of_a_candidate_is_refused(arranger) -> None:
    session, other = sessions.session(candidates=1), sessions.session("published", candidates=1)
    Registration.objects.filter(seat__session=session).update(
        document_index=other.seats.get().registration.document_index
    )
    later = other.starts_at + datetime.timedelta(minutes=30)
    with pytest.raises(Refused, match="在同一时间已安排在场次"):
        services.move(session, by=arranger, site=session.site, starts_at=later, ends_at=later + DAY)


def test_move_of_a_running_session_is_refused(arranger) -> None:
    session = sessions.session("running")
    with pytest.raises(Refused, match="不能再改期"):
        services.move(session, by=arranger, site=session.site, starts_at=clock.now(), ends_at=clock.now() + DAY)


def test_cancel_frees_the_candidates_and_tells(arranger) -> None:
    session = sessions.session("published", candidates=2)
    staff = sessions.staff_of(session)
    services.cancel(session, by=arranger, ground="停电")
    assert (session.status, session.seats.count()) == ("cancelled", 0)
    assert set(Registration.objects.values_list("status", flat=True)) == {"accepted"}
    assert Notice.objects.filter(kind="session_cancelled").count() == 3
    assert "停电" in Notice.objects.get(recipient=staff.user).body


def test_cancel_a_draft_tells_nobody(arranger) -> None:
    services.cancel(sessions.session(candidates=1), by=arranger, ground="人数不足")
    assert (Notice.objects.count(), Registration.objects.get().status) == (0, "accepted")


def test_another_centres_arranger_cannot_touch_it() -> None:
    stranger, session = people.actor(Role.ARRANGER, people.center("370200")), sessions.session(candidates=1)
    for act in (services.publish, services.fill):
        with pytest.raises(Refused, match="没有找到"):
            act(session, by=stranger)
    assert Session.objects.visible_to(stranger).count() == 0
