"""Correction, replacement, revocation: from the application to what is left on record."""

import datetime

import pytest

from certificates.changes import services
from certificates.changes.models import CertificateChange
from certificates.issuing.models import Certificate, VoidNumber
from certificates.issuing.services import revoke
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import certificates, holders, people
from tests.factories.holders import text_of

pytestmark = pytest.mark.django_db
Kind = CertificateChange.Kind


def carry_out(change, **values):
    return services.carry_out(change, by=certificates.officer(change.certificate), **values)


def fields(refusal):
    return [each.field for each in refusal.value.blockers]


@pytest.mark.clause("4.5")
@pytest.mark.parametrize(
    ("kind", "values", "missing"),
    [
        (Kind.CORRECTION, {"ground": " ", "evidence": [], "new_name": ""}, ["ground", "new_name", "evidence"]),
        (Kind.CORRECTION, {"new_name": "王"}, ["new_name"]),
        (Kind.CORRECTION, {"new_document_number": "370102199001011234"}, ["new_document_number"]),
        (Kind.CORRECTION, {"new_document_type": "passport"}, ["new_document_number"]),
        (Kind.REPLACEMENT, {"ground": "", "cause": ""}, ["ground", "cause"]),
        (Kind.REVOCATION, {"ground": "", "evidence": []}, ["ground", "evidence"]),
    ],
)
def test_apply_names_everything_missing_at_once(kind, values, missing):
    with pytest.raises(Refused) as refusal:
        holders.change(None, kind, **values)
    assert fields(refusal) == missing


@pytest.mark.clause("4.5")
def test_apply_for_what_is_revoked_not_printed_or_busy():
    waiting, over = certificates.numbered(passed=2)
    with pytest.raises(Refused, match="尚未打印"):
        holders.change(waiting, Kind.REPLACEMENT)
    revoke(over, by=certificates.officer(over), ground="冒名")
    with pytest.raises(Refused, match="已撤销，不能再申请"):
        holders.change(over)
    holders.change(waiting)
    with pytest.raises(Refused, match="已有一项正在办理"):
        holders.change(waiting)


@pytest.mark.clause("4.5")
def test_apply_revocation_is_the_offices():
    certificate = certificates.printed()
    with pytest.raises(Refused, match="由发证中心提出"):
        services.apply(certificate, by=holders.holder(certificate), kind=Kind.REVOCATION, ground="不要了")


def test_apply_at_the_counter_says_so_and_tells_the_officers():
    certificate = certificates.printed()
    officer = certificates.officer(certificate)
    clerk = people.actor(Role.CERTIFIER, certificate.center)
    made = services.apply(certificate, by=clerk, kind=Kind.REPLACEMENT, ground="遗失", cause="lost")
    assert made.at_counter
    assert Notice.objects.filter(kind="change_applied", recipient=officer.user).count() == 1


def test_correction_gives_a_new_number_and_the_old_one_points_to_it():
    old = certificates.printed()
    holders.handed(old)
    number = people.resident_id()
    change = holders.approved(old, new_document_number=number)
    assert number not in str([entry.after for entry in entries_of(change)])
    with pytest.raises(Refused, match="旧证去向"):
        carry_out(change)
    carry_out(change, old_copy="收回并销毁")
    old.refresh_from_db()
    new = old.successor
    assert (old.status, new.status) == (Certificate.Status.CORRECTED, Certificate.Status.NUMBERED)
    assert (new.name, new.document_number, new.sequence) == ("王䶮", number, old.sequence + 1)
    assert new.registration == old.registration
    assert old.hand_out_lines.get().returned_at
    assert new.number in Notice.objects.get(kind="change_carried_out").body
    assert entries_of(new).last().after["原证书编号"] == old.number


def test_correction_of_the_name_alone_keeps_the_document():
    old = certificates.numbered()[0]
    carry_out(holders.approved(old))
    new = Certificate.objects.get(replaces=old)
    assert (new.document_number, new.document_index) == (old.document_number, old.document_index)


def test_correction_of_the_document_alone_keeps_the_name():
    old, number = certificates.numbered()[0], people.resident_id()
    change = carry_out(holders.approved(old, new_name="", new_document_number=number))
    new = Certificate.objects.get(replaces=old)
    assert (new.name, new.document_number, change.new_document_type) == (old.name, number, old.document_type)


