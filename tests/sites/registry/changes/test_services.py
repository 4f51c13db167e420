"""Changes and renewals: begun by the site, in force when the bureau publishes (2.4, 5.4)."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.applications.models import Application
from sites.applications.services import submit
from sites.registry import services as registry
from sites.registry.changes import services
from sites.registry.models import Site
from sites.registry.terms import renewed_end, term_end
from tests.factories import catalogue, changes, people, sites

pytestmark = pytest.mark.django_db


def publish(*applications: Application) -> None:
    registry.publish(sites.publication(*applications), by=people.actor(Role.BUREAU))


def begun(site: Site, *matters: str) -> Application:
    return services.begin_change(site, by=sites.staff(site.organization), changes=matters)


def test_begin_change_is_filled_with_the_site_as_it_stands() -> None:
    site = sites.site()
    made = begun(site, "examiners", "projects")
    assert (made.kind, made.changes, made.site, made.address) == (
        "change",
        ["projects", "examiners"],
        site,
        site.address,
    )
    assert [(row.project, row.workstations, row.rooms) for row in made.projects.all()] == [
        (site.authorisations.get().project, 20, 2)
    ]
    assert (made.equipment.count(), made.managers.count(), made.examiners.count()) == (1, 1, 3)
    assert {row.projects.get() for row in made.examiners.all()} == {site.authorisations.get().project}
    assert made.phone == site.application.phone
    assert sorted(made.attachments.values_list("kind", flat=True)) == ["image", "rules"]
    assert not set(made.attachments.values_list("file", flat=True)) & set(
        site.application.attachments.values_list("file", flat=True)
    )


def test_begin_change_of_premises_wants_new_pictures() -> None:
    assert begun(sites.site(), "premises").attachments.get().kind == "rules"


def test_begin_change_leaves_out_what_the_archive_destroyed() -> None:
    site = sites.site()
    StoredFile.objects.filter(kind="application.rules").update(erased_at=clock.now())
    assert begun(site, "capacity").attachments.get().kind == "image"


def test_begin_change_takes_the_latest_published_application() -> None:
    site = sites.site()
    first = changes.change(site, changes=("examiners",), status="approved")
    first.equipment.create(name="新设备", quantity="1台")
    publish(first)
    made = begun(site, "capacity")
    assert (made.equipment.count(), made.examiners.count()) == (2, 4)


@pytest.mark.clause("2.4")
def test_begin_change_without_a_matter_or_with_one_under_way_is_refused() -> None:
    site = sites.site()
    with pytest.raises(Refused, match="至少一项"):
        begun(site)
    begun(site, "capacity")
    with pytest.raises(Refused, match="尚未办结"):
        begun(site, "capacity")


@pytest.mark.clause("5.4")
@pytest.mark.parametrize("state", ["suspended", "revoked"])
def test_begin_for_a_suspended_or_revoked_site_is_refused(state: str) -> None:
    site = changes.ending_site(status=state)
    with pytest.raises(Refused, match="五（四）"):
        begun(site, "capacity")
    with pytest.raises(Refused, match="五（四）"):
        services.begin_renewal(site, by=sites.staff(site.organization), authorisations=list(site.authorisations.all()))


def test_begin_of_another_hosts_site_is_refused() -> None:
    with pytest.raises(Refused, match="没有找到"):
        services.begin_change(sites.site(), by=sites.staff(), changes=["capacity"])


@pytest.mark.clause("2.4")
def test_begin_renewal_opens_ninety_days_before_the_end() -> None:
    early = changes.ending_site(days=91)
    by = sites.staff(early.organization)
    with pytest.raises(Refused, match="起方可申请延续"):
        services.begin_renewal(early, by=by, authorisations=list(early.authorisations.all()))
    with pytest.raises(Refused, match="至少一个"):
        services.begin_renewal(early, by=by, authorisations=[])
    made = changes.renewal(changes.ending_site(days=90))
    assert (made.kind, made.projects.count()) == ("renewal", 1)


def test_choose_changes_while_it_may_be_edited() -> None:
    made = changes.change(changes=("capacity",))
    by = sites.staff(made.organization)
    services.choose_changes(made, by=by, changes=["premises", "capacity"])
    made.refresh_from_db()
    assert made.changes == ["premises", "capacity"]
    with pytest.raises(Refused, match="至少一项"):
        services.choose_changes(made, by=by, changes=[])
    Application.objects.filter(pk=made.pk).update(status="submitted", number="SQ1")
    with pytest.raises(Refused, match="不能再修改"):
        services.choose_changes(made, by=by, changes=["capacity"])


@pytest.mark.clause("2.4")
def test_change_goes_in_by_the_same_door_as_a_new_site() -> None:
    made = changes.change()
    submit(made, by=sites.staff(made.organization))
    assert (made.status, str(made.number)[:8]) == ("submitted", "SQ370100")


@pytest.mark.clause("2.4")
def test_added_project_is_authorised_from_publication_on_not_before() -> None:
    site, project = sites.site(), catalogue.project()
    made = changes.change(site, project=project, status="approved")
    assert not site.authorisations.filter(project=project).exists()
    publish(made)
    held, today = site.authorisations.get(project=project), clock.today()
    assert (held.workstations, held.valid_from, held.valid_to) == (15, today, term_end(today, 3))
    old = site.authorisations.exclude(project=project).get()
    assert (old.valid_from, old.valid_to) == (sites.FROM, sites.TO)
    assert Application.objects.get(pk=made.pk).status == "published"
    assert Notice.objects.filter(kind="site_changed").count() == 1


def test_refused_project_of_a_change_is_not_authorised() -> None:
    site, project = sites.site(), catalogue.project()
    made = changes.change(site, project=project, changes=("projects", "capacity"), status="approved")
    made.projects.filter(project=project).update(decision="refused")
    publish(made)
    assert site.authorisations.get().workstations == 30


@pytest.mark.clause("5.2")
def test_moved_and_resized_site_keeps_the_old_values_in_its_trace() -> None:
    site = sites.site()
    old = site.address
    made = changes.change(site, changes=("premises", "capacity"), address="济南市高新区2号", status="approved")
    Application.objects.filter(pk=made.pk).update(public_phone="0531-88886666")
    publish(made)
    site.refresh_from_db()
    assert (site.address, site.phone, site.authorisations.get().workstations) == (
        "济南市高新区2号",
        "0531-88886666",
        30,
    )
    entry = entries_of(site).get(verb="site.change")
    assert (entry.before["address"], entry.after["address"]) == (old, "济南市高新区2号")
    name = site.authorisations.get().project.name
    assert (entry.before[name][:5], entry.after[name][:5]) == ("每场20人", "每场30人")
    assert "88886666" not in str(entry.after)


def test_project_not_approved_for_the_new_premises_ends() -> None:
    kept, dropped = catalogue.project(), catalogue.project()
    site = sites.site(projects=[kept, dropped])
    made = changes.change(site, changes=("premises",), status="approved")
    made.projects.filter(project=dropped).update(decision="refused")
    publish(made)
    assert site.authorisations.get(project=kept).valid_to == sites.TO
    assert site.authorisations.get(project=dropped).valid_to == clock.today()


def test_lapsed_project_can_be_added_again_with_a_term_of_its_own() -> None:
    site = sites.site()
    project = site.authorisations.get().project
    site.authorisations.update(valid_to=clock.today() - datetime.timedelta(days=1))
    made = changes.change(site, project=project, status="approved")
    publish(made)
    assert site.authorisations.get().valid_from == clock.today()


@pytest.mark.clause("2.4")
def test_renewal_runs_on_from_the_old_end() -> None:
    site = changes.ending_site(days=30)
    old = site.authorisations.get()
    publish(changes.renewal(site, status="approved"))
    new = site.authorisations.get()
    assert (new.valid_from, new.valid_to) == (old.valid_from, term_end(old.valid_to + datetime.timedelta(days=1), 3))
    entry = entries_of(site).get(verb="site.renewal")
    assert str(old.valid_to) in entry.before[new.project.name]


@pytest.mark.clause("3.3")
def test_renewal_of_what_has_lapsed_runs_from_its_publication() -> None:
    site = changes.ending_site(days=-10)
    publish(changes.renewal(site, status="approved"))
    held, today = site.authorisations.get(), clock.today()
    assert (held.valid_from, held.valid_to) == (today, term_end(today, 3))


@pytest.mark.clause("2.4")
@pytest.mark.clause("5.4")
def test_batch_mixes_new_changed_and_renewed_sites_and_is_refused_naming_the_unfit() -> None:
    new, changed, renewed = sites.approved(), changes.change(status="approved"), changes.renewal(status="approved")
    batch = sites.publication(new, changed, renewed)
    Site.objects.filter(pk=renewed.site_id).update(status="suspended")
    with pytest.raises(Refused) as refusal:
        registry.publish(batch, by=people.actor(Role.BUREAU))
    assert [each.sentence[: len(renewed.organization.name)] for each in refusal.value.blockers] == [
        renewed.organization.name
    ]
    assert Site.objects.count() == 2
    Site.objects.filter(pk=renewed.site_id).update(status="active")
    registry.publish(batch, by=people.actor(Role.BUREAU))
    assert Site.objects.count() == 3
    assert set(
        Application.objects.filter(pk__in=[new.pk, changed.pk, renewed.pk]).values_list("status", flat=True)
    ) == {"published"}


def test_the_later_officer_is_told_who_published() -> None:
    batch = sites.publication(changes.change(status="approved"))
    registry.publish(batch, by=people.actor(Role.BUREAU, person=people.user("甲科长")))
    with pytest.raises(Refused, match="甲科长已于"):
        registry.publish(batch, by=people.actor(Role.BUREAU))


@pytest.mark.parametrize(
    ("old", "day", "end"),
    [
        (datetime.date(2026, 6, 30), datetime.date(2026, 5, 1), datetime.date(2029, 6, 30)),
        (datetime.date(2026, 6, 30), datetime.date(2026, 7, 1), datetime.date(2029, 6, 30)),
        (datetime.date(2026, 6, 30), datetime.date(2026, 9, 1), datetime.date(2029, 8, 31)),
    ],
)
def test_renewed_end(old: datetime.date, day: datetime.date, end: datetime.date) -> None:
    assert renewed_end(old, day, 3) == end
