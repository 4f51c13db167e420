"""Publishing sites (2.4), suspending and reinstating them (5.4): the only writer of Publication, Site, Authorisation."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.services import file_item
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files import services as files
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.serials.services import take
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on, refuse_unless_open
from sites.applications import filing
from sites.applications.models import Application, ApplicationProject
from sites.registry import documents, rules
from sites.registry.changes import rules as change_rules
from sites.registry.changes import services as change_services
from sites.registry.coming import expecting_sessions
from sites.registry.models import Authorisation, Publication, Site
from sites.registry.terms import term_end


@transaction.atomic
def create(
    *, by: Actor, number: str, heading: str, issued_on: datetime.date, applications: Sequence[Application]
) -> Publication:
    """A draft of the bureau. Raises Refused for a number that is taken."""
    require(by, "publication.edit")
    if by.center is None:
        raise Refused("请切换到市人社局的身份。")
    publication = Publication(center=by.center, number=number, heading=heading, issued_on=issued_on)
    refuse_on(rules.number_taken(publication))
    publication.save()
    publication.applications.set(applications)
    after = {"number": number, "applications": [each.number for each in applications]}
    trace(by=by, verb="publication.create", label="起草公布公告", subject=publication, after=after)
    return publication


@transaction.atomic
def edit(
    publication: Publication,
    *,
    by: Actor,
    number: str,
    heading: str,
    issued_on: datetime.date,
    applications: Sequence[Application],
) -> Publication:
    """Change a draft. Raises Refused once it is published, or for a number that is taken."""
    locked(publication)
    require(by, "publication.edit", publication)
    publication.number, publication.heading, publication.issued_on = number, heading, issued_on
    refuse_on(rules.not_editable(publication) + rules.number_taken(publication))
    publication.save(update_fields=["number", "heading", "issued_on"])
    publication.applications.set(applications)
    after = {"number": number, "applications": [each.number for each in applications]}
    trace(by=by, verb="publication.edit", label="修改公布公告", subject=publication, after=after)
    return publication


@transaction.atomic
@enforces("2.4")
def publish(publication: Publication, *, by: Actor) -> Publication:
    """Make the batch known: from this moment the new sites exist and the changes and renewals hold. Raises Refused.

    Whoever is second is told who published before. Freezes the notice, tells the hosts, files each application's case.
    """
    locked(publication)
    refuse_unless_open(publication, "publish", by=by)
    day = clock.today()
    keys = list(publication.applications.order_by("id").values_list("pk", flat=True))
    applications = list(Application.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    hosts = [each.organization_id for each in applications]
    list(Site.objects.select_for_update(of=("self",)).filter(organization__in=hosts).order_by("pk"))
    refuse_on(blockers(publication, applications, day))
    advance(publication, "publish", by=by, detail={"applications": [each.number for each in applications]})
    made = [(each, _in_force(each, publication, by, day)) for each in applications]
    publication.notice = files.store(
        documents.notice_pdf(publication), name=f"{publication.heading}.pdf", kind="publication.notice", by=by
    )
    publication.save(update_fields=["notice"])
    for application, site in made:
        case = filing.archive(application, by=by, event_on=day)
        file_item(
            case, by=by, kind=filing.NOTICE, title=str(publication), file=publication.notice, source=filing.PORTAL
        )
        new = application.kind == Application.Kind.ESTABLISHMENT
        kind = NoticeKind.SITE_PUBLISHED if new else NoticeKind.SITE_CHANGED
        staff = holders(Role.SITE, organization=site.organization)
        notify(kind, to=staff, subject=site, url=record_path(site), matter=application.get_kind_display())
    return publication


def blockers(publication: Publication, applications: Sequence[Application], day: datetime.date) -> list[Blocker]:
    """Whatever stands in the way of the batch, each with the host that it concerns."""
    return [
        *rules.blockers_of_publication(publication, applications, day),
        *change_rules.not_publishable(applications),
        *change_rules.outdated(applications, day),
    ]


def _in_force(application: Application, publication: Publication, by: Actor, day: datetime.date) -> Site:
    if application.kind == Application.Kind.ESTABLISHMENT:
        return _open(application, publication, by, day)
    return change_services.take_effect(application, publication, by=by, day=day)


def _open(application: Application, publication: Publication, by: Actor, day: datetime.date) -> Site:
    """The site of an application, authorised for what was approved, from today on."""
    center = application.center
    advance(application, "publish", by=by, detail={"publication": publication.number})
    number = take(f"site/{center.code}")[0]
    site = Site.objects.create(
        code=f"{center.code[:4]}{number:04d}",
        center=center,
        organization=application.organization,
        name=application.organization.name,
        address=application.address,
        contact=application.responsible,
        phone=application.public_phone or center.phone,
        application=application,
        publication=publication,
    )
    until = term_end(day, policy.of(center).site_validity_years)
    approved = application.projects.filter(decision=ApplicationProject.Decision.APPROVED)
    Authorisation.objects.bulk_create(
        Authorisation(
            site=site,
            project_id=row.project_id,
            rooms=row.rooms,
            workstations=row.workstations,
            valid_from=day,
            valid_to=until,
        )
        for row in approved
    )
    trace(by=by, verb="site.open", label="公布为考点", subject=site, after={"code": site.code, "valid_to": until})
    return site


@transaction.atomic
def suspend(site: Site, *, by: Actor, ground: str) -> Site:
    """No new sessions: the automatic consequence of a measure or of a decided exit, never an act of its own (5.4)."""
    locked(site)
    advance(site, "suspend", by=by, ground=ground)
    _tell(NoticeKind.SITE_SUSPENDED, site, ground)
    return site


def _tell(kind: NoticeKind, site: Site, ground: str) -> None:
    """The host, and who arranges the centre's sessions."""
    people = holders(Role.SITE, organization=site.organization) + holders(Role.ARRANGER, center=site.center)
    notify(kind, to=people, subject=site, url=record_path(site), reason=ground)


@transaction.atomic
@enforces("5.4")
def reinstate(site: Site, *, by: Actor, ground: str) -> Site:
    """Take a suspended site up again; also whoever expects a session there is told.

    Raises Refused while an exit is decided or the rectification is not accepted.
    """
    locked(site)
    refuse_on(rules.reinstating_unfit(site))
    advance(site, "reinstate", by=by, ground=ground)
    _tell(NoticeKind.SITE_REINSTATED, site, ground)
    url = reverse("registry:site", args=[site.code])
    notify(NoticeKind.SITE_OPEN_AGAIN, to=expecting_sessions(site, clock.now()), subject=site, url=url)
    return site


@transaction.atomic
def revoke(site: Site, *, by: Actor, ground: str) -> Site:
    """Take the qualification away: the automatic consequence of a published exit (5.4)."""
    locked(site)
    advance(site, "revoke", by=by, ground=ground)
    _tell(NoticeKind.SITE_REVOKED, site, ground)
    return site


def record_path(site: Site) -> str:
    """The address of the site's page for those who sign in."""
    return reverse("registry:record", args=[site.uid])
