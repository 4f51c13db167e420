"""Who may sit on a panel, when an evaluation is complete, what a decision needs (2.3).

Every function returns all unmet conditions and changes nothing.
"""

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils import timezone

from sdzx import policy
from sdzx.clauses import enforces
from sdzx.personnel.models import Person, Qualification, Recusal
from sdzx.workflow import Blocker
from sites.applications.models import Application
from sites.evaluations.models import Evaluation, Panel

Decisions = Mapping[int, tuple[bool, str]]


@enforces("2.3")
def experts_unfit(application: Application, people: Sequence[Person], day: datetime.date) -> list[Blocker]:
    """Each a valid expert on the day of the visit, able to sign in, not employed by the applicant, no declared relation."""
    keys = [person.pk for person in people]
    valid = set(
        Qualification.objects.valid_on(day)
        .filter(kind=Qualification.Kind.EXPERT, person__in=keys)
        .values_list("person", flat=True)
    )
    host = application.organization
    recused = dict(Recusal.objects.filter(person__in=keys, organization=host).values_list("person", "reason"))
    found = []
    for person in people:
        if person.pk not in valid:
            found.append(Blocker(f"{person.name}在考察当日没有有效的专家资格。", "5.3", "members"))
        if person.user_id is None:
            found.append(Blocker(f"{person.name}没有登录账号，无法填写评估。", "2.3", "members"))
        if person.employer_id == host.pk or person.employer_name == host.name:
            found.append(Blocker(f"{person.name}在申请单位任职，应当回避。", "2.3", "members"))
        if person.pk in recused:
            found.append(
                Blocker(f"{person.name}与申请单位有利害关系（{recused[person.pk]}），应当回避。", "2.3", "members")
            )
    return found


@enforces("2.3")
def panel_unfit(
    application: Application,
    people: Sequence[Person],
    leader: Person | None,
    visit_on: datetime.date,
    day: datetime.date,
) -> list[Blocker]:
    """As many as the centre's policy asks, an odd number, led by one of them; a visit that is still to come."""
    least = policy.of(application.center).panel_size
    count = len({person.pk for person in people})
    found = []
    if count < least:
        found.append(Blocker(f"专家组至少{least}人，现为{count}人。", "2.3", "members"))
    if count % 2 == 0:
        found.append(Blocker(f"专家组人数应为单数，现为{count}人。", "2.3", "members"))
    if leader is None or leader.pk not in {person.pk for person in people}:
        found.append(Blocker("请从专家组成员中指定一名组长。", "2.3", "leader"))
    if visit_on < day:
        found.append(Blocker("考察日期不能早于今天。", "2.3", "visit_on"))
    return found + experts_unfit(application, people, visit_on)


@enforces("2.3")
def visit_unfit(panel: Panel, visited_on: datetime.date, day: datetime.date) -> list[Blocker]:
    """The visit took place: not before the panel was named, not in the future."""
    found = []
    if visited_on > day:
        found.append(Blocker("实际考察日期不能晚于今天。", "2.3", "visited_on"))
    if visited_on < timezone.localdate(panel.application.status_at):
        found.append(Blocker("实际考察日期不能早于组建专家组的日期。", "2.3", "visited_on"))
    return found


def marks_wrong(panel: Panel, marks: Mapping[str, Any]) -> list[Blocker]:
    """Marks outside their scale. What is not yet marked is no error of a draft."""
    found = []
    for item in panel.rubric.items:
        mark = marks.get(item["code"])
        if mark is not None and not (isinstance(mark, int) and 0 <= mark <= item["full"]):
            found.append(Blocker(f"“{item['name']}”的评分应为0至{item['full']}的整数。", "2.3", f"mark_{item['code']}"))
    return found


