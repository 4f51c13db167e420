"""Who may sit on a panel, when an evaluation is complete, what a decision needs (2.3).

Every function returns all unmet conditions and changes nothing.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils import timezone

from sdzx import policy
from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.catalogue.rules import unusable
from sdzx.clauses import enforces
from sdzx.personnel.models import Person, Qualification
from sdzx.personnel.rules import judges, lapsed
from sdzx.workflow import Blocker
from sites.applications.models import Application, ApplicationProject
from sites.evaluations.models import Evaluation, Panel

Decisions = Mapping[int, tuple[bool, str]]


@enforces("2.3", "5.3")
def expert_unfit(
    person: Person, host: Organization, projects: Collection[Project], day: datetime.date
) -> list[Blocker]:
    """A valid expert in one of the projects' fields on the day of the visit, able to sign in, without any relation.

    Reads `qualifications` with their projects and `recusals` of the person: prefetch them.
    """
    cards = [card for card in person.qualifications.all() if card.kind == Qualification.Kind.EXPERT]
    valid = [card for card in cards if not lapsed(card, day)]
    found = []
    if not valid:
        until = max((card.valid_to for card in cards), default=None)
        ended = f"，证卡有效期至{until:%Y-%m-%d}" if until and until < day else ""
        found.append(Blocker(f"{person.name}在考察当日没有有效的专家资格{ended}。", "5.3", "members"))
    elif not any(judges(card, project) for card in valid for project in projects):
        found.append(Blocker(f"{person.name}登记的评估项目不含本次申请的任何项目。", "2.3", "members"))
    if person.user_id is None:
        found.append(Blocker(f"{person.name}没有登录账号，无法填写评估。", "2.3", "members"))
    if person.employer_id == host.pk or person.employer_name.strip() == host.name:
        found.append(Blocker(f"{person.name}在申请单位任职，应当回避。", "2.3", "members"))
    found += [
        Blocker(f"{person.name}与申请单位有利害关系（{each.reason}），应当回避。", "2.3", "members")
        for each in person.recusals.all()
        if each.organization_id == host.pk
    ]
    return found


def experts_unfit(application: Application, people: Sequence[Person], day: datetime.date) -> list[Blocker]:
    """Everything that keeps any of them from the panel."""
    keys = [person.pk for person in people]
    known = Person.objects.filter(pk__in=keys).prefetch_related("qualifications__projects", "recusals")
    by_key = {person.pk: person for person in known}
    projects = [row.project for row in application.projects.select_related("project")]
    return [each for key in keys for each in expert_unfit(by_key[key], application.organization, projects, day)]


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


def sitting(panel: Panel) -> list[Evaluation]:
    """The evaluations of those who sit on the panel now, the leader's first."""
    found = Evaluation.objects.filter(member__panel=panel).sitting().select_related("member__person__employer")
    return list(found.order_by("-member__leads", "member__id"))


def outstanding(panel: Panel) -> list[Evaluation]:
    """What is still waited for: not submitted, or the seat is empty."""
    return list(Evaluation.objects.filter(member__panel=panel).outstanding().select_related("member__person"))


@enforces("2.3")
def not_all_submitted(panel: Panel | None) -> list[Blocker]:
    """No conclusion and no decision without a completed evaluation by every member of the panel."""
    if panel is None:
        return [Blocker("尚未组建专家评估组。", "2.3")]
    said = {
        Evaluation.Status.RECUSED: "已退出，尚未更换专家；补齐并全体提交后才能继续。",
        Evaluation.Status.INVITED: "尚未确认参加，也未提交评估；全体专家提交后才能继续。",
    }
    usual = "尚未提交评估；全体专家提交后才能继续。"
    return [
        Blocker(f"{each.member.person.name}{said.get(Evaluation.Status(each.status), usual)}", "2.3")
        for each in outstanding(panel)
    ]


def mean_of(evaluations: Sequence[Evaluation]) -> Fraction:
    """The mean total, exactly."""
    return Fraction(sum(sum(each.marks.values()) for each in evaluations), max(len(evaluations), 1))


def below_pass_mark(panel: Panel, evaluations: Sequence[Evaluation], field: str = "") -> list[Blocker]:
    """The mean total does not reach the rubric's pass mark."""
    mean, least = mean_of(evaluations), panel.rubric.pass_mark
    if mean >= least:
        return []
    return [Blocker(f"平均分{float(mean):.1f}低于通过分数{least}分，不能建议设立。", "2.3", field)]


