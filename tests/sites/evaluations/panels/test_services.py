"""Drawing a panel, answering, leaving and replacing (2.3)."""

import datetime
from typing import Any

import pytest

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from sdzx.personnel.models import Recusal
from sdzx.workflow import Refused
from sites.applications.models import Application
from sites.evaluations import rules as evaluation_rules
from sites.evaluations import services as evaluations
from sites.evaluations.models import Evaluation, PanelMember
from sites.evaluations.panels import rules, services
from sites.evaluations.panels.pool import candidates
from tests.factories import people, personnel, sites

pytestmark = pytest.mark.django_db
S = Application.Status


def clerk() -> Actor:
    return people.actor(Role.CLERK)


def expert(evaluation: Evaluation) -> Actor:
    return people.actor(Role.EXPERT, person=evaluation.member.person.user)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def fields(refusal: Any) -> list[str]:
    return [each.field for each in refusal.value.blockers]


def first(app: Application) -> Evaluation:
    """The leader's."""
    return evaluation_rules.sitting(app.panel)[0]


@pytest.mark.clause("2.3")
def test_draw_is_kept_traced_and_can_be_repeated() -> None:
    app = sites.accepted()
    sites.experts(5)
    made = services.draw(app, by=clerk(), visit_on=clock.today(), count=3)
    assert rules.drawn(made.seed, made.candidates, 3) == made.drawn
    entry = entries_of(app).last()
    assert (entry.label, entry.after["seed"], entry.after["candidates"]) == ("随机抽取专家", made.seed, 5)
    other = services.draw(app, by=clerk(), visit_on=clock.today(), count=5)
    assert other.seed != made.seed


def test_drawn_takes_who_sat_least_and_ignores_the_order_of_the_names() -> None:
    loads = {"a": 2, "b": 0, "c": 1, "d": 0, "e": 1}
    chosen = rules.drawn("seed", loads, 3)
    assert set(chosen[:2]) == {"b", "d"}
    assert rules.drawn("seed", dict(reversed(loads.items())), 3) == chosen
    assert {tuple(rules.drawn(str(seed), loads, 3)) for seed in range(20)} > {tuple(chosen)}


@pytest.mark.clause("2.3")
def test_draw_names_every_obstacle() -> None:
    app = sites.submitted()
    sites.experts(1)
    with pytest.raises(Refused) as refusal:
        services.draw(app, by=clerk(), visit_on=clock.today() - datetime.timedelta(days=1), count=2)
    assert fields(refusal) == ["", "visit_on", "count", "count", "count"]
    with pytest.raises(Refused, match="不能进行"):
        services.draw(app, by=people.actor(Role.DIRECTOR), visit_on=clock.today(), count=3)


@pytest.mark.clause("2.3")
def test_name_panel_other_than_drawn_needs_a_ground() -> None:
    app, members = sites.accepted(), sites.experts(4)
    made = sites.panel_draw(app, members[:3])
    given = {"leader": members[1], "visit_on": clock.today()}
    with pytest.raises(Refused) as refusal:
        evaluations.name_panel(app, by=clerk(), members=members[1:], **given)
    assert fields(refusal) == ["ground"]
    evaluations.name_panel(app, by=clerk(), members=members[1:], ground="甲出差", **given)
    assert (app.panel.seed, entries_of(app).last().ground) == ("", "甲出差")
    as_drawn = sites.accepted()
    made = sites.panel_draw(as_drawn, members[:3])
    evaluations.name_panel(as_drawn, by=clerk(), members=members[:3], **given)
    assert as_drawn.panel.seed == made.seed


def test_candidates_fit_first_then_whose_turn_it_is() -> None:
    app = sites.accepted()
    fresh, related = sites.experts(2)
    personnel.recusal(related, app.organization)
    busy = [each.member.person for each in evaluation_rules.sitting(sites.panel_named().panel)]
    found = candidates(app, clock.today())
    assert [(each.person, each.load, bool(each.blockers)) for each in (found[0], found[-1])] == [
        (fresh, 0, False), (related, 0, True),
    ]  # fmt: skip
    assert {each.person for each in found[1:-1]} == set(busy)
    assert found[0].turn == "本年度未参加评估"
    assert found[1].turn == f"本年度评估1次，最近一次{clock.today():%Y-%m-%d}"


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_cost_as_much_for_many(count: int, django_assert_num_queries: Any) -> None:
    app = sites.accepted()
    sites.experts(count)
    with django_assert_num_queries(5):
        assert len(candidates(app, clock.today())) == count


