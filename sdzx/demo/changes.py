"""Changes of sites that are published already: one made known by the bureau, one waiting for the clerk (2.4)."""

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
MADE_KNOWN = -24


def later(city: City) -> None:
    """The first two sites ask for more places."""
    made = enlarged(city, city.sites[0], Status.APPROVED, start=-40)
    with on(MADE_KNOWN, 10):
        bureau, issued = city.acts(Role.BUREAU), day(MADE_KNOWN)
        notice = registry.create(
            by=bureau, number=f"{city.short}人社公告〔{issued.year}〕5号", issued_on=issued, applications=[made],
            heading=f"关于公布{city.center.city}专项职业能力考核考点变更事项的公告",
        )  # fmt: skip
        registry.publish(notice, by=bureau)
    enlarged(city, city.sites[1], Status.SUBMITTED, start=-2)


def enlarged(city: City, site: Site, status: str, *, start: int) -> Application:
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
        services.submit(with_materials(city, by, made), by=by)
    return reviewed(city, made, status, start)
