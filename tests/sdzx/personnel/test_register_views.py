"""Import, export, cards, and the public page behind a card's code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.dispatch.forms import CardForm
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.documents.excel import read_rows
from sdzx.files.media import XLSX
from sdzx.personnel import services
from sdzx.personnel.models import Qualification
from sdzx.personnel.register import columns
from sdzx.personnel.views import cards
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db
IMPORT = reverse("personnel:import")


@pytest.fixture
def client_of_clerk(enter):
    return enter(people.actor(Role.CLERK))


def upload(*rows, **values):
    return {"file": SimpleUploadedFile("登记册.xlsx", personnel.register_workbook(rows=rows), XLSX), **values}


def kept(response, do):
    """What the preview's page sends at the second press."""
    token = response.context["form"]["file"].value()[0][1]
    return {"file-kept": token, "previewed": response.context["previewed"], "do": do}


GOOD, BAD = personnel.register_row(7, kind="专家"), personnel.register_row(8, kind="厨师")


def test_preview_writes_nothing(client_of_clerk):
    response = client_of_clerk.post(IMPORT, upload(GOOD, do="take"))

    assert (response.status_code, Qualification.objects.count()) == (200, 0)
    assert dict(response.context["counts"])["新增资格"] == 1


def test_second_press_takes_the_previewed_workbook(client_of_clerk):
    preview = client_of_clerk.post(IMPORT, upload(GOOD))

    done = client_of_clerk.post(IMPORT, kept(preview, "take"), follow=True)

    assert Qualification.objects.get().card_number == GOOD["card_number"]
    assert [str(each) for each in done.context["messages"]] == ["导入完成：新增人员1，新增资格1。"]


def test_another_workbook_is_previewed_first(client_of_clerk):
    preview = client_of_clerk.post(IMPORT, upload(GOOD))

    again = client_of_clerk.post(IMPORT, kept(preview, "take") | upload(personnel.register_row(9, kind="专家")))

    assert (again.status_code, Qualification.objects.count()) == (200, 0)


def test_bad_rows_are_shown_and_left_out(client_of_clerk):
    preview = client_of_clerk.post(IMPORT, upload(GOOD, BAD))
    sentences = [each.sentence for each in preview.context["shown"]]

    refused = client_of_clerk.post(IMPORT, kept(preview, "take"))
    client_of_clerk.post(IMPORT, kept(preview, "partly"))

    assert sentences == ["K3 类别：应为管理人员、考评员、督导员、专家之一。"]
    assert refused.status_code == 422
    assert [each.card_number for each in Qualification.objects.all()] == [GOOD["card_number"]]


def test_workbook_comes_back_annotated(client_of_clerk):
    preview = client_of_clerk.post(IMPORT, upload(GOOD, BAD))

    given = client_of_clerk.post(IMPORT, kept(preview, "annotated"))

    sheet = read_rows(given.content, columns=columns.COLUMNS)
    assert (given["Content-Type"], len(sheet.rows), given["Cache-Control"]) == (XLSX, 2, "no-store")


def test_same_workbook_again_says_so(client_of_clerk):
    for _ in range(2):
        preview = client_of_clerk.post(IMPORT, upload(GOOD))
        done = client_of_clerk.post(IMPORT, kept(preview, "take"), follow=True)

    assert [str(each) for each in done.context["messages"]] == ["登记册与工作簿一致，没有需要写入的内容。"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"plain"])
def test_file_that_is_no_workbook_is_refused(client_of_clerk, content):
    response = client_of_clerk.post(IMPORT, {"file": SimpleUploadedFile("登记册.xlsx", content, XLSX)})

    assert response.status_code == 422


def test_workbook_without_our_columns_is_refused(client_of_clerk):
    other = columns.export_workbook(title="别的", columns=[columns.NAME, columns.PHONE], rows=[])

    response = client_of_clerk.post(IMPORT, {"file": SimpleUploadedFile("别的.xlsx", other, XLSX)})

    assert (response.status_code, len(response.context["blockers"])) == (422, 1)


def test_template_is_given(client_of_clerk):
    given = client_of_clerk.get(reverse("personnel:template"))

    assert read_rows(given.content, columns=columns.COLUMNS).rows == []


def test_export_gives_what_the_filters_choose(client_of_clerk):
    personnel.qualified("expert")
    held = personnel.qualified("supervisor", project=catalogue.project())
    personnel.qualified("supervisor", city=people.center("370200"))

    given = client_of_clerk.post(reverse("personnel:export") + "?kind=supervisor")

    rows = read_rows(given.content, columns=columns.COLUMNS).rows
    assert [row.value("card_number") for row in rows] == [held.card_number]


