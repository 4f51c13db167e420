"""Two hand the same certificate out at once: one of them has, the other is told. A killed one leaves nothing behind."""

import threading

import pytest
from django.db import IntegrityError

from certificates.handing import services
from certificates.handing.models import HandOut, HandOutLine
from certificates.issuing.models import Certificate
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from tests.factories import certificates
from tests.races import WAIT, killed_before_commit, together, without_row_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("4.5")]


def handing_out(certificate):
    """The act of one officer, on the certificate as that officer's page had it."""
    by = certificates.officer(certificate)
    mine = Certificate.objects.get(pk=certificate.pk)
    return lambda: services.hand_over([mine], by=by, how="holder", handed_to=mine.name)


def test_two_at_once_hand_out_once():
    certificate = certificates.printed()
    given = together(handing_out(certificate), handing_out(certificate))
    (refusal,) = [each for each in given if isinstance(each, Refused)]
    assert "当前状态为“已发放”" in str(refusal)
    assert HandOut.objects.count() == HandOutLine.objects.count() == 1
    assert [each.label for each in entries_of(certificate)].count("发放") == 1


def test_control_without_the_lock_only_the_constraint_stops_the_second(monkeypatch):
    certificate = certificates.printed()
    both_have_judged, judge = threading.Barrier(2), services.handing_unfit

    def waits(*given, **facts):
        found = judge(*given, **facts)
        both_have_judged.wait(WAIT)
        return found

    monkeypatch.setattr(services, "handing_unfit", waits)
    with without_row_locks():
        given = together(handing_out(certificate), handing_out(certificate))
    assert {type(each) for each in given} == {HandOut, IntegrityError}


def test_killed_before_its_commit_leaves_nothing():
    certificate = certificates.printed()
    traced = len(entries_of(certificate))
    assert killed_before_commit(handing_out(certificate))
    certificate.refresh_from_db()
    assert (certificate.status, certificate.handed_to) == (Certificate.Status.PRINTED, "")
    assert not HandOut.objects.exists()
    assert not HandOutLine.objects.exists()
    assert len(entries_of(certificate)) == traced
    handing_out(certificate)()
    certificate.refresh_from_db()
    assert certificate.status == Certificate.Status.HANDED_OUT
