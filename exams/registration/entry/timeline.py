"""What has happened to a registration and what will, in the candidate's words, with days."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from exams.registration.models import Registration
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of
from sdzx.ui import words
from sdzx.ui.parts import StageState

Status = Registration.Status
PAST: Final = {
    "create": "开始填写报名", "submit": "提交报名", "wait": "名额已满，进入候补", "offer": "有了空余名额，请您确认",
    "take_offer": "您确认了递补", "decline_offer": "您放弃了递补", "lapse": "候补结束", "withdraw": "报名已取消",
    "accept": "审核通过", "send_back": "市中心请您修改", "reject": "审核不通过", "arrange": "安排了考场",
    "unarrange": "考场安排有变动，将重新安排", "sign_in": "到考点签到", "mark_absent": "缺考", "disqualify": "成绩无效",
    "score": "考评员评分", "unscore": "成绩退回核对", "pass": "成绩合格", "fail": "成绩不合格", "certify": "发放证书",
}  # fmt: skip
STOPPED: Final = frozenset({"withdraw", "decline_offer", "lapse", "reject", "mark_absent", "disqualify", "fail"})


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the line: `when` in words (empty where nobody can know yet), what, and more about it."""

    when: str
    what: str
    more: str
    state: StageState


def timeline(record: Registration) -> list[Point]:
    """What has been, oldest first, then what the candidate may expect."""
    shown = [f"registration.{verb}" for verb in PAST]
    entries = entries_of(record).filter(verb__in=shown)
    return [*(_past(entry) for entry in entries), *_future(record)]


def due(record: Registration) -> datetime.datetime | None:
    """Until when the candidate has to act; None when there is nothing to do by a day."""
    if record.status == Status.DRAFT:
        return record.item.registration_closes
    if record.status == Status.RETURNED:
        first = datetime.datetime.combine(record.item.exam_from, datetime.time())
        return timezone.make_aware(first)
    return record.offered_until if record.status == Status.OFFERED else None


def _past(entry: Entry) -> Point:
    verb = entry.verb.removeprefix("registration.")
    number = entry.after.get("报名号")
    more = f"报名号{number}" if number else entry.ground or entry.after.get("审核意见", "")
    state = StageState.STOPPED if verb in STOPPED else StageState.DONE
    return Point(words.moment(entry.at), PAST[verb], more, state)


def _future(record: Registration) -> list[Point]:
    """The first of them is what happens now."""
    seat: Any = getattr(record, "seat", None)
    item = record.item
    days = f"{words.day(item.exam_from)}至{words.day(item.exam_to)}"
    if seat is not None and seat.ticket_number:
        days = words.moment(seat.session.starts_at)
    steps = (
        (Status.DRAFT, f"{words.moment(item.registration_closes)}前", "提交报名", "提交后才占用名额"),
        (Status.SUBMITTED, "", "市中心审核", "结果会通知您"),
        (Status.ACCEPTED, f"{words.day(item.exam_from)}前", "安排考场，可以打印准考证", "安排好会通知您"),
        (Status.ARRANGED, days, "参加考核", "带准考证和有效证件"),
        (Status.PRESENT, "", "评分", ""),
        (Status.SCORED, "", "公布成绩", "结果会通知您"),
        (Status.PASSED, "", "发放证书", "可以下载电子证书"),
    )
    order = [each[0] for each in steps]
    place = {Status.RETURNED: Status.DRAFT, Status.WAITING: Status.DRAFT, Status.OFFERED: Status.DRAFT}
    here = place.get(Status(record.status), Status(record.status))
    if here not in order:
        return []
    rest = list(steps[order.index(here) :])
    if record.status == Status.RETURNED:
        rest[0] = (Status.DRAFT, f"{words.day(item.exam_from)}前", "修改后重新提交", "名额为您保留")
    elif record.status == Status.WAITING:
        rest[0] = (Status.DRAFT, "", "等候空余名额", "轮到您时会通知")
    elif record.status == Status.OFFERED:
        rest[0] = (Status.DRAFT, f"{words.moment(record.offered_until)}前", "确认递补", "逾期名额让给后面的人")
    states = [StageState.CURRENT, *[StageState.NEXT] * (len(rest) - 1)]
    return [Point(when, what, more, state) for (_, when, what, more), state in zip(rest, states, strict=True)]
