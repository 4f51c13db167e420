import io

import pikepdf
import pytest

from sdzx.files.services import store
from sdzx.personnel import documents
from tests.factories import catalogue, personnel, registration

pytestmark = pytest.mark.django_db


def photographed(**values):
    photo = store(registration.jpeg(600, 800), name="照片.jpg", kind="person.photo")
    return personnel.qualified(of=personnel.person(photo=photo), project=catalogue.project(), **values)


def test_card_says_who_and_what(settings):
    settings.BASE_URL = "https://sdzx.example.cn"
    held = photographed()

    card = documents.card(held)

    assert (card["role"], card["name"], card["number"]) == ("考评员", held.person.name, held.card_number)
    assert (card["photo"][:22], card["scope"]) == ("data:image/jpeg;base64", held.projects.get().name)
    assert documents.address(held) == f"https://sdzx.example.cn/personnel/cards/{held.code}/"


def test_card_without_photo_leaves_its_place():
    assert documents.card(personnel.qualified("expert"))["photo"] == ""


def test_many_projects_are_counted():
    held = personnel.qualified()
    held.projects.set([catalogue.project() for _ in range(4)])

    assert documents.scope(held).endswith("等4个项目")


def test_nine_cards_take_two_pages():
    cards = documents.cards_pdf([photographed() for _ in range(9)])

    with pikepdf.open(io.BytesIO(cards)) as pdf:
        assert len(pdf.pages) == 2
        assert [float(each) for each in pdf.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.1)


def test_codes_are_long_and_differ():
    codes = {personnel.qualified().code for _ in range(5)}

    assert [len(each) for each in codes] == [16] * 5
