"""Publishing, suspending, reinstating (2.4, 5.4)."""

import datetime
from typing import Any

import pytest

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.applications.models import Application
from sites.registry import services
from sites.registry.models import Authorisation, Site
from sites.registry.terms import term_end
from tests.factories import catalogue, dispatch, oversight, people, sessions, sites

pytestmark = pytest.mark.django_db


def given(*applications: Application, **values: Any) -> dict[str, Any]:
    return {
        "number": "济人社公告〔2026〕1号",
        "heading": "公布考点",
        "issued_on": clock.today(),
        "applications": applications,
        **values,
    }


def test_create_draft() -> None:
    app = sites.approved()
    made = services.create(by=people.actor(Role.BUREAU), **given(app))
    assert (made.status, made.center, list(made.applications.all())) == ("draft", app.center, [app])


def test_create_without_a_city_or_with_a_taken_number_is_refused() -> None:
    with pytest.raises(Refused, match="请切换到市人社局"):
        services.create(by=Actor(role=Role.BUREAU), **given())
    by = people.actor(Role.BUREAU)
    services.create(by=by, **given())
    with pytest.raises(Refused, match="文号已被"):
        services.create(by=by, **given())


def test_edit_draft() -> None:
    draft, app = sites.publication(), sites.approved()
    services.edit(draft, by=people.actor(Role.BUREAU), **given(app, heading="新标题"))
    draft.refresh_from_db()
    assert (draft.heading, list(draft.applications.all())) == ("新标题", [app])


def test_edit_once_published_is_refused() -> None:
    published = sites.publication(status="published")
    with pytest.raises(Refused, match="不能再修改"):
        services.edit(published, by=people.actor(Role.BUREAU), **given())


@pytest.mark.clause("2.4")
def test_site_does_not_exist_before_publication() -> None:
    app = sites.approved()
    draft = sites.publication(app)
    assert not Site.objects.exists()
    assert not Authorisation.objects.valid_on(clock.today()).exists()
    services.publish(draft, by=people.actor(Role.BUREAU))
    assert Authorisation.objects.valid_on(clock.today()).count() == 1


def test_publish_makes_site_with_code_and_authorisations() -> None:
    kept, dropped = catalogue.project(), catalogue.project()
    app = sites.approved(projects=[kept, dropped], public_phone="0531-81234567")
    app.projects.filter(project=dropped).update(decision="refused")
    host = sites.staff(app.organization)
    draft = sites.publication(app)
    services.publish(draft, by=people.actor(Role.BUREAU))
    app.refresh_from_db()
    site = Site.objects.get(application=app)
    assert (app.status, site.code, site.phone, site.status) == ("published", "37010001", "0531-81234567", "active")
    today = clock.today()
    held = site.authorisations.get()
    assert (held.project, held.workstations, held.rooms, held.valid_from) == (kept, 20, 2, today)
    assert held.valid_to == term_end(today, 3)
    assert list(Notice.objects.filter(kind="site_published").values_list("recipient__name", flat=True)) == [host.name]
    assert [entry.verb for entry in entries_of(site)] == ["site.open"]


@pytest.mark.clause("5.2")
def test_publish_freezes_the_notice_and_files_the_case() -> None:
    app = sites.approved()
    draft = sites.publication(app)
    services.publish(draft, by=people.actor(Role.BUREAU))
    assert draft.notice is not None
    assert content(draft.notice)[:5] == b"%PDF-"
    case = Case.objects.get(kind="application", subject_id=app.pk)
    assert sorted(case.items.values_list("kind", flat=True)) == ["image", "notice", "rules", "stamped"]


def test_publish_without_a_public_phone_shows_the_centres() -> None:
    app = sites.approved()
    services.publish(sites.publication(app), by=people.actor(Role.BUREAU))
    assert Site.objects.get().phone == app.center.phone


@pytest.mark.clause("2.4")
def test_publish_by_the_centre_is_refused() -> None:
    draft = sites.publication(sites.approved())
    with pytest.raises(Refused, match="不能执行“公布”"):
        services.publish(draft, by=people.actor(Role.DIRECTOR))
    assert not Site.objects.exists()


