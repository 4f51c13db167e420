"""From what a telephone makes to what the certificate prints."""

import io

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from exams.registration.photos import services
from exams.registration.photos.cutting import cut
from exams.registration.photos.frame import Frame
from sdzx.accounts.roles import Role
from sdzx.files.accept import PORTRAIT
from sdzx.files.services import content, receive
from sdzx.policy import Policy
from sdzx.workflow import Refused
from tests.factories import people
from tests.factories.registration import jpeg

HALVES = (("#c02020", 0.25), ("#2020c0", 0.75))


def two_halves(size=(1200, 900), kind="JPEG", **options):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, HALVES[0][0])
    image.paste(HALVES[1][0], (size[0] // 2, 0, *size))
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def colour(body):
    red, _, blue = Image.open(io.BytesIO(body)).convert("RGB").getpixel((147, 206))
    return "red" if red > blue else "blue"


@pytest.mark.parametrize(("left", "found"), [(0.0, "red"), (0.6, "blue")])
def test_cut_where_the_frame_is(left, found):
    made = cut(two_halves(), Policy(), Frame(left, 0.0, 0.4, 0.75))
    assert (made.picture.width, made.picture.height, colour(made.picture.content)) == (295, 413, found)


def test_cut_to_the_centre_s_own_size():
    made = cut(two_halves(), Policy(photo_width=358, photo_height=441))
    assert (made.picture.width, made.picture.height) == (358, 441)


@pytest.mark.clause("3.2")
def test_frame_around_too_little_is_refused():
    with pytest.raises(Refused, match="裁剪框内太小（240×225像素）"):
        cut(two_halves(), Policy(), Frame(0.0, 0.0, 0.2, 0.25))


@pytest.mark.clause("3.2")
def test_small_picture_is_refused():
    with pytest.raises(Refused, match="照片太小"):
        cut(jpeg(250, 900), Policy())


def test_warnings_travel_with_the_cut():
    assert cut(jpeg(300, 420), Policy()).warnings == ("background", "blurred", "small")


@pytest.mark.django_db
def test_keep_destroys_the_upload():
    by = people.actor(Role.APPLICANT)
    upload = receive(SimpleUploadedFile("a.jpg", jpeg(800, 900)), by=by, accept=PORTRAIT)
    stored, warnings = services.keep(upload, by=by, numbers=Policy())
    upload.refresh_from_db()
    assert (stored.kind, stored.width, stored.height) == ("registration.photo", 295, 413)
    assert (upload.erased_at is not None, warnings) == (True, ["background", "blurred"])


@pytest.mark.django_db
class TestTelephones:
    """What telephones write is read; what is no photo is refused by its content, whatever it is called."""

    def received(self, body, name="IMG_1.jpg"):
        return receive(SimpleUploadedFile(name, body), by=people.actor(Role.APPLICANT), accept=PORTRAIT)

    def test_heic(self):
        pillow_heif.register_heif_opener()
        stored = self.received(two_halves(kind="HEIF", quality=60), "IMG_1.HEIC")
        assert (stored.media_type, stored.name, stored.width, stored.height) == ("image/jpeg", "IMG_1.jpg", 1200, 900)
        assert colour(cut(content(stored), Policy(), Frame(0.6, 0.0, 0.4, 0.75)).picture.content) == "blue"

    def test_webp(self):
        assert self.received(two_halves(kind="WEBP"), "a.webp").media_type == "image/jpeg"

    def test_turned_and_without_its_place(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        exif.get_ifd(0x8825)[1] = "N"
        stored = self.received(two_halves(exif=exif))
        assert (stored.width, stored.height, dict(Image.open(io.BytesIO(content(stored))).getexif())) == (900, 1200, {})

    def test_forty_eight_million_pixels(self):
        stored = self.received(two_halves((8000, 6000), quality=50))
        assert (stored.width, stored.height) == (3000, 2250)

    def test_more_pixels_than_are_decoded(self):
        with pytest.raises(Refused, match="图片像素过多"):
            self.received(two_halves((9000, 8000), quality=20))

    @pytest.mark.parametrize(
        ("body", "sentence"),
        [
            (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>', "SVG是矢量图"),
            (b"%PDF-1.4\n%%EOF", "这里只能上传照片（JPEG、PNG、WebP或HEIC）"),
            (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "这里只能上传照片"),
            (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100), "图片已损坏"),
        ],
    )
    def test_no_photo(self, body, sentence):
        with pytest.raises(Refused, match=sentence):
            self.received(body)
