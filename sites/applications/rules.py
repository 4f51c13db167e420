"""What an application needs before it can be submitted, and what the centre's answer needs (2.1, 2.2, A2, 1).

Every function returns all unmet conditions and changes nothing.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from sdzx.accounts.models import Organization
from sdzx.catalogue.rules import unusable
from sdzx.clauses import enforces
from sdzx.fields import label_of
from sdzx.identifiers import check_phone
from sdzx.workflow import Blocker
from sites.applications import changes, limits, marks
from sites.applications.content import Item
from sites.applications.entry.rules import unsettled
from sites.applications.marks import Given
from sites.applications.models import Application, Attachment
from sites.applications.review_models import Snapshot
from sites.applications.sections import Section

LEAST_EXAMINERS = 3
LONGEST_SENTENCE = 300
EDITABLE = (Application.Status.DRAFT, Application.Status.RETURNED)
LIVE = (
    Application.Status.SUBMITTED,
    Application.Status.RETURNED,
    Application.Status.ACCEPTED,
    Application.Status.PANEL_NAMED,
    Application.Status.VISITED,
    Application.Status.EVALUATED,
    Application.Status.APPROVED,
)
UNIT_FIELDS = ("responsible", "phone", "address", "staff_total", "staff_managers", "staff_teachers")


def not_editable(application: Application) -> list[Blocker]:
    """Only a draft and what came back for supplement may be changed."""
    if application.status in EDITABLE:
        return []
    return [Blocker(f"申请{application.get_status_display()}，不能再修改。需要修改的，请联系市中心退回补正。")]


@enforces("2.1")
def host_kind_unfit(organization: Organization) -> list[Blocker]:
    """A host that is none of the four named kinds says why (clause 2.1)."""
    if organization.kind == Organization.Kind.OTHER and not organization.kind_reason.strip():
        return [
            Blocker(
                "申请单位不是职业技能鉴定机构、企业、院校或培训评价机构的，须说明设立考点的理由。", "2.1", "kind_reason"
            )
        ]
    return []


@enforces("A2")
def unit_incomplete(application: Application) -> list[Blocker]:
    """The cells of annex 2's head, and numbers that contradict each other (A2)."""
    found = [
        Blocker(f"请填写{label_of(Application, name)}。", "A2", name)
        for name in UNIT_FIELDS
        if getattr(application, name) is None or not str(getattr(application, name)).strip()
    ]
    for name in ("phone", "public_phone"):
        if number := getattr(application, name):
            found += [
                Blocker(f"{label_of(Application, name)}：{problem}", "A2", name) for problem in check_phone(number)
            ]
    return found + limits.staff_implausible(application)


@enforces("A2")
def premises_incomplete(application: Application) -> list[Blocker]:
    """At least one room; each kind of room with its area, and no area without rooms (A2)."""
    found = []
    counts = {name: getattr(application, f"{name}s") or 0 for name in limits.ROOMS}
    if not any(counts.values()):
        found.append(Blocker("请填写考核场地：自有或租用的教室、操作室至少一间。", "A2", "owned_classrooms"))
    for name, count in counts.items():
        area = getattr(application, f"{name}_area") or 0
        if bool(count) != bool(area):
            said = (
                f"填写了{label_of(Application, f'{name}s')}，请填写面积"
                if count
                else f"填写了面积，请填写{label_of(Application, f'{name}s')}"
            )
            found.append(Blocker(f"{said}。", "A2", f"{name}_area" if count else f"{name}s"))
    return found + limits.rooms_implausible(application)


