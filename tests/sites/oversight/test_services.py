"""A site's exit from notice to publication (5.4)."""

import datetime
from typing import Any

import pytest
from django.db import transaction

from exams.sessions import worklist as sessions_worklist
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive import services as archive
from sdzx.archive.models import Case
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.oversight import plugins, services
from sites.oversight.models import ExitCase
from tests.factories import oversight, people, sessions, sites

pytestmark = pytest.mark.django_db
S = ExitCase.Status


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


@pytest.mark.clause("5.4")
def test_open_exit_notifies_the_site_with_evidence() -> None:
    site = sites.site()
    host, by = sites.staff(site.organization), people.actor(Role.DIRECTOR)
    proof = sites.stored("draft", "证据.pdf")
    proof.uploaded_by = by.user
    proof.save()
    due = clock.today() + datetime.timedelta(days=10)
    case = services.open_exit(site, by=by, ground="dishonesty", facts="替考", evidence=[proof], statement_due=due)
    assert (case.status, [each.kind for each in case.evidence.all()]) == (S.NOTICED, ["exit.evidence"])
    assert told("exit_noticed") == [host.name]
    assert [entries_of(each).last().verb for each in (case, site)] == ["exit.open", "exit.open"]  # type: ignore[union-attr]


@pytest.mark.clause("5.4")
def test_open_exit_without_evidence_is_refused() -> None:
    with pytest.raises(Refused, match="证据"):
        services.open_exit(
            sites.site(), by=people.actor(Role.DIRECTOR), ground="dishonesty", facts="替考", evidence=[],
            statement_due=clock.today() + datetime.timedelta(days=10),
        )  # fmt: skip


@pytest.mark.clause("5.4")
def test_open_exit_rests_on_violations_and_copies_their_evidence() -> None:
    on = oversight.confirmed()
    case = services.open_exit(
        on.site, by=people.actor(Role.DIRECTOR), ground="mismanagement", facts=on.facts, evidence=[],
        statement_due=clock.today() + datetime.timedelta(days=10), violations=[on],
    )  # fmt: skip
    assert list(case.violations.all()) == [on]
    assert [each.kind for each in case.evidence.all()] == ["exit.evidence"]
    assert content(case.evidence.get()) == content(on.evidence.get())


@pytest.mark.clause("5.4")
def test_decide_ends_the_measures_that_run() -> None:
    running = oversight.suspended()
    case = sites.exit_case(running.site, status=S.STATED)
    services.decide(case, by=people.actor(Role.DIRECTOR), decision="取消资格")
    running.refresh_from_db()
    assert (running.status, entries_of(running).last().label) == ("escalated", "由退出程序取代")  # type: ignore[union-attr]


@pytest.mark.clause("5.4")
def test_decide_puts_coming_sessions_on_the_arrangers_worklist_or_nothing_happens(monkeypatch) -> None:
    session = sessions.session("published", candidates=1)
    case = sites.exit_case(session.site, status=S.STATED)
    arranger, address = people.actor(Role.ARRANGER), f"/sessions/{session.uid}/edit/"

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(services.measures, "overtake", breaks)
        with pytest.raises(OSError, match="full"), transaction.atomic():
            services.decide(case, by=people.actor(Role.DIRECTOR), decision="取消资格")
    assert address not in [row.url for row in sessions_worklist.waiting(arranger)]
    services.decide(case, by=people.actor(Role.DIRECTOR), decision="取消资格")
    assert address in [row.url for row in sessions_worklist.waiting(arranger)]


def test_open_exit_by_the_clerk_is_refused() -> None:
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.open_exit(
            sites.site(),
            by=people.actor(Role.CLERK),
            ground="dishonesty",
            facts="替考",
            evidence=[],
            statement_due=clock.today(),
        )


def test_state_by_the_site() -> None:
    case = sites.exit_case()
    services.state(case, by=sites.staff(case.site.organization), statement="已开除当事人")
    assert (case.status, case.statement) == (S.STATED, "已开除当事人")


@pytest.mark.clause("5.4")
def test_state_without_words_is_refused() -> None:
    case = sites.exit_case()
    with pytest.raises(Refused, match="请填写陈述申辩内容"):
        services.state(case, by=sites.staff(case.site.organization), statement=" ")


@pytest.mark.clause("5.4")
def test_record_statement_silence_before_the_date_is_refused() -> None:
    with pytest.raises(Refused, match="期满前"):
        services.record_statement(sites.exit_case(), by=people.actor(Role.DIRECTOR))


