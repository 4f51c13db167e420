"""Two carry the same approved change out at once: it is done once. A killed one leaves no number and no certificate."""

import threading

import pytest
from django.db import IntegrityError

from certificates.changes import services
from certificates.changes.models import CertificateChange
from certificates.issuing.invariants import certificate_numbers
from certificates.issuing.models import Certificate, VoidNumber
from sdzx.workflow import Refused
from tests.factories import certificates, holders
from tests.races import WAIT, killed_before_commit, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("4.5")]
Kind = CertificateChange.Kind


def carrying_out(change):
    """The act of one officer, on the change as that officer's page had it."""
    by = certificates.officer(change.certificate)
    mine = CertificateChange.objects.get(pk=change.pk)
    return lambda: services.carry_out(mine, by=by, old_copy="收回并销毁")


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.REPLACEMENT, Kind.REVOCATION])
def test_two_at_once_carry_out_once(kind):
    change = holders.approved(kind=kind)
    given = together(carrying_out(change), carrying_out(change))
    (refusal,) = [each for each in given if isinstance(each, Refused)]
    assert "当前状态为“已办结”" in str(refusal)
    certificate = change.certificate
    assert Certificate.objects.filter(replaces=certificate).count() == (kind == Kind.CORRECTION)
    assert certificate.prints.count() == 1 + (kind == Kind.REPLACEMENT)
    assert VoidNumber.objects.count() == (kind == Kind.REVOCATION)


def test_control_without_the_look_under_the_lock_only_the_constraint_stops_the_second(monkeypatch):
    change = holders.approved()
    both_have_looked = threading.Barrier(2)

    def careless(record, verb, *, fields=(), **given):
        """Believes the status that the page had."""
        if verb == "carry_out":
            both_have_looked.wait(WAIT)
        record.status = {"carry_out": "carried_out", "correct": "corrected"}[verb]
        record.save(update_fields=["status", *fields])

    monkeypatch.setattr(services, "locked", lambda record: record)
    monkeypatch.setattr(services, "advance", careless)
    given = together(carrying_out(change), carrying_out(change))
    assert {type(each) for each in given} == {CertificateChange, IntegrityError}


def test_killed_before_its_commit_leaves_nothing():
    change = holders.approved()
    assert killed_before_commit(carrying_out(change))
    change.refresh_from_db()
    assert (change.status, change.old_copy) == (CertificateChange.Status.APPROVED, "")
    assert change.certificate.status == Certificate.Status.PRINTED
    assert Certificate.objects.count() == 1
    carrying_out(change)()
    assert Certificate.objects.get(replaces=change.certificate).sequence == 2
    assert list(certificate_numbers()) == []