@enforces("2.3")
def evaluation_incomplete(evaluation: Evaluation, day: datetime.date) -> list[Blocker]:
    """Every item marked within its scale, a verdict on every project, on or after the day of the visit.

    A veto item with no marks at all rules out every project.
    """
    panel = evaluation.member.panel
    found = marks_wrong(panel, evaluation.marks)
    held_on = panel.visited_on or panel.visit_on
    if day < held_on:
        found.append(Blocker(f"实地考察定于{held_on}，考察当日起才能提交评估。", "2.3"))
    for item in panel.rubric.items:
        if evaluation.marks.get(item["code"]) is None:
            found.append(Blocker(f"请为“{item['name']}”评分。", "2.3", f"mark_{item['code']}"))
    for row in panel.application.projects.select_related("project"):
        if evaluation.verdicts.get(row.project.code) is None:
            found.append(Blocker(f"请对“{row.project.name}”给出是否同意的意见。", "2.3", f"verdict_{row.project.code}"))
    failed = [item["name"] for item in panel.rubric.items if item["veto"] and evaluation.marks.get(item["code"]) == 0]
    if failed and any(evaluation.verdicts.values()):
        found.append(Blocker(f"一票否决项“{'、'.join(failed)}”为0分，各项目不能为“同意”。", "2.3"))
    if not evaluation.comment.strip():
        found.append(Blocker("请填写综合评语。", "2.3", "comment"))
    return found


def outstanding(panel: Panel) -> list[Evaluation]:
    """Evaluations that have not been submitted."""
    waiting = Evaluation.objects.filter(member__panel=panel, status=Evaluation.Status.DRAFT)
    return list(waiting.select_related("member__person"))


@enforces("2.3")
def not_all_submitted(panel: Panel | None) -> list[Blocker]:
    """No conclusion and no decision without a completed evaluation by every member of the panel."""
    if panel is None:
        return [Blocker("尚未组建专家评估组。", "2.3")]
    return [
        Blocker(f"{each.member.person.name}尚未提交评估；全体专家提交后才能继续。", "2.3")
        for each in outstanding(panel)
    ]


@enforces("2.3")
def conclusion_unfounded(panel: Panel, conclusion: str) -> list[Blocker]:
    """«建议设立» needs a mean of at least the rubric's pass mark, and no veto item that anybody marked with 0."""
    if conclusion != Panel.Conclusion.RECOMMENDED:
        return []
    every = [each.marks for each in Evaluation.objects.filter(member__panel=panel)]
    mean = Fraction(sum(sum(marks.values()) for marks in every), max(len(every), 1))
    found = []
    if mean < panel.rubric.pass_mark:
        shown = f"{float(mean):.1f}"
        found.append(
            Blocker(f"平均分{shown}低于通过分数{panel.rubric.pass_mark}分，不能建议设立。", "2.3", "conclusion")
        )
    failed = [
        item["name"]
        for item in panel.rubric.items
        if item["veto"] and any(marks.get(item["code"]) == 0 for marks in every)
    ]
    if failed:
        found.append(Blocker(f"一票否决项“{'、'.join(failed)}”有专家评为0分，不能建议设立。", "2.3", "conclusion"))
    return found


@enforces("2.3")
def conclusion_missing(panel: Panel | None) -> list[Blocker]:
    """All have submitted, and the leader has written the conclusion."""
    found = not_all_submitted(panel)
    if panel is not None and not panel.conclusion:
        found.append(Blocker("专家组组长尚未填写评估结论。", "2.3"))
    return found


@enforces("2.3")
def decision_unfit(application: Application, decisions: Decisions, note: str) -> list[Blocker]:
    """A completed evaluation; each project decided, a refusal with its reason, at least one approved.

    A decision against the panel's conclusion says why.
    """
    panel = Panel.objects.filter(application=application).first()
    found = conclusion_missing(panel)
    for row in application.projects.select_related("project"):
        agreed, reason = decisions.get(row.pk, (None, ""))
        if agreed is None:
            found.append(Blocker(f"请对“{row.project.name}”作出决定。", "2.3", f"decision_{row.pk}"))
        elif not agreed and not reason.strip():
            found.append(Blocker(f"不同意“{row.project.name}”的，请说明理由。", "2.3", f"reason_{row.pk}"))
    if decisions and not any(agreed for agreed, _ in decisions.values()):
        found.append(Blocker("没有同意任何项目；全部不同意的，请使用“不同意设立”。", "2.3"))
    against = panel is not None and panel.conclusion == Panel.Conclusion.NOT_RECOMMENDED
    if against and not note.strip():
        found.append(Blocker("专家组不建议设立，仍拟同意的，请在说明中写明理由。", "2.3", "note"))
    return found
