"""What makes a catalogue entry and its specification usable (clause 1)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sdzx.catalogue.models import Project, Specification
from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.workflow import Blocker

OCCUPATIONAL_ENDINGS = ("工", "员", "师")
HUNDRED = Decimal(100)
LEFT = (Project.Status.LEAVING, Project.Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Task:
    """A work task of a specification; `weight` in percent."""

    name: str
    procedure: str
    knowledge: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row of the preparation notice: `kind` is one of PreparationRequirement.Kind."""

    kind: str
    name: str
    quantity: Decimal
    spec: str = ""
    unit: str = ""
    per_candidate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that a version of a specification says."""

    definition: str
    audience: str
    eligibility: str
    examiner_composition: str
    mode: str
    minutes: int
    venue: str
    examiners: int = 3
    pass_mark: Decimal | None = None
    in_force_from: datetime.date | None = None
    file: StoredFile | None = None
    tasks: tuple[Task, ...] = ()
    requirements: tuple[Requirement, ...] = ()


def goes_on(project: Project, announced: datetime.datetime | None) -> bool:
    """Does a batch announced at that moment go on although its project is withdrawn? The withdrawal says so, and only of
    batches that were public before it was decided."""
    decided = project.withdrawal_decided_at
    return (
        project.announced_batches == Project.Batches.CONTINUE
        and announced is not None
        and decided is not None
        and announced < decided
    )


@enforces("1")
def unusable(project: Project, day: datetime.date, *, announced: datetime.datetime | None = None) -> list[Blocker]:
    """Why nothing may be announced, authorised, registered, examined or certified in this project on that day.

    `announced` is when the batch in question became public, for what happens within a batch.
    """
    said = f"考核项目“{project.name}”"
    if project.status == Project.Status.DRAFT:
        return [Blocker(f"{said}尚未列入目录生效，不能使用。请联系省中心。", clause="1")]
    found = []
    if project.in_force_from is None or project.in_force_from > day:
        when = f"，自{project.in_force_from:%Y-%m-%d}起生效" if project.in_force_from else ""
        found.append(Blocker(f"{said}在{day:%Y-%m-%d}尚未生效{when}。", clause="1"))
    if project.withdrawn_from is not None and project.withdrawn_from <= day and not goes_on(project, announced):
        found.append(Blocker(f"{said}已自{project.withdrawn_from:%Y-%m-%d}起撤出目录，不能使用。", clause="1"))
    return [*found, *wrong_source(project.source, project.filing_number, project.filed_on)]


@enforces("1")
def registration_stopped(project: Project) -> list[Blocker]:
    """A withdrawal may say that nobody registers any more, not even for examinations before its date."""
    if project.status not in LEFT or project.announced_batches != Project.Batches.STOP:
        return []
    day = project.withdrawn_from
    return [Blocker(f"考核项目“{project.name}”自{day:%Y-%m-%d}起撤出目录，已停止报名。", clause="1")]


@enforces("1")
def wrong_source(source: str, filing_number: str, filed_on: datetime.date | None) -> list[Blocker]:
    """An entry says its source; one developed by the province has a filing number and date."""
    if source == Project.Source.MINISTRY:
        return []
    if source != Project.Source.PROVINCE:
        return [Blocker("请选择项目来源：人社部公布，或我省组织开发并经备案。", clause="1", field="source")]
    found = []
    if not filing_number.strip():
        found.append(Blocker("我省组织开发的项目须填写备案号。", clause="1", field="filing_number"))
    if filed_on is None:
        found.append(Blocker("我省组织开发的项目须填写备案日期。", clause="1", field="filed_on"))
    return found


@enforces("1")
def wrong_name(name: str) -> list[Blocker]:
    """A project is a product or service plus a verb, not an occupation."""
    if name.endswith(OCCUPATIONAL_ENDINGS):
        ending = name[-1]
        return [
            Blocker(
                f"项目名称不能以“{ending}”结尾：专项职业能力以“产品或服务＋动作”命名，如“面包烘焙”。",
                clause="1",
                field="name",
            )
        ]
    return []


@enforces("1")
def not_ready(project: Project) -> list[Blocker]:
    """Everything that stands in the way of putting a draft in force."""
    found = [*wrong_name(project.name), *wrong_source(project.source, project.filing_number, project.filed_on)]
    if project.in_force_from is None:
        found.append(Blocker("请填写生效日期。", clause="1", field="in_force_from"))
    elif project.filed_on is not None and project.filed_on > project.in_force_from:
        found.append(Blocker("生效日期不能早于备案日期。", clause="1", field="in_force_from"))
    return found


def wrong_withdrawal(project: Project, withdrawn_from: datetime.date, day: datetime.date) -> list[Blocker]:
    """A project is withdrawn from its first day in force on, and not for days that are past: what was done on them stays."""
    found = []
    if project.in_force_from is not None and withdrawn_from < project.in_force_from:
        found.append(Blocker(f"撤出日期不能早于生效日期{project.in_force_from:%Y-%m-%d}。", field="withdrawn_from"))
    if withdrawn_from < day:
        found.append(
            Blocker(f"撤出日期不能早于今天（{day:%Y-%m-%d}），已经进行的考核不受影响。", field="withdrawn_from")
        )
    return found


def too_late_to_keep(project: Project, day: datetime.date) -> list[Blocker]:
    """A withdrawal is undone before its day, not on it."""
    if project.withdrawn_from is not None and project.withdrawn_from <= day:
        sentence = f"考核项目“{project.name}”已自{project.withdrawn_from:%Y-%m-%d}起撤出，不能再取消。"
        return [Blocker(sentence, clause="1")]
    return []


@enforces("1")
def incomplete(
    specification: Specification,
    *,
    tasks: Sequence[Task],
    requirements: Sequence[Requirement],
    day: datetime.date,
    former: Specification | None,
) -> list[Blocker]:
    """Everything that stands in the way of putting a version in force on that day in place of `former`."""
    found = [*wrong_weights(tasks)]
    if not requirements:
        found.append(Blocker("请至少填写一项考前准备要求，考核准备通知单由此生成。", clause="4.2"))
    found += left(specification.project)
    if specification.in_force_from is None:
        found.append(Blocker("请填写实施日期。", clause="1", field="in_force_from"))
        return found
    if specification.in_force_from > day:
        found.append(
            Blocker(
                f"实施日期{specification.in_force_from:%Y-%m-%d}未到，到期后再办理生效。",
                clause="1",
                field="in_force_from",
            )
        )
    if former is not None and former.in_force_from and specification.in_force_from <= former.in_force_from:
        found.append(
            Blocker(f"实施日期须晚于现行版本的{former.in_force_from:%Y-%m-%d}。", clause="1", field="in_force_from")
        )
    return found


@enforces("1")
def left(project: Project) -> list[Blocker]:
    """A project that is to leave the catalogue, or has left it, gets no further version of its specification."""
    if project.status not in LEFT:
        return []
    return [Blocker(f"考核项目“{project.name}”{project.get_status_display()}，不能新增规范版本。", clause="1")]


@enforces("1")
def wrong_weights(tasks: Sequence[Task]) -> list[Blocker]:
    """There are tasks, and their weights sum to 100 %."""
    if not tasks:
        return [Blocker("请至少填写一项工作任务。", clause="1")]
    total = sum((task.weight for task in tasks), Decimal(0))
    if total != HUNDRED:
        return [Blocker(f"各工作任务的考核比重合计应为100%，现在是{total.normalize():f}%。", clause="1")]
    return []


def wrong_numbers(content: Content) -> list[Blocker]:
    """Minutes, examiners, pass mark and quantities that cannot be."""
    found = []
    if content.minutes < 1:
        found.append(Blocker("考核时长至少1分钟。", field="minutes"))
    if content.examiners < 1:
        found.append(Blocker("考评员至少1名。", field="examiners"))
    if content.pass_mark is not None and not 0 < content.pass_mark <= HUNDRED:
        found.append(Blocker("合格分数应大于0且不超过100。", field="pass_mark"))
    found += [
        Blocker(f"工作任务“{task.name}”的考核比重应大于0且不超过100%。")
        for task in content.tasks
        if not 0 < task.weight <= HUNDRED
    ]
    names = [task.name for task in content.tasks]
    found += [Blocker(f"工作任务“{name}”重复。") for name in dict.fromkeys(names) if names.count(name) > 1]
    found += [Blocker(f"准备要求“{each.name}”的数量应大于0。") for each in content.requirements if each.quantity <= 0]
    return found
