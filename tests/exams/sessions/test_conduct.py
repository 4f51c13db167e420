"""The day of a session."""

import datetime

import pytest

from exams.registration.models import Registration
from exams.scores.models import ScoreSheet
from exams.sessions import documents, duedays, hooks, services
from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.archive.models import Case
from sdzx.audit.services import entries_of, last_entry
from sdzx.documents.errors import UnprintableText
from sdzx.files.services import store
from sdzx.workdays import calendar
from sdzx.workdays.table import Table
from sdzx.workflow import Blocker, Refused
from tests.factories import papers, people, sessions

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _nobody_else(monkeypatch):
    """What dispatch and scores add has its own tests."""
    for name in ("START_CHECKS", "AFTER_END"):
        monkeypatch.setattr(hooks, name, [])


def today(status: str = "published", **values) -> Session:
    return sessions.session(status, candidates=2, starts_at=clock.now() + SOON, drawn=True, **values)


def test_start_notes_the_moment(arranger) -> None:
    session = services.start(today(), by=arranger)
    assert (session.status, session.started_at) == ("running", clock.now())


@pytest.mark.clause("4.2")
def test_start_unprepared_and_unstaffed_names_both(arranger, monkeypatch) -> None:
    monkeypatch.setattr(hooks, "START_CHECKS", [lambda session: [Blocker("缺督导员", "4.3")]])
    session = today(prepared="sent")
    with pytest.raises(Refused) as refused:
        services.start(session, by=sessions.staff_of(session))
    assert [blocker.clause for blocker in refused.value.blockers] == ["4.2", "4.3"]


@pytest.mark.clause("4.1")
def test_start_without_a_draw_is_refused(arranger) -> None:
    session = sessions.session("published", candidates=1, starts_at=clock.now() + SOON)
    with pytest.raises(Refused, match="尚未抽取已备案的题卷"):
        services.start(session, by=arranger)


@pytest.mark.clause("4.3")
def test_sign_in_before_the_start_is_present_and_after_it_late(arranger) -> None:
    session = today()
    one, two = session.seats.all()
    services.sign_in(one, by=arranger)
    services.start(session, by=arranger)
    services.sign_in(Seat.objects.get(pk=two.pk), by=sessions.staff_of(session), note="交通")
    assert list(session.seats.values_list("attendance", "registration__status")) == [
        ("present", "present"), ("late", "present"),
    ]  # fmt: skip
    assert last_entry(session).after == {"attendance": "迟到签到", "ticket": two.ticket_number}


@pytest.mark.clause("4.3")
def test_sign_in_twice_is_refused(arranger) -> None:
    seat = today().seats.first()
    services.sign_in(seat, by=arranger)
    with pytest.raises(Refused, match="不能再更改"):
        services.sign_in(seat, by=arranger)


def test_mark_absent_is_undone_by_coming_late(arranger) -> None:
    seat = today().seats.first()
    services.mark_absent(seat, by=arranger)
    assert (seat.attendance, seat.registration.status, seat.signed_in_at) == ("absent", "arranged", None)
    assert services.sign_in(seat, by=arranger).attendance == "present"


@pytest.mark.clause("5.1")
def test_refuse_entry_needs_a_reason(arranger) -> None:
    seat = today().seats.first()
    with pytest.raises(Refused, match="须写明理由"):
        services.refuse_entry(seat, by=arranger, note="")
    assert services.refuse_entry(seat, by=arranger, note="证件与本人不符").attendance == "refused"


@pytest.mark.clause("4.4")
def test_end_makes_the_rest_absent_and_counts_three_working_days(arranger) -> None:
    session = today()
    one, two = session.seats.all()
    services.sign_in(one, by=arranger)
    services.refuse_entry(two, by=arranger, note="冒名")
    third = sessions.seat(session)
    services.start(session, by=arranger)
    services.end(session, by=arranger)
    statuses = dict(Registration.objects.values_list("pk", "status"))
    assert [statuses[seat.registration_id] for seat in (one, two, third)] == ["present", "absent", "absent"]
    assert list(session.seats.values_list("attendance", flat=True)) == ["present", "refused", "absent"]
    # Wednesday, 1 April 2026; Saturday to Monday is Qingming, so Thursday, Friday, Tuesday
    assert (session.scores_due, session.scores_due_provisional) == (datetime.date(2026, 4, 7), False)
    assert (session.ended_at, session.calendar_version) == (clock.now(), "2026-1")


