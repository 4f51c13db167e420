"""Changes and renewals of sites that are published already: in the first city two, over the others every state of both (2.4)."""

from sdzx.accounts.offices import edit_policy
from sdzx.accounts.roles import Role
from sdzx.demo.applications import reviewed, with_materials
from sdzx.demo.city import City
from sdzx.demo.days import day, on
from sites.applications import services
from sites.applications.entry import services as entry
from sites.applications.models import Application
from sites.applications.sections import Section
from sites.registry import services as registry
from sites.registry.changes import services as changes
from sites.registry.models import Site

Status = Application.Status
STATES = (
    (Status.DRAFT, -3), (Status.SUBMITTED, -2), (Status.RETURNED, -9), (Status.REJECTED, -25), (Status.ACCEPTED, -4),
    (Status.PANEL_NAMED, -5), (Status.VISITED, -8), (Status.EVALUATED, -18), (Status.APPROVED, -20), (Status.REFUSED, -36),
    (Status.WITHDRAWN, -30), (Status.PUBLISHED, -40),
)  # fmt: skip
OLD = -335  # with terms of one year: the first renewals are open


def later(city: City) -> None:
    """The first two sites ask for more places: one has them, one waits for the clerk."""
    enlarged(city, city.sites[0], Status.PUBLISHED, -40)
    enlarged(city, city.sites[1], Status.SUBMITTED, -2)


def short_terms(city: City) -> None:
    """This centre publishes sites for one year only."""
    edit_policy(city.center, by=city.acts(Role.DIRECTOR), site_validity_years=1)


def one_of_each(city: City, number: int) -> None:
    """The first site's change and the second one's renewal, both in the same state: each city has another one."""
    status, start = STATES[number % len(STATES)]
    enlarged(city, city.sites[0], status, start)
    renewed(city, city.sites[1], status, start)


def enlarged(city: City, site: Site, status: str, start: int) -> Application:
    """A change of capacity, taken as far as `status`."""
    by = city.host_of(site)
    with on(start, 9):
        made = changes.begin_change(site, by=by, changes=[Application.Change.CAPACITY])
        rows = [
            {"project": row.project, "workstations": row.workstations + 8, "rooms": row.rooms}
            for row in made.projects.select_related("project")
        ]
        entry.save_rows(made, by=by, section=Section.PROJECTS, rows=rows)
        entry.save_fields(made, by=by, section=Section.OPINION, values={"opinion": "增加工位，申请调整容量。"})
    return _taken_to(city, made, status, start, heading="变更事项", number=5)


def renewed(city: City, site: Site, status: str, start: int) -> Application:
    """A renewal of everything that the site holds, taken as far as `status`."""
    by = city.host_of(site)
    with on(start, 10):
        made = changes.begin_renewal(site, by=by, authorisations=list(site.authorisations.all()))
        entry.save_fields(made, by=by, section=Section.OPINION, values={"opinion": "授权即将到期，申请延续。"})
    return _taken_to(city, made, status, start, heading="延续授权", number=6)


def _taken_to(city: City, made: Application, status: str, start: int, *, heading: str, number: int) -> Application:
    by = next(host for host in city.hosts if host.organization == made.organization)
    with on(start, 11):
        if status == Status.DRAFT:
            return made
        if status == Status.WITHDRAWN:
            return services.withdraw(made, by=by)
        services.submit(with_materials(city, by, made), by=by)
    if status != Status.PUBLISHED:
        return reviewed(city, made, status, start)
    reviewed(city, made, Status.APPROVED, start)
    with on(start + 16, 10):
        bureau, issued = city.acts(Role.BUREAU), day(start + 16)
        notice = registry.create(
            by=bureau, number=f"{city.short}人社公告〔{issued.year}〕{number}号", issued_on=issued, applications=[made],
            heading=f"关于公布{city.center.city}专项职业能力考核考点{heading}的公告",
        )  # fmt: skip
        registry.publish(notice, by=bureau)
    return made