@enforces("1", "A2")
def projects_unfit(application: Application, day: datetime.date) -> list[Blocker]:
    """At least one project, each usable on that day (clause 1), none of them already under way for this host."""
    rows = list(application.projects.select_related("project"))
    if not rows:
        return [Blocker("请至少填写一个考核项目。", "A2")]
    found = [blocker for row in rows for blocker in unusable(row.project, day)]
    others = Application.objects.filter(organization_id=application.organization_id, status__in=LIVE).exclude(
        pk=application.pk
    )
    elsewhere = dict(others.filter(address=application.address).values_list("projects__project", "number"))
    found += [
        Blocker(f"“{row.project.name}”在同一地址的申请{elsewhere[row.project_id]}正在办理，请勿重复申请。")
        for row in rows
        if row.project_id in elsewhere
    ]
    return found + limits.projects_without_room(application)


@enforces("A2")
def equipment_missing(application: Application) -> list[Blocker]:
    """At least one row of equipment (A2)."""
    return [] if application.equipment.exists() else [Blocker("请填写与项目相适应的设施设备。", "A2")]


@enforces("A2")
def managers_unfit(application: Application, day: datetime.date) -> list[Blocker]:
    """At least one manager, nobody twice, no more than counted (A2)."""
    rows = list(application.managers.all())
    if not rows:
        return [Blocker("请填写组织管理人员，至少1名。", "A2")]
    return limits.people_doubled(rows, day) + limits.managers_more_than_counted(application)


@enforces("2.2", "A2")
def examiners_unfit(application: Application, day: datetime.date) -> list[Blocker]:
    """Three examiners for each project (2.2, the note below annex 2), nobody and no card twice, cards as registered."""
    rows = list(application.examiners.prefetch_related("projects"))
    judged = Counter(project.pk for row in rows for project in row.projects.all())
    found = [
        Blocker(
            f"“{row.project.name}”只有{judged[row.project_id]}名考评员，每个项目至少填写{LEAST_EXAMINERS}名。", "2.2"
        )
        for row in application.projects.select_related("project")
        if judged[row.project_id] < LEAST_EXAMINERS
    ]
    if not rows:
        found.append(Blocker("请填写考评员情况。", "A2"))
    return found + limits.people_doubled(rows, day) + limits.cards_wrong(rows, day)


@enforces("2.2")
def materials_missing(application: Application) -> list[Blocker]:
    """Image proof, management rules and the stamped page (2.2)."""
    have = set(application.attachments.values_list("kind", flat=True))
    wanted = {
        Attachment.Kind.IMAGE: ("images", "请上传考核场地和设施设备的图像，至少1张。"),
        Attachment.Kind.RULES: ("rules", "请上传考核工作管理制度。"),
        Attachment.Kind.STAMPED: ("stamped", "请打印申请表，盖章、签名后上传扫描件。"),
    }
    return [Blocker(sentence, "2.2", field) for kind, (field, sentence) in wanted.items() if kind not in have]


@enforces("A2")
def opinion_missing(application: Application) -> list[Blocker]:
    """The host's own opinion (A2)."""
    return [] if application.opinion.strip() else [Blocker("请填写申报单位意见。", "A2", "opinion")]


def by_section(application: Application, day: datetime.date) -> dict[Section, list[Blocker]]:
    """The whole checklist: what each part of annex 2 still lacks, with the page where it is mended."""
    checks: dict[Section, Callable[[], Sequence[Blocker]]] = {
        Section.UNIT: lambda: host_kind_unfit(application.organization) + unit_incomplete(application),
        Section.PREMISES: lambda: premises_incomplete(application),
        Section.PROJECTS: lambda: projects_unfit(application, day),
        Section.EQUIPMENT: lambda: equipment_missing(application),
        Section.MANAGERS: lambda: managers_unfit(application, day),
        Section.EXAMINERS: lambda: examiners_unfit(application, day),
        Section.ATTACHMENTS: lambda: materials_missing(application),
        Section.OPINION: lambda: opinion_missing(application),
    }
    later = changes.by_section(application, day)
    typed = unsettled(application)
    return {
        section: [
            mended_on(each, application, section)
            for each in [*typed.get(section, ()), *later.get(section, ()), *check()]
        ]
        for section, check in checks.items()
    }


