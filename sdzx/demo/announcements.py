"""The announcements of a city: the annual one with three batches a project, and those under way (3.1)."""

from exams.announcements import services
from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.rules import Batch, Draft
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.demo.city import City
from sdzx.demo.days import TODAY, day, moment, on

PUBLISHED = -100
# batch: registration opens, closes; first and last day of examination
PAST, PRESENT, COMING = (-96, -66, -60, -15), (-64, -20, -14, 30), (-12, 25, 28, 70)
WINDOWS = (PAST, PRESENT, COMING)


def annual(city: City, places: int) -> None:
    """Published in time for the first batch; `places` for each batch."""
    draft = _draft(city, 1, f"{TODAY.year}年度专项职业能力考核公告", _batches(city.projects, places))
    with on(PUBLISHED, 10):
        _published(city, services.create(by=city.acts(Role.ARRANGER), draft=draft))


def revised(city: City) -> None:
    """The annual announcement gets another wording before anybody has registered."""
    arranger = city.acts(Role.ARRANGER)
    with on(PUBLISHED + 2, 9):
        note = "补充残疾考生的合理便利安排，其他内容不变。"
        made = services.revise(Announcement.objects.get(center=city.center), by=arranger, revision_note=note)
        _published(city, made)


def under_way(city: City) -> None:
    """A supplement that waits for the director, one sent back, one being written."""
    arranger = city.acts(Role.ARRANGER)
    batches = _batches(city.projects[:1], 30)[2:]
    with on(-3, 10):
        draft = _draft(city, 8, "关于增加专项职业能力考核批次的补充公告", batches, kind=Announcement.Kind.SUPPLEMENT)
        services.submit(services.create(by=arranger, draft=draft), by=arranger)
        draft = _draft(city, 9, "关于乡村振兴专场考核的补充公告", batches, kind=Announcement.Kind.SUPPLEMENT)
        back = services.submit(services.create(by=arranger, draft=draft), by=arranger)
        services.send_back(back, by=city.acts(Role.DIRECTOR), ground="请写明专场考核对象范围。")
        draft = _draft(city, 10, "关于秋冬季专场考核的补充公告", batches, kind=Announcement.Kind.SUPPLEMENT)
        later = services.submit(services.create(by=arranger, draft=draft), by=arranger)
        services.schedule(later, by=city.acts(Role.DIRECTOR), publish_at=moment(5, 9))


def item(city: City, project: Project, batch: int) -> AnnouncementItem:
    """The batch as the announcement in force has it."""
    found = AnnouncementItem.objects.filter(announcement__center=city.center, announcement__status="published")
    return found.select_related("project", "specification", "announcement__center").get(project=project, batch=batch)


def _published(city: City, announcement: Announcement) -> None:
    services.submit(announcement, by=city.acts(Role.ARRANGER))
    services.publish(announcement, by=city.acts(Role.DIRECTOR))


def _batches(projects: list[Project], places: int) -> tuple[Batch, ...]:
    return tuple(
        Batch(
            project=project, batch=number, places=places, registration_opens=moment(opens, 8), registration_closes=moment(closes, 18),
            exam_from=day(first), exam_to=day(last),
        )
        for project in projects
        for number, (opens, closes, first, last) in enumerate(WINDOWS, 1)
    )  # fmt: skip


def _draft(
    city: City, number: int, heading: str, items: tuple[Batch, ...], kind: str = Announcement.Kind.ANNUAL
) -> Draft:
    return Draft(
        year=TODAY.year, kind=kind, number=f"{city.short}专考〔{TODAY.year}〕{number}号", heading=f"{city.center.city}{heading}",
        introduction="根据《山东省专项职业能力考核工作规则》，现将有关事项公告如下。",
        eligibility="年满16周岁、具有相应技能的劳动者均可报名。", how_to_register="登录本系统报名，个人和单位均可；报名免费。",
        how_appraised="按照考核规范现场实际操作，总分60分及以上为合格。", other_matters="请携带身份证件原件，提前30分钟到达考点。",
        contact=city.acts(Role.ARRANGER).name, phone=f"05{city.seed % 90 + 10:02d}-8660123", items=items,
    )  # fmt: skip
