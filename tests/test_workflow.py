"""Every step of every flow, from every state: it works where the table says so and nowhere else."""

import pytest
from django.db import transaction

from sdzx.accounts.actors import VISITOR, Actor
from sdzx.accounts.roles import GRANTS, Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused, Step, advance, available, flows, locked, step_of
from tests.factories import people
from tests.records import MAKERS, insider, put

FLOWS = {model.FLOW: model for model in flows()}
VERBS = {f"{name}.{step.verb}": step for name, model in FLOWS.items() for step in model.STEPS}


class Undo(Exception):
    """Rolls back one try."""


def holder(verb: str) -> Role:
    return next(role for role in Role if verb in GRANTS[role])


def attempt(record, step: Step, by: Actor, ground: str = "理由") -> str:
    """The status after the step, or «refused»; nothing stays."""
    outcome = ""
    try:
        with transaction.atomic():
            try:
                advance(record, step.verb, by=by, ground=ground)
                outcome = record.status
                last = entries_of(record).last()
                assert (last.verb, last.after["status"]) == (f"{record.FLOW}.{step.verb}", step.target)
            except Refused:
                outcome = "refused"
            raise Undo
    except Undo:
        return outcome


def test_every_flow_has_a_record_for_these_tests():
    assert set(MAKERS) == set(FLOWS)


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_table_is_sound(name):
    model = FLOWS[name]
    statuses = {value for value, _ in model._meta.get_field("status").choices}
    assert len({step.verb for step in model.STEPS}) == len(model.STEPS)
    assert {status for step in model.STEPS for status in (*step.sources, step.target)} <= statuses
    assert set(model.MAIN) <= statuses
    first = model._meta.get_field("status").default
    reached = {str(first), *(step.target for step in model.STEPS)}
    assert reached == statuses, "a state that nothing leads to"


def test_every_step_with_a_button_is_granted_and_no_automatic_one_is():
    granted = {verb for verbs in GRANTS.values() for verb in verbs}
    assert {verb for verb, step in VERBS.items() if not step.automatic} <= granted
    assert {verb for verb, step in VERBS.items() if step.automatic} & granted == set()


def test_every_granted_verb_names_a_flow_or_an_act():
    acts = {
        "amend", "approve_opening", "calibrate", "conclude", "copy", "draw", "edit", "enter", "extend", "file", "hand_over", "hold", "invite",
        "issue", "make", "open", "phrases", "print", "publish", "read", "read_contact", "receive", "reissue",
        "release", "request_opening", "send", "sign_in", "spoil", "tick", "transfer", "upload", "verify",
    }  # fmt: skip
    for verbs in GRANTS.values():
        for verb in verbs:
            assert verb in VERBS or verb.partition(".")[2] in acts, verb


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FLOWS))
def test_steps_from_every_state(name):
    model, record = FLOWS[name], MAKERS[name]()
    actors: dict[str, Actor] = {}
    for step in model.STEPS:
        role = None if step.automatic else holder(f"{name}.{step.verb}")
        by = actors.setdefault(str(role), insider(record, role) if role else people.actor(Role.DIRECTOR))
        for status, _ in model._meta.get_field("status").choices:
            put(record, status)
            visible = step.automatic or type(record)._default_manager.visible_to(by).filter(pk=record.pk).exists()
            expected = step.target if status in step.sources and visible else "refused"
            assert attempt(record, step, by) == expected, (step.verb, status, str(by.role))
            put(record, status)
            assert (step in available(record, by)) == (status in step.sources and not step.automatic)
    assert any(visible_source(record, step, actors) for step in model.STEPS)


def visible_source(record, step: Step, actors) -> bool:
    """At least one step of each flow must have been taken in earnest: nobody may hide behind «refused»."""
    by = actors[str(None if step.automatic else holder(f"{record.FLOW}.{step.verb}"))]
    put(record, step.sources[0])
    return attempt(record, step, by) == step.target


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FLOWS))
def test_steps_refused_without_grant_or_from_another_city(name):
    record = MAKERS[name]()
    qingdao = people.center("370200")
    for step in FLOWS[name].STEPS:
        if step.automatic:
            continue
        put(record, step.sources[0])
        assert attempt(record, step, VISITOR) == "refused"
        foreigner = people.actor(holder(f"{name}.{step.verb}"), qingdao)
        if not foreigner.sees_all:
            assert attempt(record, step, foreigner) == "refused", step.verb


@pytest.mark.django_db
def test_step_that_asks_for_a_ground_is_refused_without_one():
    for name, model in FLOWS.items():
        for step in (each for each in model.STEPS if each.ground and not each.automatic):
            record = put(MAKERS[name](), step.sources[0])
            by = insider(record, holder(f"{name}.{step.verb}"))
            assert attempt(record, step, by, ground=" ") == "refused"
            return


@pytest.mark.django_db
def test_second_clerk_is_told_who_did_what():
    record = MAKERS["application"]()
    first, second = insider(record, Role.CLERK), insider(record, Role.CLERK)
    advance(record, "accept", by=first)
    with pytest.raises(Refused, match=f"{first.name}已于.*“受理”.*已受理"):
        advance(record, "accept", by=second)


def test_step_of_an_unknown_verb():
    with pytest.raises(KeyError, match=r"case\.fly"):
        step_of(FLOWS["case"], "fly")


@pytest.mark.django_db(transaction=True)
def test_locked_outside_a_transaction_is_an_error():
    with pytest.raises(RuntimeError, match="holds nothing"):
        locked(people.organization())