def mended_on(blocker: Blocker, application: Application, section: Section) -> Blocker:
    """The blocker with the address of the page where it is mended."""
    url = reverse("applications:section", args=[application.uid, section.slug])
    return Blocker(blocker.sentence, blocker.clause, blocker.field, url)


@enforces("2.2", "A2")
def blockers_of_submission(application: Application, day: datetime.date) -> list[Blocker]:
    """Everything that is still missing, in annex 2's order, and every mark that is not settled (2.2, A2)."""
    checklist: Mapping[Section, list[Blocker]] = by_section(application, day)
    missing = [blocker for found in checklist.values() for blocker in found]
    return missing + marks_unsettled(application)


def not_returned(application: Application) -> list[Blocker]:
    """Only what came back for supplement has marks to answer."""
    if application.status == Application.Status.RETURNED:
        return []
    return [Blocker(f"申请{application.get_status_display()}，没有待处理的补正事项。")]


def answers_too_long(answers: Mapping[int, str]) -> list[Blocker]:
    """The host's reasons fit beside the marks."""
    return [
        Blocker(f"说明最多{LONGEST_SENTENCE}个字，现为{len(answer)}个字。", field=f"answer_{mark}")
        for mark, answer in answers.items()
        if len(answer) > LONGEST_SENTENCE
    ]


@enforces("2.2")
def marks_unsettled(application: Application) -> list[Blocker]:
    """What was marked is changed, or it is said why not, before the application is submitted again."""
    return [
        Blocker(f"市中心要求补正：{each.mark.label}：{each.mark.sentence.rstrip('。；;.')}。请修改，或说明不修改的理由。", "2.2", each.mark.key,
                reverse("applications:marks", args=[application.uid]))
        for each in marks.current(application)
        if not each.settled
    ]  # fmt: skip


def submitted_meanwhile(snapshot: Snapshot, seen: int | None) -> list[Blocker]:
    """The clerk answers the submission that they have read."""
    if seen is None or seen == snapshot.number:
        return []
    when = timezone.localtime(snapshot.submitted_at)
    return [
        Blocker(
            f"申请单位已于{when:%Y-%m-%d %H:%M}重新提交（第{snapshot.number}次），您看到的是第{seen}次提交的内容。请核对后再办理。"
        )
    ]


@enforces("2.2")
def supplement_unfit(
    snapshot: Snapshot, given: Sequence[Given], items: Sequence[Item], late_ground: str
) -> list[Blocker]:
    """一次性告知: something to supply, each on a place that exists; a ground for what could have been told before."""
    if not given:
        return [Blocker("请标注需要补正的内容，或在“其他要求”中逐行列出。", "2.2", "items")]
    found = [
        Blocker("标注的内容已不在申请表中，请重新标注。", "2.2") for each in given if not marks.label_of(each, items)
    ]
    found += [
        Blocker(f"“{each.sentence[:20]}”的要求超过{LONGEST_SENTENCE}字，请分开填写。", "2.2", "items")
        for each in given
        if len(each.sentence) > LONGEST_SENTENCE
    ]
    if not late_ground.strip():
        found += [
            Blocker(
                f"“{marks.label_of(each, items)}”的内容与第{told}次提交时相同，当时没有告知。补正内容应一次性告知；确需再次告知的，请写明理由。",
                "2.2",
                "late_ground",
            )
            for each in given
            if (told := marks.told_before(snapshot, each, items))
        ]
    return found


@enforces("2.2")
def due_too_soon(due_on: datetime.date | None, day: datetime.date) -> list[Blocker]:
    """A date for supplying, if any, leaves time."""
    return [Blocker("补正期限须晚于今天。", "2.2", "due_on")] if due_on is not None and due_on <= day else []


def grounds_missing(items: Sequence[str]) -> list[Blocker]:
    """A refusal says why."""
    return [] if any(item.strip() for item in items) else [Blocker("请写明不予受理的情形，每行一项。", "2.2", "items")]