def test_accept_then_the_expert_may_fill_it_in() -> None:
    evaluation = first(sites.invited())
    services.accept(evaluation, by=expert(evaluation))
    assert evaluation.status == "draft"


@pytest.mark.clause("2.3")
def test_accept_refused_when_a_relation_came_up_or_for_somebody_else() -> None:
    app = sites.invited()
    evaluation, other, _ = evaluation_rules.sitting(app.panel)
    with pytest.raises(Refused, match="只能填写自己的评估"):
        services.accept(evaluation, by=expert(other))
    personnel.recusal(evaluation.member.person, app.organization)
    with pytest.raises(Refused, match="应当回避"):
        services.accept(evaluation, by=expert(evaluation))


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("related", [True, False])
def test_recuse_tells_the_clerks_and_declares_a_relation(related: bool) -> None:
    app, by = sites.panel_named(), clerk()
    evaluation = first(app)
    services.recuse(evaluation, by=expert(evaluation), ground="配偶在该单位任职", related=related)
    assert (evaluation.status, told("panel_member_left")) == ("recused", [by.name])
    assert Recusal.objects.filter(person=evaluation.member.person, organization=app.organization).exists() is related


def test_two_who_leave_on_one_day_are_both_told() -> None:
    app, by = sites.panel_named(), clerk()
    for evaluation in evaluation_rules.sitting(app.panel)[:2]:
        services.recuse(evaluation, by=expert(evaluation), ground="出差")
    assert told("panel_member_left") == [by.name] * 2


@pytest.mark.clause("2.3")
def test_recuse_once_summed_up_or_submitted_is_refused() -> None:
    summed_up = first(sites.evaluated())
    with pytest.raises(Refused, match="专家组不能再变动"):
        services.recuse(summed_up, by=expert(summed_up), ground="出差")
    submitted = first(sites.judged())
    with pytest.raises(Refused, match="不能再“回避或退出”"):
        services.recuse(submitted, by=expert(submitted), ground="出差")


def test_replaced_expert_without_an_account_is_not_told() -> None:
    leaving = first(sites.panel_named())
    person = leaving.member.person
    type(person).objects.filter(pk=person.pk).update(user=None)
    leaving = Evaluation.objects.get(pk=leaving.pk)
    leader = evaluation_rules.sitting(leaving.member.panel)[1].member.person
    services.replace(leaving, by=clerk(), substitute=sites.experts(1)[0], ground="生病", leader=leader)
    assert leader.name in told("panel_member_replaced")
    assert person.name not in told("panel_member_replaced")


@pytest.mark.clause("2.3")
def test_replace_the_leader_opens_an_evaluation_sends_a_new_letter_and_tells() -> None:
    app, by = sites.panel_named(), clerk()
    host, leaving = sites.staff(app.organization), first(app)
    staying = evaluation_rules.sitting(app.panel)[1].member.person
    (substitute,) = sites.experts(1)
    made = services.replace(leaving, by=by, substitute=substitute, ground="生病住院", leader=staying)
    assert (leaving.status, leaving.substitute, made.evaluation.status) == ("replaced", made, "invited")
    assert first(app).member.person == staying
    assert PanelMember.objects.sitting().filter(panel=app.panel).count() == 3
    assert [each.kind for each in app.documents.all()] == ["panel"]
    assert entries_of(app).last().after == {"former": leaving.member.person.name, "substitute": substitute.name}
    assert entries_of(leaving).last().ground == "生病住院"
    names = [
        host.name,
        leaving.member.person.name,
        *(each.member.person.name for each in evaluation_rules.sitting(app.panel)),
    ]
    assert told("panel_member_replaced") == sorted(names)


def test_replace_a_member_keeps_the_leader() -> None:
    app = sites.panel_named()
    leader, member, _ = evaluation_rules.sitting(app.panel)
    services.replace(member, by=clerk(), substitute=sites.experts(1)[0], ground="生病")
    assert first(app) == leader


