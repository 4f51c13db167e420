"""A corrected score and the certificate, with the hooks that the composition root has put in place."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from certificates.changes import services as changes
from certificates.changes.invariants import certificates_of_those_who_passed
from certificates.changes.models import CertificateChange
from certificates.issuing.invariants import certified_registrations, void_numbers
from certificates.issuing.models import Certificate, NumberPattern, VoidNumber
from exams.registration.models import Registration
from exams.scores.corrections import services
from exams.scores.corrections.models import Correction
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.models import DRAFT
from sdzx.files.services import store
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import certificates, holders, people, scores, sessions
from tests.factories.pictures import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.5")]


def corrected(sheet, mark):
    registration = Registration.objects.get(seat__session=sheet.session)
    photo = store(portrait(), name="照片.jpg", kind="registration.photo")
    Registration.objects.filter(pk=registration.pk).update(photo=photo)
    by = people.actor(Role.CONFIRMER)
    evidence = [store(portrait(), name="评分记录.jpg", kind=DRAFT, by=by)]
    marks = {"1": Decimal(mark), "2": Decimal(mark)}
    made = services.request(registration, by=by, kind="copied", marks=marks, reason="登分看错", evidence=evidence)
    services.approve(made, by=people.actor(Role.DIRECTOR), ground="属实")
    return Registration.objects.get(pk=registration.pk)


def test_a_fail_that_becomes_a_pass_is_numbered_at_once():
    registration = corrected(scores.confirmed("55.0"), "70")
    certificate = Certificate.objects.get(registration=registration)
    assert registration.status == Registration.Status.CERTIFIED
    assert (certificate.status, certificate.sequence) == (Certificate.Status.NUMBERED, 1)


def failing():
    """A sheet whose one candidate passed, has a certificate, and passes no longer; the certificate; its revocation."""
    sheet = scores.confirmed("55.0")
    first = Certificate.objects.get(registration=corrected(sheet, "70"))
    corrected(sheet, "50")
    return sheet, first, CertificateChange.objects.get()


def wrong():
    """What `check_invariants` says of these certificates."""
    return [*certificates_of_those_who_passed(), *certified_registrations(), *void_numbers()]


def decided(change):
    """Reviewed, approved once the time has passed, carried out."""
    officer = certificates.officer(change.certificate)
    changes.review(change, by=officer)
    with clock.at(clock.now() + datetime.timedelta(days=30)):
        changes.approve(change, by=people.actor(Role.DIRECTOR, change.center))
        return changes.carry_out(change, by=officer)


def test_a_pass_that_becomes_a_fail_begins_a_revocation_and_the_holder_is_heard_first(client):
    _, first, change = failing()
    first.refresh_from_db()
    registration = first.registration
    assert registration.status == Registration.Status.FAILED
    assert first.status == Certificate.Status.NUMBERED
    assert (change.kind, change.status, change.ground) == ("revocation", "applied", "成绩更正后不合格：登分看错")
    assert change.score_correction == Correction.objects.first()
    assert Notice.objects.get(kind="revocation_noticed").recipient == registration.user
    assert "有效" in client.get(reverse("lookup:verify", args=[first.code])).content.decode()
    changes.review(change, by=certificates.officer(first))
    with pytest.raises(Refused, match="期满后才能批准撤销"):
        changes.approve(change, by=people.actor(Role.DIRECTOR, first.center))
    holder = people.actor(Role.APPLICANT, person=registration.user)
    changes.state(change, by=holder, statement="评分记录上是70分。")
    changes.approve(change, by=people.actor(Role.DIRECTOR, first.center))
    changes.carry_out(change, by=certificates.officer(first))
    first.refresh_from_db()
    assert (first.status, first.revoked_reason) == (Certificate.Status.REVOKED, "成绩更正后不合格：登分看错")
    assert VoidNumber.objects.get().number == first.number
    assert "已撤销" in client.get(reverse("lookup:verify", args=[first.code])).content.decode()
    assert wrong() == []


def test_a_later_pass_is_numbered_anew_when_the_certificate_was_revoked():
    sheet, _, change = failing()
    decided(change)
    again = corrected(sheet, "65")
    assert Certificate.objects.standing().get(registration=again).sequence == 2
    assert again.status == Registration.Status.CERTIFIED


def test_a_later_pass_before_the_decision_keeps_the_certificate_and_ends_the_revocation():
    sheet, first, change = failing()
    again = corrected(sheet, "65")
    change.refresh_from_db()
    assert again.status == Registration.Status.CERTIFIED
    assert Certificate.objects.get() == first
    assert (change.status, change.refusal) == ("refused", "成绩再次更正后合格：登分看错")
    assert [each.label for each in entries_of(change)] == ["申请撤销", "终止撤销"]
    assert Notice.objects.get(kind="change_refused").recipient == again.user
    with pytest.raises(Refused, match="终止撤销"):
        changes.review(change, by=certificates.officer(first))


def test_a_revocation_that_is_refused_leaves_the_certificate_and_says_so(enter):
    _, first, change = failing()
    assert wrong() == []
    changes.refuse(change, by=certificates.officer(first), ground="更正本身有误")
    assert wrong() == []
    page = reverse("scores:corrections:record", args=[Correction.objects.first().uid])
    assert "不予撤销，证书维持有效：更正本身有误" in enter(people.actor(Role.DIRECTOR)).get(page).content.decode()
    assert Certificate.objects.standing().get() == first


def test_while_something_else_about_the_certificate_is_open_the_score_stays():
    sheet = scores.confirmed("55.0")
    first = Certificate.objects.get(registration=corrected(sheet, "70"))
    holders.change(first)
    with pytest.raises(Refused, match="办结或不予办理后才能把成绩更正为不合格"):
        corrected(sheet, "50")
    assert sheet.scores.get().total == 70
    assert first.registration.status == Registration.Status.CERTIFIED


def test_the_correction_shows_what_became_of_the_certificate(enter):
    _, first, change = failing()
    path = reverse("scores:corrections:record", args=[Correction.objects.first().uid])
    about = reverse("changes:record", args=[change.uid])

    def page(actor, address):
        return enter(actor).get(address).content.decode()

    director, holder = people.actor(Role.DIRECTOR), people.actor(Role.APPLICANT, person=first.registration.user)
    begun = page(director, path)
    assert "待审核，持证人尚未申辩，申辩期限" in begun
    assert f"{first.number}（待打印）" in begun
    assert about in begun
    assert first.number not in page(sessions.staff_of(first.session), path)
    assert "70.00（合格）→50.00（不合格）" in page(director, about)
    assert "70.00（合格）→50.00（不合格）" in page(holder, about)
    assert path not in page(holder, about)
    changes.state(change, by=holder, statement="不属实")
    assert "持证人已于" in page(director, path)
    decided(change)
    assert "证书已撤销" in page(director, path)


def test_database_refuses_another_kind_for_a_corrected_score():
    _, _, change = failing()
    with pytest.raises(IntegrityError, match="change_of_a_score_revokes"), transaction.atomic():
        CertificateChange.objects.filter(pk=change.pk).update(kind="correction")


def test_invariant_names_a_certificate_of_somebody_not_certified():
    sheet = scores.confirmed("55.0")
    registration = corrected(sheet, "70")
    Registration.objects.filter(pk=registration.pk).update(status="failed")
    number = Certificate.objects.get().number
    assert list(certificates_of_those_who_passed()) == [f"证书编号{number}：报名状态不是“已发证”。"]


def test_another_pass_leaves_the_certificate():
    sheet = scores.confirmed("55.0")
    first = Certificate.objects.get(registration=corrected(sheet, "70"))
    corrected(sheet, "72")
    assert Certificate.objects.get() == first
    assert first.status == Certificate.Status.NUMBERED


def test_without_a_pattern_nothing_is_corrected():
    NumberPattern.objects.update(status=NumberPattern.Status.SUPERSEDED)
    sheet = scores.confirmed("55.0")
    with pytest.raises(Refused, match="没有启用的证书编号规则"):
        corrected(sheet, "70")
    assert sheet.scores.get().total == 55
