"""The sites of a city: published in a batch by the bureau; in the first city also every state of application and exit."""

from sdzx.accounts.roles import Role
from sdzx.archive import services as archive
from sdzx.archive.models import Case
from sdzx.demo import pictures
from sdzx.demo.applications import taken_to
from sdzx.demo.city import City, uploaded
from sdzx.demo.days import LONG_AGO, day, on
from sites.applications.models import Application
from sites.oversight import services as oversight
from sites.oversight.models import ExitCase
from sites.registry import services
from sites.registry.models import Publication, Site

Status = Application.Status
PUBLISHED, WEEKS = -124, 16
UNDER_WAY = (
    (Status.DRAFT, -4), (Status.SUBMITTED, -3), (Status.RETURNED, -9), (Status.REJECTED, -25), (Status.ACCEPTED, -5),
    (Status.PANEL_NAMED, -5), (Status.VISITED, -8), (Status.EVALUATED, -18), (Status.APPROVED, -20), (Status.REFUSED, -40),
    (Status.WITHDRAWN, -30),
)  # fmt: skip
OLD = 4


def publish(city: City, count: int, *, known: int = PUBLISHED) -> None:
    """So many sites, examined by experts, approved, and made known by the bureau in one notice on the day `known`."""
    approved = [taken_to(city, Status.APPROVED, start=known - WEEKS, projects=city.projects) for _ in range(count)]
    with on(known, 10):
        services.publish(_notice(city, approved, 1, known), by=city.acts(Role.BUREAU))
    city.sites = list(Site.objects.filter(center=city.center).select_related("organization", "center").order_by("pk"))


def filed(city: City, *, known: int = PUBLISHED) -> None:
    """The cases of the published applications go to the archive in time."""
    for site in city.sites:
        with on(known + 14, 9):
            case = Case.objects.get(subject_type="sites.application", subject_id=site.application_id)
            archive.complete(case, by=city.acts(Role.ARCHIVIST))


def _notice(city: City, applications: list[Application], number: int, offset: int) -> Publication:
    issued = day(offset)
    return services.create(
        by=city.acts(Role.BUREAU), number=f"{city.short}人社公告〔{issued.year}〕{number}号", issued_on=issued, applications=applications,
        heading=f"关于公布{city.center.city}专项职业能力考核考点的公告",
    )  # fmt: skip


def long_ago(city: City) -> None:
    """Applications that were rejected before the archive's terms began to run out."""
    for number in range(OLD):
        taken_to(city, Status.REJECTED, start=LONG_AGO + 30 + number * 7, projects=city.projects[:1], prefix="former")


def under_way(city: City) -> None:
    """One application in every other state, and the bureau's draft for what was approved."""
    made = {status: taken_to(city, status, start=start, projects=city.projects[:2]) for status, start in UNDER_WAY}
    with on(-2, 15):
        _notice(city, [made[Status.APPROVED]], 7, -2)


def troubles(city: City) -> None:
    """The last five sites: an exit in every state (5.4)."""
    director = city.acts(Role.DIRECTOR)
    noticed, stated, decided, revoked, closed = city.sites[-5:]
    exit_case(city, noticed, ExitCase.Ground.VICIOUS_COMPETITION, "以“包过”为名低价招揽考生，有宣传单和录音为证。", -4)
    case = exit_case(city, stated, ExitCase.Ground.MISMANAGEMENT, "两次未按准备通知单备齐设备，考核推迟。", -16)
    with on(-12, 11):
        oversight.state(case, by=city.host_of(stated), statement="设备采购延误，已于本月更换供应商，恳请从轻处理。")
    case = exit_case(city, decided, ExitCase.Ground.DISHONESTY, "申请材料中3名考评员证书系伪造。", -30)
    with on(-18, 9):
        oversight.record_statement(case, by=director)
        oversight.decide(case, by=director, decision="伪造申请材料，属违规失信，决定取消考点资格。")
    case = exit_case(city, revoked, ExitCase.Ground.DISHONESTY, "组织替考4人，现场录像和笔录可证。", -60)
    with on(-48, 9):
        oversight.record_statement(case, by=director)
        oversight.decide(case, by=director, decision="组织替考，属违规失信，决定取消考点资格。")
    with on(-44, 9):
        oversight.publish(case, by=city.acts(Role.BUREAU), number=f"{city.short}人社公告〔{day(-44).year}〕3号")
    case = exit_case(city, closed, ExitCase.Ground.MISMANAGEMENT, "群众举报收费不公示。", -14)
    with on(-9, 9):
        oversight.withdraw(case, by=director, ground="经核查，收费公示符合规定，举报不实。")


def exit_case(city: City, site: Site, ground: str, facts: str, offset: int) -> ExitCase:
    """A notice of intent, with ten days for the statement."""
    director = city.acts(Role.DIRECTOR)
    with on(offset, 9):
        proof = uploaded(pictures.scan(city.seed, 200 - offset), "核查笔录.pdf", director)
        return oversight.open_exit(
            site, by=director, ground=ground, facts=facts, evidence=[proof], statement_due=day(offset + 10)
        )