def test_record_statement_silence_after_the_date() -> None:
    case = sites.exit_case(statement_due=clock.today() - datetime.timedelta(days=1))
    services.record_statement(case, by=people.actor(Role.DIRECTOR))
    assert (case.status, entries_of(case).last().ground) == (S.STATED, "期满未陈述")  # type: ignore[union-attr]


@pytest.mark.clause("5.4")
def test_decide_suspends_the_site_at_once_and_tells() -> None:
    case = sites.exit_case(status=S.STATED)
    host, bureau = sites.staff(case.site.organization), people.actor(Role.BUREAU)
    services.decide(case, by=people.actor(Role.DIRECTOR), decision="取消资格")
    case.site.refresh_from_db()
    assert (case.status, case.site.status) == (S.DECIDED, "suspended")
    assert told("exit_decided") == sorted([host.name, bureau.name])


def test_decide_of_a_suspended_site_leaves_it() -> None:
    case = sites.exit_case(sites.suspended_site(), status=S.STATED)
    services.decide(case, by=people.actor(Role.DIRECTOR), decision="取消资格")
    assert (case.status, case.site.status) == (S.DECIDED, "suspended")


@pytest.mark.clause("5.4")
def test_decide_before_the_statement_is_refused() -> None:
    with pytest.raises(Refused, match="当前状态为“已告知”"):
        services.decide(sites.exit_case(), by=people.actor(Role.DIRECTOR), decision="取消资格")


@pytest.mark.clause("5.4")
def test_decide_without_reasons_is_refused() -> None:
    with pytest.raises(Refused, match="请写明决定"):
        services.decide(sites.exit_case(status=S.STATED), by=people.actor(Role.DIRECTOR), decision=" ")


def test_withdraw_ends_it() -> None:
    case = sites.exit_case()
    services.withdraw(case, by=people.actor(Role.DIRECTOR), ground="查无实据")
    assert (case.status, case.site.status) == (S.CLOSED, "active")


@pytest.mark.clause("5.4")
def test_publish_revokes_the_site_and_freezes_the_decision() -> None:
    case = sites.exit_case(sites.suspended_site(), status=S.DECIDED, decision="取消资格")
    services.publish(case, by=people.actor(Role.BUREAU), number=" 济人社公告〔2026〕8号 ")
    case.site.refresh_from_db()
    assert (case.status, case.number, case.published_on) == (S.PUBLISHED, "济人社公告〔2026〕8号", clock.today())
    assert case.site.status == "revoked"
    assert case.document is not None
    assert content(case.document)[:5] == b"%PDF-"


@pytest.mark.clause("5.4")
def test_publish_without_a_number_is_refused() -> None:
    case = sites.exit_case(sites.suspended_site(), status=S.DECIDED)
    with pytest.raises(Refused, match="公布文号"):
        services.publish(case, by=people.actor(Role.BUREAU), number="")
    case.site.refresh_from_db()
    assert case.site.status == "suspended"


@pytest.mark.clause("5.2")
@pytest.mark.clause("5.4")
def test_exit_goes_to_the_archive_with_decision_and_evidence() -> None:
    case = sites.exit_case(sites.suspended_site(), status=S.DECIDED, decision="取消资格")
    case.evidence.add(sites.stored("exit.evidence"))
    services.publish(case, by=people.actor(Role.BUREAU), number="济人社公告〔2026〕8号")
    filed = Case.objects.get(kind="exit")
    assert [each.kind for each in filed.items.all()] == ["exit_decision", "exit_evidence"]
    assert archive.complete(filed, by=people.actor(Role.ARCHIVIST)).status == "complete"
    assert filed.number in str(plugins.part(case.site, people.actor(Role.ARCHIVIST)).groups)
    assert plugins.part(case.site, people.actor(Role.CLERK)).groups == []


@pytest.mark.clause("5.2")
def test_withdrawn_exit_is_filed_without_a_decision() -> None:
    case = sites.exit_case()
    case.evidence.add(sites.stored("exit.evidence"))
    services.withdraw(case, by=people.actor(Role.DIRECTOR), ground="查无实据")
    filed = Case.objects.get(kind="exit")
    assert [each.kind for each in filed.items.all()] == ["exit_evidence"]
    assert archive.complete(filed, by=people.actor(Role.ARCHIVIST)).status == "complete"


@pytest.mark.clause("5.2")
def test_measures_that_the_exit_overtakes_are_filed() -> None:
    running = oversight.suspended()
    services.decide(sites.exit_case(running.site, status=S.STATED), by=people.actor(Role.DIRECTOR), decision="取消资格")
    assert Case.objects.get(kind="measure").subject_id == running.pk