def test_replacement_keeps_the_number_and_prints_anew():
    certificate = certificates.printed()
    first = certificate.prints.get().serial
    holders.handed(certificate)
    carry_out(holders.approved(certificate, Kind.REPLACEMENT))
    certificate.refresh_from_db()
    copy = certificate.prints.last()
    assert (copy.is_reprint, copy.serial != first, certificate.status) == (True, True, Certificate.Status.PRINTED)
    assert "补发" in text_of(content(copy.file))
    assert certificate.hand_out_lines.get().returned_at
    holders.handed(certificate)


@pytest.mark.clause("4.5")
def test_replacement_of_a_damaged_one_not_handed_out_yet():
    certificate = certificates.printed()
    change = holders.approved(certificate, Kind.REPLACEMENT, cause="damaged")
    with pytest.raises(Refused, match="旧证去向"):
        carry_out(change)
    carry_out(change, old_copy="销毁")
    assert (certificate.prints.count(), change.old_copy) == (2, "销毁")


@pytest.mark.clause("4.5")
def test_revocation_waits_for_the_holder_or_the_day():
    certificate = certificates.printed()
    change = holders.change(certificate, Kind.REVOCATION)
    services.review(change, by=certificates.officer(certificate))
    director = people.actor(Role.DIRECTOR, change.center)
    assert Notice.objects.get(kind="revocation_noticed").recipient == certificate.registration.user
    with pytest.raises(Refused, match="尚未申辩"):
        services.approve(change, by=director)
    with clock.at(clock.now() + datetime.timedelta(days=30)):
        with pytest.raises(Refused, match="期限已过"):
            services.state(change, by=holders.holder(certificate), statement="晚了")
        services.approve(change, by=director)
        carry_out(change)
    certificate.refresh_from_db()
    assert (certificate.status, certificate.revoked_reason) == ("revoked", change.ground)
    assert VoidNumber.objects.get().number == certificate.number


def test_revocation_after_the_holder_was_heard():
    change = carry_out(holders.approved(None, Kind.REVOCATION))
    assert (change.status, change.statement) == ("carried_out", "不是本人所为。")
    assert not Notice.objects.filter(kind="change_carried_out").exists()


def test_state_about_nothing_to_revoke_and_without_words():
    change = holders.change()
    with pytest.raises(Refused) as refusal:
        services.state(change, by=holders.holder(change.certificate), statement=" ")
    assert fields(refusal) == ["", "statement"]


@pytest.mark.clause("4.5")
def test_approve_by_another_person_than_the_reviewer():
    change = holders.change()
    officer = certificates.officer(change.certificate)
    services.review(change, by=officer)
    with pytest.raises(Refused, match="不能是同一人"):
        services.approve(change, by=people.actor(Role.DIRECTOR, change.center, person=officer.user))


def test_refuse_tells_the_holder_why():
    change = holders.change()
    services.refuse(change, by=certificates.officer(change.certificate), ground="材料不符")
    assert "材料不符" in Notice.objects.get(kind="change_refused").body
    change.certificate.refresh_from_db()
    assert change.certificate.status == Certificate.Status.PRINTED


def test_refuse_of_a_unit_candidate_tells_nobody():
    change = holders.change()
    Registration.objects.update(user=None, unit=people.organization())
    change = CertificateChange.objects.get(pk=change.pk)
    services.refuse(change, by=certificates.officer(change.certificate), ground="材料不符")
    assert not Notice.objects.filter(kind="change_refused").exists()


def test_withdraw_own_but_not_a_revocation():
    change = holders.change()
    services.withdraw(change, by=holders.holder(change.certificate))
    assert change.status == "withdrawn"
    other = holders.change(change.certificate, Kind.REVOCATION)
    with pytest.raises(Refused, match="由发证中心提出，不能撤回"):
        services.withdraw(other, by=holders.holder(other.certificate))


def test_withdraw_at_the_counter_only_what_was_applied_for_there():
    change = holders.change()
    officer = certificates.officer(change.certificate)
    with pytest.raises(Refused, match="由持证人自己撤回"):
        services.withdraw(change, by=officer)
    services.withdraw(change, by=holders.holder(change.certificate))
    made = services.apply(change.certificate, by=officer, kind=Kind.REPLACEMENT, ground="遗失", cause="lost")
    assert services.withdraw(made, by=officer).status == "withdrawn"
