"""What a complaint needs at each stage (5.1, 5.4). Pure: every unmet condition, nothing changed."""

import datetime
from collections.abc import Callable

from sdzx.accounts.models import Center
from sdzx.clauses import enforces
from sdzx.identifiers import check_name, check_phone, normalise_phone
from sdzx.notifications.kinds import NoticeKind
from sdzx.workflow import Blocker
from sites.oversight.complaints.models import Complaint
from sites.registry.models import Site

SHORTEST = 10  # characters of facts, findings and answers
NEAR = 2  # working days before the due day from which on people are reminded
S = Complaint.Status


@enforces("5.1", "5.4")
def filing_unfit(
    *,
    site: Site | None,
    place: str,
    center: Center | None,
    facts: str,
    happened_on: datetime.date | None,
    anonymous: bool,
    name: str,
    phone: str,
    email: str,
    day: datetime.date,
) -> list[Blocker]:
    """A place and its city, facts that can be looked into, a day that has been, and a contact or none of it."""
    found = []
    if site is None and not place.strip():
        found.append(Blocker("请选择考点；名录中没有的，填写考点或机构名称。", field="site"))
    if site is None and center is None:
        found.append(Blocker("没有选择考点的，请选择所在城市，以便转给当地市中心。", field="center"))
    found += text_short(facts, field="facts", what="反映的事实", clause="")
    if happened_on is not None and happened_on > day:
        found.append(Blocker("发生日期不能晚于今天。", field="happened_on"))
    contact = (name, phone, email)
    found += contact_surplus(contact) if anonymous else contact_problems(name, phone, email)
    found += identity_shown(facts, contact, field="facts", sentence="请不要在事实中写出自己的%s，以免被人认出。")
    return found


def contact_surplus(contact: tuple[str, str, str]) -> list[Blocker]:
    """Who stays anonymous leaves nothing."""
    if any(each.strip() for each in contact):
        return [Blocker("您选择了匿名，请清空姓名、电话和邮箱；需要答复的，请改选“留下联系方式”。", field="identity")]
    return []


def contact_problems(name: str, phone: str, email: str) -> list[Blocker]:
    """A name, and a telephone or an address for the answer."""
    found = [Blocker(each, field="name") for each in check_name(name)]
    if phone.strip():
        found += [Blocker(each, field="phone") for each in check_phone(phone)]
    if not phone.strip() and not email.strip():
        found.append(Blocker("请填写电话或邮箱，至少一项；不愿留下的，请选“匿名”。", field="phone"))
    return found


def identity_shown(text: str, contact: tuple[str, str, str], *, field: str, sentence: str) -> list[Blocker]:
    """The complainant's name, phone or address in a text that others read. `sentence` has a place for which."""
    name, phone, email = contact
    digits = normalise_phone(phone).replace("-", "")
    shown = [
        label
        for label, value, where in (
            ("姓名", name.strip(), text),
            ("电话", digits, text.replace("-", "").replace(" ", "")),
            ("邮箱", email.strip().lower(), text.lower()),
        )
        if value and value in where
    ]
    return [Blocker(sentence % "、".join(shown), "5.1", field)] if shown else []


@enforces("5.1")
def identity_kept(complaint: Complaint, text: str, *, field: str) -> list[Blocker]:
    """No ground, finding or answer names the complainant: it goes into the trace or to the site."""
    contact = (complaint.name, complaint.phone, complaint.email)
    return identity_shown(text, contact, field=field, sentence="这里出现了举报人的%s，请删去：举报人身份须保密。")


def text_short(text: str, *, field: str, what: str, clause: str = "5.1") -> list[Blocker]:
    """A text that says something."""
    if len("".join(text.split())) < SHORTEST:
        return [Blocker(f"{what}至少写{SHORTEST}个字。", clause, field)]
    return []


@enforces("5.1")
def ground_unfit(complaint: Complaint, ground: str) -> list[Blocker]:
    """The reason for refusing, sending back or passing on; that there is one, `advance()` sees to."""
    return identity_kept(complaint, ground, field="ground")


@enforces("5.1")
def findings_unfit(complaint: Complaint, findings: str) -> list[Blocker]:
    """What was found out, without the complainant."""
    return text_short(findings, field="findings", what="调查结果") + identity_kept(
        complaint, findings, field="findings"
    )


@enforces("5.1")
def conclusion_unfit(complaint: Complaint, result: str, answer: str) -> list[Blocker]:
    """A result, and an answer that explains it."""
    found = []
    if result not in Complaint.Result.values:
        found.append(Blocker("请选择结论。", "5.1", "result"))
    return found + text_short(answer, field="answer", what="答复") + identity_kept(complaint, answer, field="answer")


@enforces("5.1")
def transfer_unfit(complaint: Complaint, center: Center, ground: str) -> list[Blocker]:
    """Only before acceptance, to another city's centre, with a reason."""
    found = []
    if complaint.status != S.RECEIVED:
        found.append(Blocker(f"当前状态为“{complaint.get_status_display()}”，受理后不能再转办。", "5.1"))
    if center.kind != Center.Kind.CITY or center == complaint.center:
        found.append(Blocker("请选择另一个市中心。", "5.1", "center"))
    if not ground.strip():
        found.append(Blocker("请填写转办的理由。", "5.1", "ground"))
    return found + ground_unfit(complaint, ground)


def due_day(complaint: Complaint) -> datetime.date:
    """The day by which the centre owes the next step."""
    return complaint.acceptance_due if complaint.status == S.RECEIVED else complaint.due_on


def reminder(due: datetime.date, today: datetime.date, left: Callable[[], int | None]) -> NoticeKind | None:
    """Which reminder is sent today, if any; `left` counts the working days that remain."""
    if due < today:
        return NoticeKind.COMPLAINT_OVERDUE
    remaining = left()
    return NoticeKind.COMPLAINT_DUE if remaining is not None and remaining <= NEAR else None