@pytest.mark.clause("2.3")
def test_replace_names_every_obstacle() -> None:
    app = sites.panel_named()
    leaving, other, _ = evaluation_rules.sitting(app.panel)
    by = clerk()
    with pytest.raises(Refused) as refusal:
        services.replace(leaving, by=by, substitute=None, ground="")
    assert fields(refusal) == ["ground", "substitute"]
    personnel.recusal(other.member.person, app.organization)
    with pytest.raises(Refused) as refusal:
        services.replace(leaving, by=by, substitute=other.member.person, ground="生病")
    assert fields(refusal) == ["substitute", "substitute", "leader"]


@pytest.mark.clause("2.3")
def test_replace_who_has_submitted_is_refused() -> None:
    submitted = evaluation_rules.sitting(sites.judged().panel)[1]
    with pytest.raises(Refused, match="不能再“更换专家”"):
        services.replace(submitted, by=clerk(), substitute=sites.experts(1)[0], ground="生病")


@pytest.mark.clause("2.3")
def test_substitute_is_drawn_kept_traced_and_can_be_repeated() -> None:
    app = sites.panel_named()
    member = evaluation_rules.sitting(app.panel)[1]
    pool = sites.experts(3)
    made = services.draw_substitute(member, by=clerk())
    assert set(made.candidates) == {str(each.uid) for each in pool}  # nobody who sits already
    assert rules.drawn(made.seed, made.candidates, 1) == [str(made.drawn.uid)]
    entry = entries_of(app).last()
    assert (entry.label, entry.after["seed"], entry.after["substitute"]) == (
        "随机抽取接替专家",
        made.seed,
        made.drawn.name,
    )
    again = services.draw_substitute(member, by=clerk(), seed="another")
    assert (again.seed, str(again)) == ("another", f"{app.organization.name} 接替专家抽取")
    assert member.draws.count() == 2


@pytest.mark.clause("2.3")
def test_substitute_is_not_drawn_for_who_has_submitted_nor_from_nobody() -> None:
    submitted = evaluation_rules.sitting(sites.judged().panel)[1]
    with pytest.raises(Refused) as refusal:
        services.draw_substitute(submitted, by=clerk())
    assert len(refusal.value.blockers) == 2
    with pytest.raises(Refused, match="不能进行"):
        services.draw_substitute(submitted, by=people.actor(Role.DIRECTOR))


@pytest.mark.clause("2.3")
def test_another_than_drawn_takes_the_seat_only_with_a_reason() -> None:
    app = sites.panel_named()
    _, one, two = evaluation_rules.sitting(app.panel)
    sites.experts(2)
    drawing = services.draw_substitute(one, by=clerk())
    other = next(
        each.person for each in candidates(app, clock.today()) if each.person != drawing.drawn and not each.load
    )
    with pytest.raises(Refused) as refusal:
        services.replace(one, by=clerk(), substitute=other, ground="生病")
    assert fields(refusal) == ["departure"]
    services.replace(one, by=clerk(), substitute=other, ground="生病", departure="被抽取的专家出差")
    assert entries_of(app).last().after["departure"] == "被抽取的专家出差"
    drawing = services.draw_substitute(two, by=clerk())
    services.replace(two, by=clerk(), substitute=drawing.drawn, ground="生病")
    assert entries_of(app).last().after["seed"] == drawing.seed


@pytest.mark.clause("2.3")
def test_who_left_or_was_replaced_reads_the_application_no_more() -> None:
    app = sites.panel_named()
    leader, left, replaced = evaluation_rules.sitting(app.panel)
    services.recuse(left, by=expert(left), ground="出差")
    services.replace(replaced, by=clerk(), substitute=sites.experts(1)[0], ground="生病")
    seen = [Application.objects.visible_to(expert(each)).filter(pk=app.pk).count() for each in (leader, left, replaced)]
    assert seen == [1, 0, 0]
    substitute = replaced.substitute.evaluation
    assert Application.objects.visible_to(expert(substitute)).get() == app
    assert list(Evaluation.objects.visible_to(expert(replaced))) == [replaced]
    assert set(Evaluation.objects.visible_to(clerk())) == {leader, left, replaced, substitute}
    urls = set(
        Notice.objects.filter(kind="panel_member_replaced", recipient=replaced.member.person.user).values_list(
            "url", flat=True
        )
    )
    assert urls == {f"/sites/evaluations/{replaced.uid}/"}
