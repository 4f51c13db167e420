"""Two sign the same certificate at once: there is one file. A killed one leaves none on record."""

import threading

import pytest
from django.db import IntegrityError

from certificates.electronic import services
from certificates.electronic.models import ElectronicCertificate
from certificates.issuing.models import Certificate
from sdzx.accounts.actors import SYSTEM
from sdzx.audit.services import entries_of
from tests.factories import certificates
from tests.races import WAIT, killed_before_commit, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("4.5")]


def signing(certificate):
    mine = Certificate.objects.get(pk=certificate.pk)
    return lambda: services.make(mine, by=SYSTEM)


def test_two_at_once_have_the_same_file():
    certificate = certificates.numbered()[0]
    first, second = together(signing(certificate), signing(certificate))
    assert first == second == ElectronicCertificate.objects.get()
    assert [each.label for each in entries_of(certificate)].count("签发电子证书") == 1


def test_control_without_the_lock_only_the_constraint_stops_the_second(monkeypatch):
    certificate = certificates.numbered()[0]
    both_have_looked, look = threading.Barrier(2), services.current

    def waits(found):
        held = look(found)
        both_have_looked.wait(WAIT)
        return held

    monkeypatch.setattr(services, "locked", lambda record: record)
    monkeypatch.setattr(services, "current", waits)
    given = together(signing(certificate), signing(certificate))
    assert {type(each) for each in given} == {ElectronicCertificate, IntegrityError}


def test_killed_before_its_commit_leaves_nothing():
    certificate = certificates.numbered()[0]
    traced = len(entries_of(certificate))
    assert killed_before_commit(signing(certificate))
    assert not ElectronicCertificate.objects.exists()
    assert len(entries_of(certificate)) == traced
    assert signing(certificate)() == ElectronicCertificate.objects.get()
