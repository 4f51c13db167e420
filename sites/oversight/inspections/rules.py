"""When an inspection may be arranged, is complete, may be signed and closed (5.1, 5.4). Pure."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from sdzx.clauses import enforces
from sdzx.workflow import Blocker
from sites.oversight.inspections.answers import NOT_APPLICABLE, Row, findings_of, items_of, rows_of
from sites.oversight.inspections.candidates import Candidate, candidates, relations
from sites.oversight.inspections.models import Inspection
from sites.registry.models import Site

FEWEST = 2
PHOTOS_PER_ITEM = 8


@enforces("5.1")
def inspectors_unfit(site: Site, inspectors: Sequence[Candidate], day: datetime.date) -> list[Blocker]:
    """At least two, each of the centre's staff or validly in its pool on the day, nobody with a tie to the host."""
    users = {each.user.pk: each.user for each in inspectors}
    found = []
    if len(users) < FEWEST:
        found.append(Blocker(f"检查人员不得少于{FEWEST}人，现为{len(users)}人。", "5.1", "inspectors"))
    known = candidates(site.center, day)
    tied = relations(list(users.values()), site.organization)
    for key, user in users.items():
        if key not in known:
            found.append(
                Blocker(f"{user.name}在检查当日不是本中心工作人员，也没有有效的督导员、专家资格。", "5.3", "inspectors")
            )
        if key in tied:
            found.append(Blocker(f"{user.name}{tied[key]}，应当回避。", "5.1", "inspectors"))
    return found


@enforces("5.1", "5.4")
def planning_unfit(
    site: Site,
    *,
    scheduled_on: datetime.date,
    reason: str,
    inspectors: Sequence[Candidate],
    session_day: datetime.date | None,
    day: datetime.date,
) -> list[Blocker]:
    """A site that still has its qualification, a day to come, a reason, fit inspectors; a session of that very day."""
    found = []
    if site.status == Site.Status.REVOKED:
        found.append(Blocker("该考点已被取消资格，不再检查。", "5.4", "site"))
    if scheduled_on < day:
        found.append(Blocker("检查日期不能早于今天。", "5.1", "scheduled_on"))
    if not reason.strip():
        found.append(Blocker("请写明检查事由。", "5.1", "reason"))
    if session_day is not None and session_day != scheduled_on:
        found.append(Blocker(f"所选场次在{session_day}考核，检查日期应为当日。", "5.1", "scheduled_on"))
    return found + inspectors_unfit(site, inspectors, scheduled_on)


def session_foreign() -> list[Blocker]:
    """The session chosen is not held at this site."""
    return [Blocker("所选场次不在该考点举行，请重新选择。", "5.1", "session")]


def answers_wrong(inspection: Inspection, answers: Mapping[str, Mapping[str, Any]]) -> list[Blocker]:
    """Answers that do not fit their item. What is not yet answered is no error of a draft."""
    found = []
    for item in items_of(inspection.checklist):
        value = answers.get(item.code, {}).get("value", "")
        if value and value not in item.choices:
            found.append(Blocker(f"“{item.text}”的检查结果不在可选范围内。", "5.1", f"value_{item.code}"))
    return found


def photo_unfit(inspection: Inspection, code: str) -> list[Blocker]:
    """The item stands on the list and has not yet as many photos as are taken."""
    if code not in {item.code for item in items_of(inspection.checklist)}:
        return [Blocker("检查表中没有这一项，照片不能保存。", "5.1")]
    if inspection.photos.filter(code=code).count() >= PHOTOS_PER_ITEM:
        return [Blocker(f"{code}的现场照片最多{PHOTOS_PER_ITEM}张。", "5.1")]
    return []


@enforces("5.1", "5.4")
def checking_incomplete(inspection: Inspection) -> list[Blocker]:
    """Every item answered; a finding and what does not apply explained; a photo where the checklist demands one."""
    page = reverse("inspections:edit", args=[inspection.uid])
    found = []
    for row in rows_of(inspection):
        item = row.item
        if not row.value:
            found.append(Blocker(f"{item.code}“{item.text}”还没有检查结果。", "5.1", url=f"{page}#item-{item.code}"))
            continue
        found += [Blocker(sentence, clause, url=f"{page}#item-{item.code}") for sentence, clause in _lacking(row)]
    return found


def _lacking(row: Row) -> list[tuple[str, str]]:
    item = row.item
    found = []
    if (row.is_finding or row.value == NOT_APPLICABLE) and not row.remark:
        what = "存在的问题" if row.is_finding else "不适用的理由"
        found.append((f"{item.code}为“{row.answer}”，请写明{what}。", "5.4" if row.is_finding else "5.1"))
    if item.photo and row.value != NOT_APPLICABLE and not row.photos:
        found.append((f"{item.code}“{item.text}”须有现场照片。", "5.1"))
    return found


@enforces("5.1")
def checking_day_unfit(inspection: Inspection, held_on: datetime.date, day: datetime.date) -> list[Blocker]:
    """What lies in the future cannot have been carried out; an announced one does not come before its day."""
    if day < inspection.scheduled_on:
        return [Blocker(f"检查定于{inspection.scheduled_on}，当日起才能提交检查结果。", "5.1", "carried_out_on")]
    if held_on > day:
        return [Blocker("实际检查日期不能晚于今天。", "5.1", "carried_out_on")]
    if held_on < inspection.scheduled_on:
        return [Blocker(f"实际检查日期不能早于安排的{inspection.scheduled_on}。", "5.1", "carried_out_on")]
    return []


@enforces("5.1")
def signature_unfit(representative: str, opinion: str) -> list[Blocker]:
    """Who signs for the site, and what they say."""
    found = []
    if not representative.strip():
        found.append(Blocker("请填写考点签字人姓名。", "5.1", "representative"))
    if not opinion.strip():
        found.append(Blocker("请填写考点意见，没有异议的写“无异议”。", "5.1", "opinion"))
    return found


@enforces("5.1", "5.4")
def closing_unfit(inspection: Inspection, result: str, conclusion: str) -> list[Blocker]:
    """The result agrees with what was found; anything but a pass says what follows."""
    findings = findings_of(inspection)
    results = Inspection.Result
    found = []
    if result == results.PASSED and any(row.is_serious for row in findings):
        codes = "、".join(row.item.code for row in findings if row.is_serious)
        found.append(Blocker(f"重点项{codes}不符合，检查结果不能为“合格”。", "5.4", "result"))
    if result != results.PASSED and not findings:
        found.append(Blocker("检查表没有记录问题，检查结果只能为“合格”。", "5.4", "result"))
    if result != results.PASSED and not conclusion.strip():
        found.append(Blocker("请写明处理意见。", "5.4", "conclusion"))
    return found