@pytest.mark.clause("4.4")
def test_end_before_an_unannounced_year_gives_a_provisional_day(arranger) -> None:
    session = sessions.session("running", candidates=1)
    with clock.at(datetime.datetime(2026, 12, 30, 4, tzinfo=datetime.UTC)):
        services.end(session, by=arranger)
    assert (session.scores_due_provisional, session.calendar_version) == (True, "2026-1,2027-0")


@pytest.mark.clause("5.2")
def test_end_opens_the_case_with_what_the_portal_has(arranger, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(hooks, "AFTER_END", [lambda session, by: seen.append(session.status)])
    session = sessions.session("running", candidates=1)
    session.item.announcement.document = store(papers.pdf(), name="公告.pdf", kind="announcement.document")
    session.item.announcement.save()
    sheet = store(papers.pdf(3), name="交接单.pdf", kind="questions.sheet")
    session.draw.hand_overs.create(
        kind="issued",
        packages=1,
        copies=1,
        seal="完好",
        handed_by="甲",
        received_by="乙",
        recorded_by=people.user(),
        sheet=sheet,
    )
    services.end(session, by=arranger)
    case = Case.objects.get()
    assert (case.kind, case.organization, case.event_on) == ("session", session.site.organization, session.day)
    assert [item.kind for item in case.items.all()] == [
        "announcement", "registrations", "seating", "preparation", "handover",
    ]  # fmt: skip
    assert seen == ["ended"]


@pytest.mark.clause("5.2")
def test_end_is_not_stopped_by_a_name_that_no_font_prints(arranger, monkeypatch) -> None:
    def unprintable(session: Session) -> bytes:
        raise UnprintableText({"\U0003fffd"})

    monkeypatch.setattr(documents, "registration_forms", unprintable)
    session = services.end(sessions.session("running", candidates=1), by=arranger)
    assert session.status == "ended"
    assert [entry.label for entry in entries_of(session)] == ["结束考核", "未能生成报名表"]
    assert [item.kind for item in Case.objects.get().items.all()] == ["seating", "preparation"]


def test_end_of_a_session_that_did_not_start_is_refused(arranger) -> None:
    with pytest.raises(Refused, match="不能再“结束考核”"):
        services.end(today(), by=arranger)


@pytest.mark.clause("4.4")
def test_recompute_scores_due_changes_open_days_only(arranger) -> None:
    moved = services.end(sessions.session("running", candidates=1), by=arranger)
    kept = services.end(sessions.session("running", candidates=1), by=arranger)
    Session.objects.filter(pk=kept.pk).update(
        ended_at=clock.now() - datetime.timedelta(days=30), scores_due=datetime.date(2026, 3, 5)
    )
    closed = sessions.session("closed", candidates=1)
    sessions.session("ended", scores_due=None)
    off = dict(calendar.current().special) | {datetime.date(2026, 4, 2): True}
    with calendar.using(Table(special=off, versions={2026: 2})):
        changes = services.recompute_scores_due(SYSTEM)
    moved.refresh_from_db()
    assert [(change.subject, change.before, change.after) for change in changes] == [
        (str(moved), datetime.date(2026, 4, 7), datetime.date(2026, 4, 8))
    ]
    assert last_entry(moved).before == {"scores_due": "2026-04-07", "calendar": "2026-1", "provisional": False}
    assert Session.objects.get(pk=closed.pk).scores_due == closed.scores_due


@pytest.mark.clause("4.4")
def test_recompute_scores_due_leaves_what_has_been_handed_in(arranger) -> None:
    kept = services.end(sessions.session("running", candidates=1), by=arranger)
    ScoreSheet.objects.update_or_create(session=kept, defaults={"submitted_at": clock.now()})
    off = dict(calendar.current().special) | {datetime.date(2026, 4, 2): True}
    with calendar.using(Table(special=off, versions={2026: 2})):
        assert services.recompute_scores_due(SYSTEM) == []
    kept.refresh_from_db()
    assert (kept.scores_due, kept.calendar_version) == (datetime.date(2026, 4, 7), "2026-1")


@pytest.mark.clause("4.4")
def test_recompute_scores_due_says_when_a_day_becomes_sure(arranger) -> None:
    session = services.end(sessions.session("running", candidates=1), by=arranger)
    special = calendar.current().special
    with calendar.using(Table(special=special, versions={})):
        (change,) = services.recompute_scores_due(SYSTEM)
    assert (change.before == change.after, change.note) == (True, "转为暂定")
    session.refresh_from_db()
    assert duedays.due_short(session).endswith("（暂定）")
    assert "暂定，按工作日历2026年尚未公布计算" in duedays.due_facts(session)[0].value
    with calendar.using(Table(special=special, versions={2026: 1})):
        (change,) = services.recompute_scores_due(SYSTEM)
    assert change.note == "由暂定转为确定"
