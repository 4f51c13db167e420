"""Numbering, the filed list, revoking."""

import pypdfium2
import pytest

from certificates.issuing import numbering, services
from certificates.issuing.models import NumberPattern, VoidNumber
from exams.registration.models import Registration
from exams.scores.models import ScoreSheet
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


@pytest.mark.clause("4.5")
def test_number_passed_refused_before_confirmation():
    sheet = certificates.confirmed_sheet()
    sheet.status = ScoreSheet.Status.SUBMITTED
    with pytest.raises(Refused, match=r"市中心确认前不能编号发证.*四（五）"):
        services.number_passed(sheet, people.actor(Role.CONFIRMER))


@pytest.mark.clause("4.5")
def test_number_passed_numbers_without_gap_in_seat_order():
    made = certificates.numbered(passed=3)
    assert [each.sequence for each in made] == [1, 2, 3]
    pattern = NumberPattern.objects.get(status=NumberPattern.Status.IN_USE)
    assert [each.number for each in made] == [
        numbering.build(pattern.segments, numbering.Place("370100", each.year, each.sequence)) for each in made
    ]
    assert set(Registration.objects.values_list("status", flat=True)) == {Registration.Status.CERTIFIED}


def test_number_passed_continues_where_the_last_session_ended_and_apart_by_city():
    certificates.numbered(passed=2)
    assert [each.sequence for each in certificates.numbered(passed=2)] == [3, 4]
    assert [each.sequence for each in certificates.numbered(city=people.center("370200"))] == [1]


def test_number_passed_twice_numbers_nobody_twice():
    sheet = certificates.confirmed_sheet(passed=2)
    by = people.actor(Role.CONFIRMER)
    assert len(services.number_passed(sheet, by)) == 2
    assert services.number_passed(sheet, by) == []


def test_number_passed_tells_holder_and_officer_and_masks_the_document():
    officer = people.actor(Role.CERTIFIER)
    certificate = certificates.numbered()[0]
    kinds = dict(Notice.objects.values_list("recipient_id", "kind"))
    assert kinds[officer.user.pk] == "certificates_to_print"
    assert kinds[certificate.registration.user_id] == "certificate_ready"
    entry = entries_of(certificate).get(verb="certificate.number")
    assert certificate.document_number not in str(entry.after)
    assert entry.after["证书编号"] == certificate.number


def test_number_passed_unit_candidate_without_account_is_told_through_nobody():
    sheet = certificates.confirmed_sheet(passed=1)
    Registration.objects.filter(seat__session=sheet.session).update(user=None, unit=people.organization())
    services.number_passed(sheet, people.actor(Role.CONFIRMER))
    assert not Notice.objects.filter(kind="certificate_ready").exists()


@pytest.mark.clause("4.5")
def test_revoke_voids_the_number_for_ever():
    certificate = certificates.printed()
    by = certificates.officer(certificate)
    services.revoke(certificate, by=by, ground="冒名顶替")
    assert VoidNumber.objects.get().number == certificate.number
    certificate.refresh_from_db()
    assert (certificate.status, certificate.revoked_reason) == ("revoked", "冒名顶替")
    assert Notice.objects.filter(kind="certificate_revoked", recipient=certificate.registration.user).count() == 1


def test_revoke_of_a_unit_candidate_tells_nobody():
    certificate = certificates.numbered()[0]
    Registration.objects.update(user=None, unit=people.organization())
    certificate.refresh_from_db()
    services.revoke(certificate, by=certificates.officer(certificate), ground="误发")
    assert not Notice.objects.filter(kind="certificate_revoked").exists()


def test_list_is_not_filed_into_a_case_that_is_closed():
    session = certificates.numbered()[0].session
    by = people.actor(Role.CERTIFIER)
    services.file_list(session, by=by)
    case = Case.objects.get(kind="session", items__kind="certificate_list")
    filed = case.items.count()
    Case.objects.filter(pk=case.pk).update(status=Case.Status.COMPLETE)
    services.file_list(session, by=by)
    assert case.items.count() == filed