@pytest.mark.clause("2.3")
def test_publish_what_is_not_approved_is_refused() -> None:
    with pytest.raises(Refused, match="市中心同意后方可公布"):
        services.publish(sites.publication(sites.evaluated()), by=people.actor(Role.BUREAU))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (datetime.date(2026, 3, 2), datetime.date(2029, 3, 1)),
        (datetime.date(2028, 2, 29), datetime.date(2031, 2, 27)),
        (datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)),
    ],
)
def test_term_end_is_the_day_before(first: datetime.date, last: datetime.date) -> None:
    assert term_end(first, 3) == last


@pytest.mark.clause("5.4")
def test_suspend_ends_use_and_tells_host_and_arrangers() -> None:
    site = sites.site()
    host, arranger = sites.staff(site.organization), people.actor(Role.ARRANGER)
    services.suspend(site, by=people.actor(Role.DIRECTOR), ground="管理混乱")
    assert site.status == "suspended"
    assert not Authorisation.objects.valid_on(clock.today()).exists()
    found = Notice.objects.filter(kind="site_suspended").values_list("recipient__name", flat=True)
    assert sorted(found) == sorted([host.name, arranger.name])


@pytest.mark.clause("5.4")
def test_suspend_without_a_ground_is_refused() -> None:
    with pytest.raises(Refused, match="理由"):
        services.suspend(sites.site(), by=people.actor(Role.DIRECTOR), ground=" ")


@pytest.mark.clause("5.4")
def test_reinstate_tells_host_arranger_and_whoever_expects_a_session_there() -> None:
    site = sites.suspended_site()
    host, arranger = sites.staff(site.organization), people.actor(Role.ARRANGER)
    coming = sessions.session("published", candidates=1, at=site)
    dispatched = dispatch.assignment(coming, status="accepted")
    dispatch.assignment(coming, status="declined")
    seated = coming.seats.get().registration
    seated.unit = people.organization()
    seated.save()
    registrar = people.actor(Role.REGISTRAR, organisation=seated.unit)
    sessions.session("ended", candidates=1, at=site)
    services.reinstate(site, by=people.actor(Role.DIRECTOR), ground="整改完成")
    assert site.status == "active"
    told = Notice.objects.filter(kind="site_reinstated").values_list("recipient__name", flat=True)
    assert sorted(told) == sorted([host.name, arranger.name])
    notices = Notice.objects.filter(kind="site_open_again")
    expected = [seated.user.name, dispatched.person.user.name, registrar.name]
    assert sorted(notices.values_list("recipient__name", flat=True)) == sorted(expected)
    assert {each.url for each in notices} == {f"/sites/{site.code}/"}


def test_nobody_suspends_a_site_without_a_measure() -> None:
    assert not people.actor(Role.DIRECTOR).may("site.suspend")


@pytest.mark.clause("5.4")
def test_reinstate_before_the_rectification_is_accepted_is_refused() -> None:
    running = oversight.suspended()
    with pytest.raises(Refused, match=r"整改尚未通过，不能恢复.*五（四）"):
        services.reinstate(running.site, by=people.actor(Role.DIRECTOR), ground="提前恢复")
    running.site.refresh_from_db()
    assert running.site.status == "suspended"


def test_revoke_tells_host_and_arranger() -> None:
    site = sites.site()
    host, arranger = sites.staff(site.organization), people.actor(Role.ARRANGER)
    services.revoke(site, by=people.actor(Role.BUREAU), ground="违规失信（济人社公告〔2026〕8号）")
    notices = Notice.objects.filter(kind="site_revoked")
    assert sorted(notices.values_list("recipient__name", flat=True)) == sorted([host.name, arranger.name])
    assert all("〔2026〕8号" in each.body for each in notices)


@pytest.mark.clause("5.4")
def test_reinstate_while_an_exit_is_decided_is_refused() -> None:
    site = sites.suspended_site()
    sites.exit_case(site, status="decided")
    with pytest.raises(Refused, match="已决定取消资格"):
        services.reinstate(site, by=people.actor(Role.DIRECTOR), ground="整改完成")


@pytest.mark.clause("5.4")
def test_revoke_is_final() -> None:
    site = sites.site()
    services.revoke(site, by=people.actor(Role.BUREAU), ground="违规失信")
    assert (site.status, services.record_path(site)) == ("revoked", f"/sites/records/{site.uid}/")
    with pytest.raises(Refused, match="当前状态"):
        services.reinstate(site, by=people.actor(Role.DIRECTOR), ground="申诉")