def test_export_wants_a_press(client_of_clerk):
    assert client_of_clerk.get(reverse("personnel:export")).status_code == 405


def test_cards_print_only_what_is_valid_today(client_of_clerk):
    held = personnel.qualified("expert")
    personnel.qualified("expert", status="suspended")

    given = client_of_clerk.post(reverse("personnel:cards"))

    assert (given["Content-Type"], given.content[:5]) == ("application/pdf", b"%PDF-")
    assert [entry.label for entry in entries_of(held)] == ["打印证卡"]


def test_one_card_prints_from_its_page(client_of_clerk):
    held, other = personnel.qualified("expert"), personnel.qualified("expert")

    given = client_of_clerk.post(reverse("personnel:qualifications:card", args=[held.uid]))

    assert given["Content-Type"] == "application/pdf"
    assert (entries_of(held).count(), entries_of(other).count()) == (1, 0)


def test_card_of_another_centre_is_not_found(client_of_clerk):
    held = personnel.qualified("expert", city=people.center("370200"))

    assert client_of_clerk.post(reverse("personnel:qualifications:card", args=[held.uid])).status_code == 404


def test_nothing_valid_prints_nothing(client_of_clerk):
    held = personnel.qualified("expert", status="suspended")

    one = client_of_clerk.post(reverse("personnel:qualifications:card", args=[held.uid]))
    all_of_them = client_of_clerk.post(reverse("personnel:cards") + "?kind=expert")

    assert (one.url, all_of_them.url) == (
        reverse("personnel:qualifications:record", args=[held.uid]),
        "/personnel/?kind=expert",
    )


def test_too_many_cards_are_refused(client_of_clerk, monkeypatch):
    monkeypatch.setattr(cards, "MOST", 1)
    for _ in range(2):
        personnel.qualified("expert")

    response = client_of_clerk.post(reverse("personnel:cards"), follow=True)

    assert [str(each) for each in response.context["messages"]] == ["一次最多打印1张证卡，请用筛选条件缩小范围。"]


def test_name_that_no_font_has_is_not_printed(client_of_clerk):
    personnel.qualified("expert", of=personnel.person(name="赵\U0003fffd"))

    response = client_of_clerk.post(reverse("personnel:cards"), follow=True)

    assert "没有可用的字体" in str(next(iter(response.context["messages"])))


def test_list_of_cards_that_lapse(client_of_clerk):
    soon = personnel.qualified("expert", valid_to=clock.today())
    personnel.qualified("expert")

    rows = client_of_clerk.get(reverse("personnel:list"), {"lapses_by": f"{clock.today()}"}).context["table"].rows

    assert [row.url for row in rows] == [reverse("personnel:qualifications:record", args=[soon.uid])]


@pytest.mark.clause("4.3")
def test_scanned_card_is_verified_without_personal_numbers(client):
    held = personnel.qualified(project=catalogue.project())

    page = client.get(reverse("personnel:card", args=[held.code])).content.decode()

    assert all(each in page for each in (held.person.name, held.card_number, "有效", "济南市"))
    assert not any(each in page for each in (held.person.document_number, held.person.phone, "<img"))


@pytest.mark.clause("4.3")
def test_suspended_card_says_so(client):
    held = personnel.qualified(status="suspended")

    response = client.get(reverse("personnel:card", args=[held.code]))

    assert (response.context["state"], "今天不能用于上岗" in response.content.decode()) == ("暂停", True)


def test_unknown_code_is_not_found_with_an_explanation(client):
    response = client.get(reverse("personnel:card", args=["AAAAAAAAAAAAAAAA"]))

    assert (response.status_code, "不属于本系统登记的证卡" in response.content.decode()) == (404, True)


def test_trying_codes_is_slowed_down(client):
    address = reverse("personnel:card", args=["AAAAAAAAAAAAAAAA"])
    client.get(address)

    assert [client.get(address).status_code for _ in range(61)][-1] == 429


def test_scanned_address_leads_to_the_card_number():
    held = personnel.qualified()

    assert services.card_number_of(f" https://sdzx.example.cn/personnel/cards/{held.code}/ ") == held.card_number
    assert services.card_number_of("https://example.cn/a/b/") == "https://example.cn/a/b/"
    assert services.card_number_of(held.card_number) == held.card_number


@pytest.mark.clause("4.3")
def test_card_is_checked_in_by_its_code():
    held = personnel.qualified()
    form = CardForm({"card_number": f"/personnel/cards/{held.code}/"})

    assert form.is_valid()
    assert form.cleaned_data["card_number"] == held.card_number
