"""Who may judge and supervise a session, and when it has enough of them (4.3); reports and incidents (5.1). Pure."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from exams.dispatch.items import ITEMS
from exams.dispatch.models import Assignment, Incident
from exams.registration.models import Registration
from exams.sessions.models import Session
from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.clauses import enforces
from sdzx.identifiers import normalise_document
from sdzx.personnel.models import Person, Qualification
from sdzx.personnel.rules import conflicts, unfit
from sdzx.workflow import Blocker

SUPERVISORS = 1
CONCLUDED = (Session.Status.CLOSED, Session.Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of one session: what somebody sent there must fit, and what they must not be tied to.

    `units` are the candidates' units, `employers` those that candidates wrote down; `candidates` are blind indexes of their
    documents; `busy` says of whom which other session overlaps; `engaged` are those already sent to this one.
    """

    project: Project
    day: datetime.date
    host: Organization
    units: Mapping[int, Organization] = field(default_factory=dict)
    employers: frozenset[str] = frozenset()
    candidates: frozenset[str] = frozenset()
    busy: Mapping[int, str] = field(default_factory=dict)
    engaged: frozenset[int] = frozenset()


@enforces("4.3", "5.3")
def unsuitable(qualification: Qualification, around: Circumstances) -> list[Blocker]:
    """Why this person must not judge or supervise the session: every reason."""
    person = qualification.person
    found = unfit(qualification, project=around.project, day=around.day, organization=around.host)
    found += _tied_to_candidates(person, around)
    if person.document_index in around.candidates:
        found.append(Blocker(f"{person.name}是本场次的考生，不能参加考评或督导。", "4.3"))
    if other := around.busy.get(person.pk):
        found.append(Blocker(f"{person.name}在同一时间已被派遣到场次{other}。", "4.3"))
    return found


def _tied_to_candidates(person: Person, around: Circumstances) -> list[Blocker]:
    units = [unit for pk, unit in around.units.items() if pk != around.host.pk]
    found = [blocker for unit in units for blocker in conflicts(person, unit)]
    name = person.employer_name.strip()
    if name in around.employers and name not in {around.host.name, *(unit.name for unit in units)}:
        found.append(Blocker(f"{person.name}的工作单位“{name}”有考生参加本场次，应当回避。", "4.3"))
    return found


@enforces("4.3")
def not_open(session: Session) -> list[Blocker]:
    """Why nobody can be invited, answer or be taken off: the session is not published, has begun or is gone."""
    if session.status == Session.Status.PUBLISHED:
        return []
    shown = session.get_status_display()
    return [Blocker(f"场次当前“{shown}”，只有已发布、尚未开始的场次可以办理派遣和答复。", "4.3")]


@enforces("4.3")
def not_invitable(qualification: Qualification, session: Session, around: Circumstances) -> list[Blocker]:
    """Why this person cannot be invited now: the session's state, an invitation already there, every lack of fitness."""
    found = not_open(session)
    if qualification.kind not in Assignment.Duty.values:
        found.append(Blocker("派遣的只能是考评员或督导员。", "4.3", field="qualification"))
    if qualification.person.pk in around.engaged:
        found.append(Blocker(f"{qualification.person.name}已在本场次的派遣名单中。", "4.3", field="qualification"))
    if qualification.person.user_id is None:
        found.append(Blocker(f"{qualification.person.name}还没有登录账号，无法答复派遣；请先在人员登记册中关联账号。"))
    return found + unsuitable(qualification, around)


@enforces("4.3")
def not_admissible(
    assignment: Assignment, card_number: str, around: Circumstances, today: datetime.date
) -> list[Blocker]:
    """证卡上岗: why this person cannot take up duty: wrong card, wrong day, no longer fit."""
    session, held = assignment.session, assignment.qualification.card_number
    found = []
    if not same_card(card_number, held):
        found.append(
            Blocker(f"证卡编号与{assignment.person.name}的登记不符，请核对证卡与本人。", "4.3", field="card_number")
        )
    if session.day != today:
        found.append(Blocker(f"考核日期为{session.day:%Y-%m-%d}，到岗登记只能在当天办理。", "4.3"))
    if session.status not in (Session.Status.PUBLISHED, Session.Status.RUNNING):
        found.append(Blocker(f"场次当前“{session.get_status_display()}”，不能办理到岗登记。"))
    return found + unsuitable(assignment.qualification, around)


def same_card(typed: str, held: str) -> bool:
    """Whether a typed or scanned card number is that one; white space, hyphens, width and case do not matter."""
    return bool(typed.strip()) and normalise_document(typed) == normalise_document(held)


