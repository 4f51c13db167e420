"""When a site may apply for a change or a renewal, and what the bureau may make known of it (2.4, 5.4). Pure."""

import datetime
from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse

from sdzx.clauses import enforces
from sdzx.workflow import Blocker
from sites.applications.changes import held_on, renewal_opens, site_unfit
from sites.applications.models import Application
from sites.registry.models import Authorisation, Site

S = Application.Status
CLOSED = (S.REJECTED, S.REFUSED, S.PUBLISHED, S.WITHDRAWN)


def open_one(site: Site) -> Application | None:
    """The site's change or renewal that is under way."""
    return Application.objects.filter(site=site).exclude(status__in=CLOSED).first()


@enforces("5.4")
def site_barred(site: Site) -> list[Blocker]:
    """Suspended and revoked sites neither change nor renew (5.4)."""
    return site_unfit(Application(site=site))


def under_way(site: Site) -> list[Blocker]:
    """One change or renewal at a time."""
    found = open_one(site)
    if found is None:
        return []
    url = reverse("applications:record", args=[found.uid])
    said = f"考点的{found.matter}{found.number or ''}（{found.get_status_display()}）尚未办结，办结或撤回后才能再申请。"
    return [Blocker(said, "2.4", "", url)]


def nothing_chosen(matters: Collection[str]) -> list[Blocker]:
    """A change says what is to be changed."""
    return [] if matters else [Blocker("请选择要变更的事项，至少一项。", "2.4", "changes")]


@enforces("2.4", "5.4")
def change_barred(site: Site, matters: Collection[str]) -> list[Blocker]:
    """An active site with nothing under way, and at least one matter."""
    return site_barred(site) + under_way(site) + nothing_chosen(matters)


def renewable(site: Site, day: datetime.date) -> list[Authorisation]:
    """What can be renewed on that day: near its end, or lapsed already."""
    return [each for each in site.authorisations.select_related("project") if renewal_opens(site, each.valid_to) <= day]


@enforces("2.4", "5.4")
def renewal_barred(site: Site, chosen: Sequence[Authorisation], day: datetime.date) -> list[Blocker]:
    """An active site with nothing under way, and at least one authorisation of its own that is near its end."""
    found = site_barred(site) + under_way(site)
    if not chosen:
        found.append(Blocker("请选择要延续的项目，至少一个。", "2.4", "authorisations"))
    open_now = {each.pk for each in renewable(site, day)}
    for each in chosen:
        if each.pk not in open_now:
            opens = renewal_opens(site, each.valid_to)
            said = f"“{each.project.name}”的授权至{each.valid_to}，{opens}起方可申请延续。"
            found.append(Blocker(said, "2.4", "authorisations"))
    return found


@enforces("2.4", "5.4")
def not_publishable(applications: Iterable[Application]) -> list[Blocker]:
    """Nothing is made known of a suspended or revoked site, nor a new site of a host that has a suspended one (5.4)."""
    found = []
    for application in applications:
        host = application.organization.name
        found += [Blocker(f"{host}：{each.sentence}", each.clause, "applications") for each in site_unfit(application)]
        if application.site is None:
            halted = Site.objects.filter(organization=application.organization, status=Site.Status.SUSPENDED)
            found += [
                Blocker(f"{host}的考点“{each.name}”（{each.code}）暂停期间，不能公布新的考点。", "5.4", "applications")
                for each in halted
            ]
    return found


@enforces("2.4")
def outdated(applications: Iterable[Application], day: datetime.date) -> list[Blocker]:
    """A renewal of what the site no longer holds, a capacity of what has lapsed meanwhile: named, with its host."""
    found = []
    for application in applications:
        site = application.site
        if site is None:
            continue
        held = held_on(site, day)
        known = set(site.authorisations.values_list("project_id", flat=True))
        wanted = application.projects.filter(decision="approved").select_related("project")
        adds = Application.Change.PROJECTS in application.changes
        for row in wanted:
            name = f"{application.organization.name}的“{row.project.name}”"
            if application.kind == Application.Kind.RENEWAL and row.project_id not in known:
                found.append(Blocker(f"{name}：考点已没有这项授权，不能延续。", "2.4", "applications"))
            if application.kind == Application.Kind.CHANGE and row.project_id not in held and not adds:
                found.append(Blocker(f"{name}：授权已到期，须先延续。", "2.4", "applications"))
    return found
