"""A corrected score and the certificate, with the hooks that the composition root has put in place."""

from decimal import Decimal

import pytest
from django.urls import reverse

from certificates.issuing.models import Certificate, NumberPattern, VoidNumber
from exams.registration.models import Registration
from exams.scores.corrections import services
from sdzx.accounts.roles import Role
from sdzx.files.models import DRAFT
from sdzx.files.services import store
from sdzx.workflow import Refused
from tests.factories import people, scores
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


def test_a_pass_that_becomes_a_fail_revokes_and_a_later_pass_is_numbered_anew(client):
    sheet = scores.confirmed("55.0")
    first = Certificate.objects.get(registration=corrected(sheet, "70"))
    registration = corrected(sheet, "50")
    first.refresh_from_db()
    assert registration.status == Registration.Status.FAILED
    assert first.status == Certificate.Status.REVOKED
    assert first.revoked_reason == "成绩更正后不合格：登分看错"
    assert VoidNumber.objects.get().number == first.number
    assert "已撤销" in client.get(reverse("lookup:verify", args=[first.code])).content.decode()
    again = corrected(sheet, "65")
    assert Certificate.objects.standing().get(registration=again).sequence == 2


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
