"""The pages of handing out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.handing.models import HandOut
from certificates.printing.single import print_certificate
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from tests.factories import certificates, holders, papers, people

pytestmark = pytest.mark.django_db
LIST, NEW = "/certificates/hand-outs/", "/certificates/hand-outs/new/"


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(enter, django_assert_num_queries, count):
    for certificate in certificates.numbered(passed=count):
        print_certificate(certificate, by=certificates.officer(certificate))
        holders.handed(certificate)
    client = enter(certificates.officer(certificate))
    client.get(LIST)
    with django_assert_num_queries(6):
        assert certificate.name in text(client.get(LIST))


def test_list_filters(enter):
    certificate = certificates.printed()
    holders.handed(certificate)
    client = enter(certificates.officer(certificate))
    for query in (f"q={certificate.number.lower()}", f"q={certificate.name}", "how=holder", "unsigned=on"):
        assert certificate.name in text(client.get(f"{LIST}?{query}")).partition("<tbody")[2], query
    assert "没有符合条件的记录" in text(client.get(f"{LIST}?how=mail"))
    assert "发放证书" not in text(enter(people.actor(Role.ARCHIVIST)).get(LIST)).partition("<main")[2]


def test_hand_out_from_the_certificates_page(enter):
    certificate = certificates.printed()
    client = enter(certificates.officer(certificate))
    address = f"/certificates/{certificate.uid}/hand_out/"
    assert address in text(client.get(f"/certificates/{certificate.uid}/"))
    assert f'value="{certificate.name}"' in text(client.get(address))
    data = {"certificates": certificate.pk, "how": "mail", "handed_to": "李明", "document_type": "resident_id"}
    refused = client.post(address, data)
    assert (refused.status_code, "请填写运单号" in text(refused)) == (422, True)
    answer = client.post(address, {**data, "carrier": "EMS", "tracking_number": "EM1"})
    shown = text(client.get(answer["Location"]))
    assert certificate.number in shown
    assert client.get(address).status_code == 200  # nothing left to choose
    taken = f"/certificates/{certificate.uid}/take_back/"
    assert client.get(taken).status_code == 200
    assert client.post(taken, {"ground": "地址不详"}).status_code == 302
    assert "已退回：地址不详" in text(client.get(answer["Location"]))


def test_a_whole_unit_or_session_is_ticked_beforehand(enter):
    mine, other = certificates.numbered(passed=2)
    for each in (mine, other):
        print_certificate(each, by=certificates.officer(each))
    unit = people.organization()
    Registration.objects.filter(certificate=mine).update(unit=unit)
    client = enter(certificates.officer(mine))
    shown = text(client.get(f"{NEW}?unit={unit.name}"))
    assert (mine.number in shown, other.number in shown, "checked" in shown) == (True, False, True)
    shown = text(client.get(f"{NEW}?session={mine.session.uid}"))
    assert (mine.number in shown, other.number in shown) == (True, True)
    number = people.resident_id()
    data = {"certificates": mine.pk, "how": "unit", "unit": unit.pk, "handed_to": "李明", "document_number": number}
    answer = client.post(NEW, data)
    shown = text(client.get(answer["Location"]))
    assert unit.name in shown
    assert number not in shown


def test_sheet_and_its_scan(enter):
    hand_out = holders.handed()
    client = enter(people.actor(Role.CERTIFIER, hand_out.center))
    base = f"{LIST}{hand_out.uid}/"
    assert client.get(f"{base}sheet.pdf").content.startswith(b"%PDF")
    assert client.get(f"{base}scan/").status_code == 200
    scan = SimpleUploadedFile("签收单.pdf", papers.pdf(), "application/pdf")
    assert client.post(f"{base}scan/", {"sheet": scan}).status_code == 302
    sheet = HandOut.objects.get().sheet
    assert "签收单扫描件" in text(client.get(base))
    assert b"".join(client.get(f"/files/{sheet.uid}/").streaming_content).startswith(b"%PDF")
    assert enter(people.actor(Role.CLERK)).get(f"/files/{sheet.uid}/").status_code == 404