def needed(session: Session, least: int) -> int:
    """How many examiners: what the specification asks, never fewer than the centre's own number."""
    return max(session.specification.examiners, least)


@enforces("4.3")
def understaffed(session: Session, present: Sequence[Assignment], least: int, around: Circumstances) -> list[Blocker]:
    """Why the session cannot start for want of examiners or supervisors, present and still fit."""
    count = Counter(assignment.duty for assignment in present)
    asked = {Assignment.Duty.EXAMINER: needed(session, least), Assignment.Duty.SUPERVISOR: SUPERVISORS}
    found = [
        Blocker(f"到岗{duty.label}{count[duty]}人，至少需要{number}人。", "4.3")
        for duty, number in asked.items()
        if count[duty] < number
    ]
    return found + [blocker for each in present for blocker in unsuitable(each.qualification, around)]


def drawn(seed: str, cards: Collection[str], count: int) -> list[str]:
    """The cards drawn: the same seed and the same cards give the same draw, whatever the order they come in."""
    return sorted(cards, key=lambda card: hashlib.sha256(f"{seed}:{card}".encode()).digest())[:count]


@enforces("4.3")
def not_drawable(fit: Collection[Qualification], missing: int, label: str) -> list[Blocker]:
    """Why nobody can be drawn: none is missing, or fewer are fit than are missing."""
    if missing <= 0:
        return [Blocker(f"本场次{label}已足额，不需要再抽取。")]
    if len(fit) < missing:
        return [Blocker(f"还需要{label}{missing}人，合格且可派的只有{len(fit)}人；请补充登记人员或调整场次。", "4.3")]
    return []


@enforces("4.3", "5.1")
def unreported(answers: Mapping[str, str], notes: Mapping[str, str], summary: str, rating: str) -> list[Blocker]:
    """What a supervisor's report still lacks before it can be submitted."""
    found = []
    for number, item in enumerate(ITEMS, 1):
        if item.code not in answers:
            found.append(Blocker(f"第{number}项“{item.text}”还没有填写。", "4.3", field=item.code))
        elif answers[item.code] == "no" and not notes.get(item.code, "").strip():
            found.append(Blocker(f"第{number}项“{item.text}”选了“否”，请写明情况。", "5.1", field=f"{item.code}-note"))
    if not summary.strip():
        found.append(Blocker("请填写督导意见。", "4.3", field="summary"))
    if not rating:
        found.append(Blocker("请选择总体评价。", "4.3", field="rating"))
    return found


@enforces("5.1")
def not_reportable(session: Session, *, against: str, has_seat: bool, has_person: bool, belongs: bool) -> list[Blocker]:
    """Why an incident cannot be recorded: the session has nothing to report yet, or it names the wrong people."""
    found = []
    if session.status in (Session.Status.DRAFT, Session.Status.CANCELLED):
        found.append(Blocker(f"场次当前“{session.get_status_display()}”，不能登记违纪违规。", "5.1"))
    if against == Incident.Against.CANDIDATE and not has_seat:
        found.append(Blocker("请选择涉及的考生。", "5.1", field="seat"))
    if against == Incident.Against.STAFF and not has_person:
        found.append(Blocker("请选择涉及的人员；不在派遣名单中的人员，请登记为涉及考点。", "5.1", field="person"))
    if not belongs:
        found.append(Blocker("所选的考生或人员不属于本场次。", "5.1", field="against"))
    return found


@enforces("5.1")
def not_closable(incident: Incident, outcome: str, registration: Registration | None, evidence: int) -> list[Blocker]:
    """Why the incident cannot be closed so: no evidence, or a disqualification that does not fit."""
    found = []
    if outcome != Incident.Outcome.NONE and not evidence:
        found.append(Blocker("作出处理须有证据：请先补充照片、录像截图或书面说明。", "5.1", field="outcome"))
    if outcome == Incident.Outcome.DISQUALIFIED:
        found += _not_disqualifiable(registration)
    return found


def _not_disqualifiable(registration: Registration | None) -> Iterable[Blocker]:
    if registration is None:
        return [Blocker("只有涉及考生的违纪才能“取消本次成绩”。", "5.1", field="outcome")]
    if registration.status not in (Registration.Status.PRESENT, Registration.Status.SCORED):
        shown = registration.get_status_display()
        return [
            Blocker(
                f"考生{registration.name}当前“{shown}”，不能取消本次成绩；已发证的请办理证书撤销。",
                "5.1",
                field="outcome",
            )
        ]
    return []
