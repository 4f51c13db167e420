"""Drawing a panel and replacing a member (2.3). Pure but for the calendar of the record itself."""

import dataclasses
import datetime
import hashlib
from collections.abc import Mapping, Sequence

from sdzx import policy
from sdzx.clauses import enforces
from sdzx.personnel.models import Person
from sdzx.workflow import Blocker
from sites.applications.models import Application
from sites.evaluations import rules
from sites.evaluations.models import Evaluation, Panel, PanelDraw, SubstituteDraw

OPEN = (Application.Status.PANEL_NAMED, Application.Status.VISITED)


def drawn(seed: str, loads: Mapping[str, int], count: int) -> list[str]:
    """The keys drawn: who sat least this year comes first, the seed decides among equals. The same seed and the same
    loads give the same draw, in whatever order they come."""
    return sorted(loads, key=lambda key: (loads[key], hashlib.sha256(f"{seed}:{key}".encode()).digest()))[:count]


@enforces("2.3")
def not_drawable(
    application: Application, fit: int, count: int, visit_on: datetime.date, day: datetime.date
) -> list[Blocker]:
    """An accepted application, a visit to come, an odd number, as many as asked for, and so many who may sit."""
    least = policy.of(application.center).panel_size
    found = []
    if application.status != Application.Status.ACCEPTED:
        found.append(Blocker(f"当前状态为“{application.get_status_display()}”，不能抽取专家。", "2.3"))
    if visit_on < day:
        found.append(Blocker("考察日期不能早于今天。", "2.3", "visit_on"))
    if count < least:
        found.append(Blocker(f"专家组至少{least}人。", "2.3", "count"))
    if count % 2 == 0:
        found.append(Blocker("专家组人数应为单数。", "2.3", "count"))
    if fit < count:
        found.append(
            Blocker(f"考察当日可参加的专家只有{fit}人，不足{count}人；请补充登记专家或调整日期。", "2.3", "count")
        )
    return found


def departs(draw: PanelDraw | None, people: Sequence[Person], visit_on: datetime.date, ground: str) -> list[Blocker]:
    """Others than those who were drawn, or another day: only with a ground."""
    if draw is None or follows(draw, people, visit_on) or ground.strip():
        return []
    return [Blocker("组成人员或考察日期与抽取结果不一致的，请写明理由。", "2.3", "ground")]


def follows(draw: PanelDraw, people: Sequence[Person], visit_on: datetime.date) -> bool:
    """Just those who were drawn, on that day."""
    return {str(person.uid) for person in people} == set(draw.drawn) and visit_on == draw.visit_on


def seat_day(panel: Panel, day: datetime.date) -> datetime.date:
    """When a substitute has to be able to come: the day of the visit, or today when that has passed."""
    return max(panel.visit_on, day)


@enforces("2.3")
def seat_not_drawable(evaluation: Evaluation, fit: int) -> list[Blocker]:
    """The seat can still change hands, and somebody may take it."""
    found = [*not_open(evaluation.member.panel)]
    if evaluation.status in (Evaluation.Status.SUBMITTED, Evaluation.Status.REPLACED):
        found.append(Blocker(f"这份评估{evaluation.get_status_display()}，不需要接替专家。", "2.3"))
    if not fit:
        found.append(Blocker("没有可以接替的专家，请补充登记专家。", "2.3"))
    return found


def departs_from_seat(draw: SubstituteDraw | None, substitute: Person | None, departure: str) -> list[Blocker]:
    """Somebody else than who was drawn: only with a reason."""
    if draw is None or substitute in (None, draw.drawn) or departure.strip():
        return []
    return [Blocker(f"抽取的是{draw.drawn.name}，选择其他专家的，请写明理由。", "2.3", "departure")]


def not_open(panel: Panel) -> list[Blocker]:
    """The panel's work has been summed up."""
    if panel.application.status in OPEN:
        return []
    return [Blocker(f"申请当前状态为“{panel.application.get_status_display()}”，专家组不能再变动。", "2.3")]


@enforces("2.3")
def not_acceptable(evaluation: Evaluation) -> list[Blocker]:
    """What has come up since the panel was named forbids this member to take part."""
    panel = evaluation.member.panel
    day = panel.visited_on or panel.visit_on
    return [*not_open(panel), *rules.experts_unfit(panel.application, [evaluation.member.person], day)]


@enforces("2.3")
def not_replaceable(
    evaluation: Evaluation, substitute: Person | None, leader: Person | None, ground: str, day: datetime.date
) -> list[Blocker]:
    """A substitute who may sit and never sat on this panel, a leader when the leader goes, and why."""
    panel = evaluation.member.panel
    found = [*not_open(panel)]
    if not ground.strip():
        found.append(Blocker("请写明更换专家的理由。", "2.3", "ground"))
    if substitute is None:
        return [*found, Blocker("请选择接替的专家。", "2.3", "substitute")]
    if panel.members.filter(person=substitute).exists():
        found.append(Blocker(f"{substitute.name}已在本次专家组名单中。", "2.3", "substitute"))
    visit = seat_day(panel, day)
    found += [
        dataclasses.replace(each, field="substitute")
        for each in rules.experts_unfit(panel.application, [substitute], visit)
    ]
    staying = {each.member.person_id for each in rules.sitting(panel)} - {evaluation.member.person_id}
    if evaluation.member.leads and (leader is None or leader.pk not in staying | {substitute.pk}):
        found.append(Blocker("退出的是组长，请从调整后的专家组中指定组长。", "2.3", "leader"))
    return found
