"""The public pages: filing, the receipt, the slip, following."""

import datetime
import io
import re
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.files.models import StoredFile
from sdzx.workflow import Refused
from sites.oversight.complaints import documents, services
from sites.oversight.complaints.models import Complaint
from tests.factories import complaints, people, pictures, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/complaints"
S = Complaint.Status


def receipt(page: Any) -> tuple[str, str]:
    """Number and code as the page shows them."""
    text = page.content.decode()
    number = re.search(r"data-receipt-number>([^<]+)<", text)
    code = re.search(r"data-receipt-code>([^<]+)<", text)
    assert number is not None
    assert code is not None
    return number[1], code[1]


def words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join(page.get_textpage().get_text_range() for page in pages)


def test_file_and_follow(client):
    page = client.post(f"{BASE}/file/", complaints.form())
    number, code = receipt(page)
    held = Complaint.objects.get()
    assert (page.status_code, held.number, held.anonymous, held.center) == (200, number, True, people.center())
    assert "no-store" in page["Cache-Control"]
    found = client.post(f"{BASE}/follow/", {"number": f" {number.lower()} ", "code": code.lower()})
    assert found.context["complaint"] == held
    assert [sentence for _, sentence in found.context["timeline"]] == ["已收到"]
    assert code.replace(" ", "") not in found.content.decode().replace(f'value="{code.lower()}"', "")


def test_file_from_the_sites_page(client):
    site = sites.site()
    assert f"{BASE}/file/?site={site.code}" in client.get(f"/sites/{site.code}/").content.decode()
    page = client.get(f"{BASE}/file/?site={site.code}")
    assert f'value="{site.code}" selected' in page.content.decode()
    client.post(f"{BASE}/file/", complaints.form(site=site.code, place="", center=""))
    assert Complaint.objects.get().site == site


def test_file_by_somebody_signed_in_records_nobody(enter):
    actor = people.actor(Role.APPLICANT)
    upload = SimpleUploadedFile("照片.jpg", pictures.portrait())
    enter(actor).post(f"{BASE}/file/", complaints.form(attachments=[upload]))
    held = Complaint.objects.get()
    assert held.attachments.get().uploaded_by is None
    assert actor.user is not None
    assert actor.user.name not in str(list(StoredFile.objects.values()))


def test_a_refusal_loses_nothing(client):
    upload = SimpleUploadedFile("照片.jpg", pictures.portrait())
    given = complaints.form(facts="短", attachments=[upload], identity="named", name="赵大勇", phone="13905310001")
    page = client.post(f"{BASE}/file/", given)
    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (422, ["facts"])
    text = page.content.decode()
    assert ("照片.jpg" in text, 'value="赵大勇"' in text, "/files/" in text) == (True, True, False)
    token = re.search(r'name="attachments-kept" value="([^"]+)"', text)
    assert token is not None
    new = {**given, "facts": complaints.FACTS, "attachments": [], "attachments-kept": token[1]}
    receipt(client.post(f"{BASE}/file/", new))  # the check still counts: it is used up by what is filed
    assert [each.name for each in Complaint.objects.get().attachments.all()] == ["照片.jpg"]


def test_everything_is_said_at_once(client):
    tomorrow = clock.today() + datetime.timedelta(days=1)
    given = complaints.form(category="", facts="短", place="", center="", happened_on=tomorrow, phone="12")
    page = client.post(f"{BASE}/file/", given)
    assert list(page.context["form"].errors) == ["category", "site", "center", "facts", "happened_on", "identity"]


def test_a_refusal_by_the_service_comes_back_to_the_form(client, monkeypatch):
    monkeypatch.setattr(services, "require", refuse)
    page = client.post(f"{BASE}/file/", complaints.form())
    assert (page.status_code, [each.sentence for each in page.context["blockers"]]) == (422, ["现在不能提交。"])
    assert "data-human=" in page.content.decode()


def refuse(*_: Any) -> None:
    raise Refused("现在不能提交。")


def test_sent_twice_is_filed_once(client):
    given = complaints.form()
    client.post(f"{BASE}/file/", given)
    again = client.post(f"{BASE}/file/", given)
    assert (again.status_code, list(again.context["form"].errors), Complaint.objects.count()) == (422, ["human"], 1)


