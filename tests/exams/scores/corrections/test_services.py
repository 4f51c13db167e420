"""Services of the corrections: asking, applying with what follows, refusing."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from exams.registration.models import Registration
from exams.scores import hooks
from exams.scores.corrections import services
from exams.scores.corrections.models import Correction
from sdzx.accounts.roles import Role
from sdzx.archive.models import CaseItem
from sdzx.audit.services import entries_of
from sdzx.files.models import DRAFT
from sdzx.files.services import store
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import people, scores
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db
Status = Correction.Status


@pytest.fixture
def calls(monkeypatch):
    """The hooks of certificates replaced by a list of what they were called with."""
    found = []
    monkeypatch.setattr(hooks, "AFTER_CORRECTION", [lambda correction, **given: found.append(given)])
    return found


def draft(by):
    return store(portrait(), name="评分记录.jpg", kind=DRAFT, by=by)


def candidate(sheet):
    return Registration.objects.get(seat__session=sheet.session)


def asked(sheet, by=None, mark="70"):
    by = by or people.actor(Role.CONFIRMER)
    marks = {"1": Decimal(mark), "2": Decimal(mark)}
    return services.request(
        candidate(sheet), by=by, kind="copied", marks=marks, reason="登分时看错一行", evidence=[draft(by)]
    )


def test_request_changes_nothing_yet():
    people.actor(Role.DIRECTOR)
    sheet = scores.confirmed("55.0")
    made = asked(sheet)
    assert (made.total_before, made.total_after, made.passed_before, made.passed_after) == (55, 70, False, True)
    assert sheet.scores.get().total == 55
    assert made.evidence.get().kind == services.EVIDENCE
    assert entries_of(made)[0].label == "申请更正成绩"
    assert Notice.objects.filter(kind="correction_requested").count() == 1


@pytest.mark.clause("4.5")
def test_request_refused_with_everything():
    sheet, by = scores.confirmed("55.0"), people.actor(Role.CONFIRMER)
    with pytest.raises(Refused) as refusal:
        services.request(candidate(sheet), by=by, kind="copied", marks={}, reason="")
    assert [each.field for each in refusal.value.blockers] == ["mark_1", "mark_2", "reason", "evidence"]
    asked(sheet)
    with pytest.raises(Refused, match="已有一件成绩更正等待批准"):
        asked(sheet)


def test_request_is_the_confirmers():
    sheet = scores.confirmed()
    for by in (people.actor(Role.CERTIFIER), people.actor(Role.CONFIRMER, people.center("370200"))):
        with pytest.raises(Refused):
            asked(sheet, by)


def test_nothing_to_correct_of_who_has_no_score():
    sheet = scores.confirmed()
    sheet.scores.all().delete()
    assert services.open_blockers(candidate(sheet))


@pytest.mark.clause("4.5")
def test_approve_turns_a_fail_into_a_pass(calls):
    sheet = scores.confirmed("55.0")
    made, by = asked(sheet), people.actor(Role.DIRECTOR)
    services.approve(made, by=by, ground="已核对评分记录")
    score = sheet.scores.get()
    assert (score.total, score.passed, score.marks) == (70, True, {"1": "70", "2": "70"})
    assert candidate(sheet).status == Registration.Status.PASSED
    assert (made.status, made.decided_by, made.decision) == (Status.APPLIED, by.user, "已核对评分记录")
    assert calls == [
        {
            "by": by,
            "before": hooks.Result(Decimal(55), passed=False),
            "after": hooks.Result(Decimal(70), passed=True),
        }
    ]
    sheet.refresh_from_db()
    assert "更正后" in sheet.document.name
    assert set(CaseItem.objects.values_list("kind", flat=True)) >= {"score_sheet", "score_correction"}
    assert [each.label for each in entries_of(sheet)] == ["更正成绩"]
    assert Notice.objects.get(kind="score_corrected").recipient == candidate(sheet).user


def test_approve_turns_a_pass_into_a_fail(calls):
    sheet = scores.confirmed("65.0")
    services.approve(asked(sheet, mark="50"), by=people.actor(Role.DIRECTOR), ground="属实")
    assert candidate(sheet).status == Registration.Status.FAILED
    assert calls[0]["after"].passed is False


def test_approve_within_a_pass_leaves_the_registration(calls):
    sheet = scores.confirmed("65.0")
    services.approve(asked(sheet), by=people.actor(Role.DIRECTOR), ground="属实")
    assert candidate(sheet).status == Registration.Status.PASSED
    assert len(calls) == 1


@pytest.mark.usefixtures("calls")
def test_approve_after_the_case_was_closed():
    sheet = scores.confirmed("55.0")
    case = services.case_of(sheet.session, by=people.actor(Role.DIRECTOR))
    type(case).objects.update(status="complete")
    services.approve(asked(sheet), by=people.actor(Role.DIRECTOR), ground="属实")
    assert not CaseItem.objects.exists()
    assert sheet.scores.get().passed


@pytest.mark.clause("4.5")
def test_a_refused_hook_undoes_all(monkeypatch):
    def refuse(correction, **given):
        raise Refused("没有启用的证书编号规则")

    monkeypatch.setattr(hooks, "AFTER_CORRECTION", [refuse])
    sheet = scores.confirmed("55.0")
    made = asked(sheet)
    with pytest.raises(Refused):
        services.approve(made, by=people.actor(Role.DIRECTOR), ground="属实")
    assert sheet.scores.get().total == 55
    assert Correction.objects.get().status == Status.REQUESTED


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("who", ["asked", "confirmed"])
def test_decided_by_a_second_person(who):
    sheet = scores.confirmed("55.0")
    by = people.actor(Role.CONFIRMER)
    made = asked(sheet, by if who == "asked" else None)
    if who == "confirmed":
        type(sheet).objects.update(confirmed_by=by.user)
    for act in (services.approve, services.refuse):
        with pytest.raises(Refused, match="不能批准"):
            act(Correction.objects.get(pk=made.pk), by=by, ground="属实")


def test_refuse_leaves_the_score_and_tells_who_asked():
    sheet = scores.confirmed("55.0")
    made = asked(sheet)
    services.refuse(made, by=people.actor(Role.DIRECTOR), ground="评分记录与登分一致")
    assert sheet.scores.get().total == 55
    assert made.status == Status.REFUSED
    assert Notice.objects.get(kind="correction_refused").recipient == made.requested_by


def test_who_is_told_of_a_unit(calls):
    unit = people.organization()
    agent = people.actor(Role.REGISTRAR, organisation=unit)
    person = candidate(scores.confirmed())
    person.user, person.unit = None, unit
    assert services.candidates(person) == [agent.user]


def test_the_database_wants_a_second_person_too():
    made = scores.correction(scores.confirmed())
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(decided_by=made.requested_by)


@pytest.mark.django_db(transaction=True)
def test_two_decide_at_once_and_one_is_told(calls):
    """Both directors press at the same time: one is applied, the other hears who did it."""
    made = asked(scores.confirmed("55.0"))
    both, said, gate = [people.actor(Role.DIRECTOR) for _ in range(2)], [], threading.Barrier(2)

    def press(by):
        try:
            mine = Correction.objects.get(pk=made.pk)
            gate.wait(10)
            services.approve(mine, by=by, ground="属实")
            said.append("")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(by,)) for by in both]
    [each.start() for each in threads]
    [each.join() for each in threads]
    done, told = sorted(said)
    assert done == ""
    assert "批准更正" in told
    assert "当前状态为“已更正”" in told
    assert len(calls) == 1
