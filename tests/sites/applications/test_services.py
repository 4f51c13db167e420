"""Filling, submitting and accepting an application (2.1, 2.2, A2)."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.applications import filing, services
from sites.applications.models import Application
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db
S = Application.Status


def documents(app: Application) -> list[str]:
    return [each.kind for each in app.documents.all()]


def notices(app: Application) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(subject_id=app.pk).order_by("id").values_list("kind", "recipient__name"))


def test_create_takes_what_is_known_of_the_host() -> None:
    by = sites.staff()
    app = services.create(by=by)
    host = by.organization
    assert host is not None
    assert (app.status, app.center, app.organization, app.address, app.responsible, app.number) == (
        S.DRAFT, host.center, host, host.address, host.contact, None,
    )  # fmt: skip
    assert [entry.verb for entry in entries_of(app)] == ["application.create"]


def test_create_by_others_is_refused() -> None:
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.create(by=people.actor(Role.CLERK))


def test_create_without_an_organisation_is_refused() -> None:
    by = sites.staff()
    homeless = type(by)(role=by.role, user=by.user)
    with pytest.raises(Refused, match="请切换到考点单位"):
        services.create(by=homeless)


@pytest.mark.clause("2.2")
@pytest.mark.clause("A2")
def test_submit_incomplete_is_refused_with_everything_missing() -> None:
    app = sites.draft()
    with pytest.raises(Refused) as refusal:
        services.submit(app, by=sites.staff(app.organization))
    assert len(refusal.value.blockers) == 15
    app.refresh_from_db()
    assert (app.status, app.number) == (S.DRAFT, None)


def test_submit_numbers_freezes_and_tells_the_clerks() -> None:
    app = sites.complete()
    clerk = people.actor(Role.CLERK)
    people.actor(Role.CLERK, city=people.center("370200"))
    services.submit(app, by=sites.staff(app.organization))
    app.refresh_from_db()
    assert (app.status, app.number) == (S.SUBMITTED, f"SQ370100-{clock.today().year}-0001")
    assert documents(app) == ["annex2"]
    assert notices(app) == [("application_submitted", clerk.name)]


def test_submit_again_keeps_the_number() -> None:
    app = sites.submitted(status=S.RETURNED, supplement="缺图", supplement_due=clock.today())
    number = app.number
    services.submit(app, by=sites.staff(app.organization))
    assert (app.number, app.status, app.supplement_due) == (number, S.SUBMITTED, None)


def test_withdraw_by_the_host() -> None:
    app = sites.submitted()
    services.withdraw(app, by=sites.staff(app.organization))
    assert app.status == S.WITHDRAWN


def test_accept_sends_the_letter() -> None:
    app = sites.submitted()
    host = sites.staff(app.organization)
    services.accept(app, by=people.actor(Role.CLERK))
    assert (app.status, documents(app)) == (S.ACCEPTED, ["accepted"])
    assert app.accepted_at is not None
    assert app.documents.get().number == f"济南专考函〔{clock.today().year}〕1号"
    assert notices(app) == [("application_accepted", host.name)]


@pytest.mark.clause("1")
def test_accept_when_a_project_was_withdrawn_meanwhile_is_refused() -> None:
    app = sites.submitted(projects=[catalogue.withdrawn_project()])
    with pytest.raises(Refused) as refusal:
        services.accept(app, by=people.actor(Role.CLERK))
    assert [blocker.clause for blocker in refusal.value.blockers] == ["1"]


def test_accept_by_another_city_is_refused() -> None:
    with pytest.raises(Refused, match="没有找到这条记录"):
        services.accept(sites.submitted(), by=people.actor(Role.CLERK, city=people.center("370200")))


def test_return_for_supplement_tells_everything_at_once() -> None:
    app = sites.submitted()
    host = sites.staff(app.organization)
    due = clock.today() + datetime.timedelta(days=7)
    services.return_for_supplement(
        app, by=people.actor(Role.CLERK), items=["图像：缺操作室", "制度：未盖章"], due_on=due
    )
    assert (app.status, app.supplement, app.supplement_due) == (S.RETURNED, "图像：缺操作室\n制度：未盖章", due)
    assert documents(app) == ["supplement"]
    assert notices(app) == [("application_returned", host.name)]
    assert "制度：未盖章" in Notice.objects.get().body


@pytest.mark.clause("2.2")
def test_return_for_supplement_without_items_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        services.return_for_supplement(sites.submitted(), by=people.actor(Role.CLERK), items=[])
    assert [blocker.field for blocker in refusal.value.blockers] == ["items"]


def test_reject_sends_the_letter_and_files_the_case() -> None:
    app = sites.submitted()
    host = sites.staff(app.organization)
    services.reject(app, by=people.actor(Role.CLERK), items=["不属于本市"])
    assert (app.status, app.decision_note, documents(app)) == (S.REJECTED, "不属于本市", ["rejected"])
    assert notices(app) == [("application_rejected", host.name)]
    case = Case.objects.get(kind="application", subject_id=app.pk)
    assert sorted(case.items.values_list("kind", flat=True)) == ["image", "rejected", "rules", "stamped"]
    assert filing.subject(case) == app


@pytest.mark.clause("2.2")
def test_reject_without_grounds_is_refused() -> None:
    with pytest.raises(Refused):
        services.reject(sites.submitted(), by=people.actor(Role.CLERK), items=[" "])


@pytest.mark.clause("5.2")
@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (S.REJECTED, ["rejected"]),
        (S.REFUSED, ["accepted", "panel", "report", "refused"]),
        (S.PUBLISHED, ["accepted", "panel", "report", "notice"]),
        (S.WITHDRAWN, []),
    ],
)
def test_case_requirements_follow_how_far_it_came(status: str, kinds: list[str]) -> None:
    wanted = filing.requirements(Application(status=status))
    base = ["annex2", "image", "rules", "stamped", "other", "supplement"]
    assert [each.kind for each in wanted] == base + kinds
    assert [each.kind for each in wanted if not each.required] == ["other", "supplement"]
