"""Measures from their issue to their end (5.4)."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from exams.sessions import worklist as sessions_worklist
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive import services as archive
from sdzx.archive.models import Case
from sdzx.archive.registry import contents_of
from sdzx.archive.rules import missing
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.oversight.measures import services
from sites.oversight.measures.documents import letter_context
from sites.oversight.measures.models import Measure
from sites.oversight.violations.models import Violation
from tests.factories import catalogue, oversight, people, sessions, sites

pytestmark = pytest.mark.django_db
S = Measure.Status
DAY = datetime.timedelta(days=1)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def issued(on: Violation, kind: str = "rectification", by: Actor | None = None, **values: Any) -> Measure:
    given = {
        "violations": [on], "reasons": "监考不到位", "requirements": "补充监考人员\n修订制度", "due": clock.today() + 10 * DAY, **values,
    }  # fmt: skip
    return services.issue(on.site, by=by or people.actor(Role.DIRECTOR), kind=kind, **given)


def proof(by: Actor) -> Any:
    found = sites.stored("draft", "整改照片.pdf", sites.PDF + b"7")
    found.uploaded_by = by.user
    found.save()
    return found


@pytest.mark.parametrize(("kind", "word"), [("warning", "警告书"), ("rectification", "限期整改通知书"), ("suspension", "暂停决定书")])  # fmt: skip
def test_issue_freezes_a_numbered_letter_and_tells_the_site(kind: str, word: str) -> None:
    on = oversight.confirmed()
    host = sites.staff(on.site.organization)
    made = issued(on, kind)
    year = clock.today().year
    assert (made.number, issued(on, "warning").number) == (f"济南考监〔{year}〕1号", f"济南考监〔{year}〕2号")
    assert made.document is not None
    assert (content(made.document)[:5], made.document.name) == (b"%PDF-", f"{on.site.name}{word}.pdf")
    assert set(told("measure_issued")) == {host.name}
    assert made.due is None if kind == "warning" else made.due == clock.today() + 10 * DAY
    assert entries_of(made).last().verb == "measure.issue"  # type: ignore[union-attr]


def test_letter_says_what_the_site_answered() -> None:
    on = oversight.confirmed(response="已补派")
    context = letter_context(oversight.measure(violations=[on]))
    (row,) = context["violations"]
    assert (row["said"], row["article"], context["heading"]) == ("已补派", "五（一）", "限期整改通知书")


@pytest.mark.clause("5.4")
def test_issue_of_a_suspension_puts_coming_sessions_on_the_arrangers_worklist_at_once() -> None:
    session = sessions.session("published", candidates=1)
    arranger = people.actor(Role.ARRANGER)
    address = f"/sessions/{session.uid}/edit/"
    assert address not in [row.url for row in sessions_worklist.waiting(arranger)]
    issued(oversight.confirmed(session.site), "suspension")
    session.site.refresh_from_db()
    assert session.site.status == "suspended"
    assert address in [row.url for row in sessions_worklist.waiting(arranger)]
    assert arranger.name in told("site_suspended")


@pytest.mark.clause("5.4")
def test_issue_that_fails_late_suspends_nothing(monkeypatch) -> None:
    """All or nothing: the letter, the measure and the suspension are one transaction."""
    on = oversight.confirmed()

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(services, "_tell_site", breaks)
    with pytest.raises(OSError, match="full"), transaction.atomic():
        issued(on, "suspension")
    on.site.refresh_from_db()
    assert (on.site.status, Measure.objects.count()) == ("active", 0)


def test_issue_of_a_suspension_of_a_site_already_suspended() -> None:
    made = issued(oversight.confirmed(sites.suspended_site()), "suspension")
    assert made.site.status == "suspended"


@pytest.mark.clause("5.4")
def test_issue_on_an_unconfirmed_violation_is_refused() -> None:
    with pytest.raises(Refused, match="经认定的违规方可作为依据"):
        issued(oversight.violation())


def test_issue_by_the_clerk_is_refused() -> None:
    with pytest.raises(Refused, match="不能进行这项操作"):
        issued(oversight.confirmed(), by=people.actor(Role.CLERK))


def test_the_database_keeps_dates_requirements_and_one_suspension() -> None:
    for name, values in (
        ("measure_has_its_date", {"due": None}),
        ("measure_has_its_date", {"due": clock.today() - 5 * DAY}),
        ("measure_says_what_to_mend", {"requirements": ""}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            oversight.measure(**values)
    site = oversight.suspended().site
    with pytest.raises(IntegrityError, match="measure_one_suspension"), transaction.atomic():
        oversight.measure(site, "suspension")


def test_acknowledge_ends_a_warning() -> None:
    made = oversight.measure(kind="warning")
    services.acknowledge(made, by=sites.staff(made.site.organization))
    assert made.status == S.CLOSED


@pytest.mark.clause("5.4")
def test_acknowledge_of_a_rectification_is_refused() -> None:
    made = oversight.measure()
    with pytest.raises(Refused, match="须报送整改报告"):
        services.acknowledge(made, by=sites.staff(made.site.organization))


@pytest.mark.parametrize(("ago", "late"), [(-5, None), (1, "是")])
def test_report_tells_the_director_and_marks_what_is_late(ago: int, late: str | None) -> None:
    made = oversight.measure(issued_on=clock.today() - 9 * DAY, due=clock.today() - ago * DAY)
    by, director = sites.staff(made.site.organization), people.actor(Role.DIRECTOR)
    services.report(made, by=by, report="已改", report_files=[proof(by)])
    assert (made.status, [each.kind for each in made.report_files.all()]) == (S.REPORTED, ["measure.report"])
    assert told("measure_reported") == [director.name]
    assert entries_of(made).last().after.get("逾期") == late  # type: ignore[union-attr]


@pytest.mark.clause("5.4")
def test_report_without_proof_is_refused() -> None:
    made = oversight.measure()
    with pytest.raises(Refused, match="请上传整改证明"):
        services.report(made, by=sites.staff(made.site.organization), report="已改", report_files=[])


def test_accept_and_reinstate() -> None:
    made = oversight.suspended(status=S.REPORTED)
    host, by = sites.staff(made.site.organization), people.actor(Role.DIRECTOR)
    services.accept(made, by=by, ground="现场复查合格")
    assert (made.status, told("measure_closed")) == (S.CLOSED, [host.name])
    services.registry.reinstate(made.site, by=by, ground="整改通过")
    assert made.site.status == "active"


def test_send_back_sets_a_new_date_and_keeps_earlier_files() -> None:
    made = oversight.measure(status=S.REPORTED)
    made.report_files.add(sites.stored("measure.report"))
    host, by = sites.staff(made.site.organization), people.actor(Role.DIRECTOR)
    services.send_back(made, by=by, ground="照片不清", due=clock.today() + 5 * DAY)
    assert (made.status, made.due, told("measure_returned")) == (S.RETURNED, clock.today() + 5 * DAY, [host.name])
    services.report(made, by=host, report="重拍", report_files=[proof(host)])
    assert made.report_files.count() == 2


@pytest.mark.clause("5.4")
def test_send_back_to_the_past_is_refused() -> None:
    with pytest.raises(Refused, match="不能早于今天"):
        services.send_back(
            oversight.measure(status=S.REPORTED), by=people.actor(Role.DIRECTOR), ground="否", due=clock.today() - DAY
        )


def test_escalate_ends_one_and_issues_the_next() -> None:
    first = oversight.measure()
    made = services.escalate(
        first, by=people.actor(Role.DIRECTOR), kind="suspension", reasons="逾期未改", requirements="停考整顿",
        due=clock.today() + 20 * DAY,
    )  # fmt: skip
    first.refresh_from_db()
    assert (first.status, made.kind, made.follows) == (S.ESCALATED, "suspension", first)
    assert list(made.violations.all()) == list(first.violations.all())
    made.site.refresh_from_db()
    assert made.site.status == "suspended"


@pytest.mark.clause("5.4")
def test_escalate_of_a_suspension_is_refused() -> None:
    made = oversight.suspended()
    with pytest.raises(Refused, match="只能启动退出程序"):
        services.escalate(made, by=people.actor(Role.DIRECTOR), kind="warning", reasons="否", requirements="", due=None)
    made.refresh_from_db()
    assert made.status == S.ISSUED


def test_overtake_ends_what_is_open() -> None:
    site = sites.site(projects=[catalogue.project()])
    open_one, ended = oversight.measure(site), oversight.measure(site, status=S.CLOSED)
    assert services.overtake(site, by=people.actor(Role.DIRECTOR), ground="已决定取消资格") == [open_one]
    ended.refresh_from_db()
    assert ended.status == S.CLOSED


@pytest.mark.clause("5.2")
@pytest.mark.clause("5.4")
def test_acknowledged_warning_goes_to_the_archive_with_its_letter_and_evidence() -> None:
    on = oversight.confirmed()
    made = issued(on, "warning")
    assert not Case.objects.exists()
    services.acknowledge(made, by=sites.staff(on.site.organization))
    case = Case.objects.get()
    assert (case.kind, case.title, case.organization) == ("measure", str(made), None)
    assert [(each.kind, each.file) for each in case.items.all()] == [
        ("measure_letter", made.document), ("violation_evidence", on.evidence.get()),
    ]  # fmt: skip
    assert archive.complete(case, by=people.actor(Role.ARCHIVIST)).status == "complete"


@pytest.mark.clause("5.2")
def test_a_matter_is_one_case_from_the_rectification_to_the_suspension() -> None:
    on = oversight.confirmed()
    by, host = people.actor(Role.DIRECTOR), sites.staff(on.site.organization)
    first = issued(on)
    services.report(first, by=host, report="已整改", report_files=[proof(host)])
    last = services.escalate(
        first, by=by, kind="suspension", reasons="整改不实", requirements="重新整改", due=clock.today() + DAY
    )
    assert not Case.objects.exists()
    services.report(last, by=host, report="已整改", report_files=[proof(host)])
    services.accept(last, by=by, ground="验收合格")
    case = Case.objects.get()
    assert (case.subject_id, contents_of(case).subject(case)) == (first.pk, first)
    letters = [each.title for each in case.items.filter(kind="measure_letter")]
    assert letters == [f"限期整改通知书（{first.number}）", f"暂停决定书（{last.number}）"]
    assert case.items.filter(kind="measure_report").count() == 1  # the same file twice counts once
    assert missing(contents_of(case).requirements(first), case.items.all()) == []
