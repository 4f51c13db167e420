"""The photo of a page that was just shown."""

import datetime
import io

import pytest
from django.core.cache import cache
from PIL import Image

from certificates.issuing.models import Certificate
from certificates.lookup import photos, services
from sdzx import clock
from sdzx.crypto import seal
from sdzx.files.models import StoredFile
from tests.factories import certificates

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.5")]


@pytest.fixture(autouse=True)
def _no_counters():
    cache.clear()


@pytest.fixture
def certificate():
    return certificates.numbered()[0]


def test_page_of_the_qr_code_shows_the_photo_small_and_to_this_site_alone(client, certificate):
    page = client.get(f"/lookup/v/{certificate.code}/").content.decode()
    address = page.split('<img class="portrait" src="')[1].split('"')[0]
    answer = client.get(address)
    assert (answer["Content-Type"], answer["Cross-Origin-Resource-Policy"]) == ("image/jpeg", "same-origin")
    assert "no-store" in answer["Cache-Control"]
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.width <= photos.SIZE[0]
        assert image.height <= photos.SIZE[1]
    assert len(answer.content) < 40_000


def test_address_is_over_after_some_minutes_and_another_each_time(client, certificate):
    first, second = (services.verify(certificate.code).photo for _ in range(2))
    assert first != second
    assert certificate.code not in first
    assert certificate.number not in first
    with clock.at(clock.now() + datetime.timedelta(seconds=photos.SECONDS + 1)):
        assert client.get(first).status_code == 404
    assert client.get(first).status_code == 200


SEALED_FOR_ANOTHER_USE = seal("[1, 99999999999]", "certificate.code")


@pytest.mark.parametrize(
    "token", ["1", "k1:AAAA", "图", "k1:图", pytest.param(SEALED_FOR_ANOTHER_USE, id="another use")]
)
def test_what_is_not_ours_shows_nothing(client, token):
    assert client.get(f"/lookup/photo/{token}/").status_code == 404


def test_a_file_that_is_gone_shows_nothing(client, certificate):
    address = services.verify(certificate.code).photo
    StoredFile.objects.filter(pk=certificate.photo_id).update(sha256="0" * 64)
    assert client.get(address).status_code == 404
    assert client.get(photos.address(0)).status_code == 404


def test_certificate_without_a_photo_has_no_address(certificate):
    Certificate.objects.update(photo=None)
    assert services.verify(certificate.code).photo == ""


def test_too_often_is_429(client):
    codes = [client.get("/lookup/photo/x/").status_code for _ in range(121)]
    assert codes == [404] * 120 + [429]
