"""What waits of evaluations."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.applications.models import Application
from sites.evaluations.models import Evaluation, Panel
from sites.evaluations.worklist import evaluation_due, waiting
from tests.factories import people, sites

pytestmark = pytest.mark.django_db


def titles(actor) -> list[str]:
    return [row.title.partition("：")[0] for row in waiting(actor)]


def test_clerk_names_panels_records_visits_concludes() -> None:
    sites.accepted()
    sites.panel_named()
    future = sites.panel_named()
    Panel.objects.filter(application=future).update(visit_on=clock.today() + datetime.timedelta(days=3))
    sites.visited()
    sites.judged()
    assert sorted(titles(people.actor(Role.CLERK))) == ["汇总评估结论", "登记实地考察", "组建专家评估组"]


def test_director_decides() -> None:
    sites.evaluated()
    assert titles(people.actor(Role.DIRECTOR)) == ["决定是否设立考点"]


def test_expert_fills_then_the_leader_concludes() -> None:
    app = sites.visited()
    found = list(Evaluation.objects.filter(member__panel__application=app).order_by("member__id"))
    leader, member = (people.actor(Role.EXPERT, person=each.member.person.user) for each in found[:2])
    assert (titles(leader), titles(member)) == (["实地评估"], ["实地评估"])
    sites.fill(found[0])
    assert (titles(leader), titles(member)) == ([], ["实地评估"])
    for each in found[1:]:
        sites.fill(each)
    assert (titles(leader), titles(member)) == (["填写评估结论"], [])


def test_expert_answers_and_the_clerk_replaces_who_left() -> None:
    app = sites.invited()
    first = Evaluation.objects.filter(member__panel__application=app).order_by("member__id").first()
    by = people.actor(Role.EXPERT, person=first.member.person.user)
    assert titles(by) == ["确认是否参加评估"]
    Evaluation.objects.filter(pk=first.pk).update(status="recused")
    assert (titles(by), titles(people.actor(Role.CLERK))) == ([], ["更换专家"])


def test_due_twenty_working_days_after_acceptance() -> None:
    app = sites.accepted(accepted_at=datetime.datetime(2026, 3, 2, 4, tzinfo=datetime.UTC))
    due = evaluation_due(app)
    assert due is not None
    assert due.day == datetime.date(2026, 3, 30)
    assert evaluation_due(Application()) is None


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_however_many(django_assert_num_queries, count) -> None:
    by = people.actor(Role.CLERK)
    for _ in range(count):
        sites.judged()
    waiting(by)
    with django_assert_num_queries(1):
        assert len(waiting(by)) == count


def test_others_have_nothing() -> None:
    assert waiting(people.actor(Role.BUREAU)) == []