def failed_vetoes(panel: Panel, evaluations: Sequence[Evaluation]) -> dict[str, list[str]]:
    """Veto items that anybody marked with 0, each with the names of those who did."""
    found = {}
    for item in panel.rubric.items:
        who = [each.member.person.name for each in evaluations if each.marks.get(item["code"]) == 0]
        if item["veto"] and who:
            found[item["name"]] = who
    return found


def vetoed(panel: Panel, evaluations: Sequence[Evaluation], field: str = "") -> list[Blocker]:
    """A failed veto item rules out every project."""
    return [
        Blocker(f"一票否决项“{name}”被{'、'.join(who)}评为0分，不能建议设立。", "2.3", field)
        for name, who in failed_vetoes(panel, evaluations).items()
    ]


def opposed(evaluations: Sequence[Evaluation], code: str) -> bool:
    """The panel has no majority for this project."""
    return sum(bool(each.verdicts.get(code)) for each in evaluations) * 2 <= len(evaluations)


@enforces("2.3")
def conclusion_unfounded(panel: Panel, conclusion: str) -> list[Blocker]:
    """«建议设立» needs a mean of at least the rubric's pass mark, no veto item that anybody marked with 0, and a majority
    for at least one project."""
    if conclusion != Panel.Conclusion.RECOMMENDED:
        return []
    every = sitting(panel)
    found = [*below_pass_mark(panel, every, "conclusion"), *vetoed(panel, every, "conclusion")]
    projects = [row.project for row in panel.application.projects.select_related("project")]
    if all(opposed(every, project.code) for project in projects):
        found.append(Blocker("没有一个项目得到多数专家同意，不能建议设立。", "2.3", "conclusion"))
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
    """A completed evaluation; each project decided, a refusal with its reason, at least one approved, none over a veto.

    A decision against the panel's conclusion, its mean or its majority on a project says why.
    """
    panel = Panel.objects.filter(application=application).select_related("rubric").first()
    found = conclusion_missing(panel)
    every = sitting(panel) if panel else []
    for row in application.projects.select_related("project"):
        found += project_unfit(row, decisions.get(row.pk), every)
    agreed_any = any(agreed for agreed, _ in decisions.values())
    if decisions and not agreed_any:
        found.append(Blocker("没有同意任何项目；全部不同意的，请使用“不同意申请”。", "2.3"))
    if panel is None or not agreed_any:
        return found
    found += [
        Blocker(f"一票否决项“{name}”被{'、'.join(who)}评为0分，不能同意设立。", "2.3")
        for name, who in failed_vetoes(panel, every).items()
    ]
    if not note.strip():
        if panel.conclusion == Panel.Conclusion.NOT_RECOMMENDED:
            found.append(Blocker("专家组不建议设立，仍拟同意的，请在说明中写明理由。", "2.3", "note"))
        if below_pass_mark(panel, every):
            found.append(Blocker("平均分低于通过分数，仍拟同意的，请在说明中写明理由。", "2.3", "note"))
    return found


@enforces("1")
def projects_gone(application: Application, decisions: Decisions, day: datetime.date) -> list[Blocker]:
    """A project that has left the catalogue meanwhile is not approved; the others go on."""
    return [
        Blocker(f"{each.sentence}不能同意该项目，其他项目可以继续。", each.clause, f"decision_{row.pk}")
        for row in application.projects.select_related("project")
        if decisions.get(row.pk, (False, ""))[0]
        for each in unusable(row.project, day)
    ]


def project_unfit(
    row: ApplicationProject, decision: tuple[bool, str] | None, evaluations: Sequence[Evaluation]
) -> list[Blocker]:
    """One project's decision: it is there, and says why when it refuses or goes against the panel's majority."""
    name = row.project.name
    if decision is None:
        return [Blocker(f"请对“{name}”作出决定。", "2.3", f"decision_{row.pk}")]
    agreed, reason = decision
    if reason.strip():
        return []
    if not agreed:
        return [Blocker(f"不同意“{name}”的，请说明理由。", "2.3", f"reason_{row.pk}")]
    if evaluations and opposed(evaluations, row.project.code):
        return [Blocker(f"“{name}”没有得到多数专家同意，仍拟同意的，请说明理由。", "2.3", f"reason_{row.pk}")]
    return []