def test_too_many_from_one_address(client):
    statuses = {client.post(f"{BASE}/file/", {}).status_code for _ in range(20)}
    assert (statuses, client.post(f"{BASE}/file/", {}).status_code) == ({422}, 429)


def test_slip_is_printed_for_an_hour(client):
    page = client.post(f"{BASE}/file/", complaints.form())
    number, code = receipt(page)
    token = page.context["token"]
    assert code.replace(" ", "") not in token
    answer = client.post(f"{BASE}/slip/", {"token": token})
    text = words(answer.content)
    assert (answer["Content-Type"], number in text, code in text) == ("application/pdf", True, True)
    assert complaints.FACTS[:10] not in text
    with clock.at(clock.now() + datetime.timedelta(hours=1, seconds=1)):
        assert client.post(f"{BASE}/slip/", {"token": token}).status_code == 410
    assert client.post(f"{BASE}/slip/", {"token": "x"}).status_code == 410
    assert client.get(f"{BASE}/slip/").status_code == 405


def test_slip_spaces_the_code():
    assert documents.spaced("ABCDEFGHJK") == "ABCDE FGHJK"


def test_follow_wrong_pair_says_one_thing(client):
    held = complaints.complaint()
    pages = [
        client.post(f"{BASE}/follow/", {"number": number, "code": code})
        for number, code in ((held.number, "WRONGWRONG"), ("TS-0", complaints.CODE))
    ]
    assert [(page.status_code, dict(page.context["form"].errors)) for page in pages] == [
        (422, pages[0].context["form"].errors)
    ] * 2
    assert pages[0].context["form"].errors.keys() == {"code"}


def test_follow_with_nothing_filled_in(client):
    page = client.post(f"{BASE}/follow/", {})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["number", "code"])


def test_follow_too_often(client):
    for _ in range(20):
        client.post(f"{BASE}/follow/", {"number": "TS-0", "code": "x"})
    assert client.post(f"{BASE}/follow/", {"number": "TS-0", "code": "x"}).status_code == 429


@pytest.mark.parametrize(
    ("status", "shown", "hidden"),
    [
        (S.RECEIVED, "办结期限", "结论"),
        (S.NOT_ACCEPTED, "反映的事项不属于本中心管辖", "办结期限"),
        (S.INVESTIGATED, "已查清", complaints.FINDINGS),
        (S.CONCLUDED, complaints.ANSWER, complaints.FINDINGS),
    ],
)
def test_follow_shows_the_state_and_no_more(client, status, shown, hidden):
    held = complaints.complaint(status)
    page = client.post(f"{BASE}/follow/", {"number": held.number, "code": complaints.CODE})
    facts = [(each.label, str(each.value)) for each in page.context["groups"][0].facts]
    told = " ".join(f"{label} {value}" for label, value in facts)
    assert (shown in told, hidden in page.content.decode()) == (True, False)


@pytest.mark.parametrize("phone", ["0531-88001234", ""])
def test_follow_says_whom_to_ring(client, phone):
    held = complaints.complaint()
    Center.objects.filter(pk=held.center_id).update(phone=phone)
    page = client.post(f"{BASE}/follow/", {"number": held.number, "code": complaints.CODE})
    told = [each.value for each in page.context["groups"][0].facts if each.label == "咨询电话"]
    assert told == ([phone] if phone else [])


def test_timeline_names_nobody(client):
    held = complaints.complaint()
    clerk = people.actor(Role.CLERK)
    services.accept(held, by=clerk)
    services.read_contact(held, by=clerk)
    page = client.post(f"{BASE}/follow/", {"number": held.number, "code": complaints.CODE})
    assert [sentence for _, sentence in page.context["timeline"]] == ["已受理，正在调查"]
    assert clerk.name not in page.content.decode()


@pytest.mark.parametrize("address", ["/", "/sites/", "/lookup/"])
def test_public_pages_lead_here(client, address):
    assert f'href="{BASE}/file/"' in client.get(address).content.decode()
