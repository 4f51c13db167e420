"""The ZIP of photos: what is found by which name, what is cut, and what is refused with a reason."""

import io
import zipfile

import pytest
from PIL import Image

from exams.registration.roster import photos
from exams.registration.roster.photos import Album
from sdzx.files.images import portrait
from sdzx.policy import Policy
from sdzx.workflow import Refused
from tests.factories import rosters
from tests.factories.registration import jpeg

NUMBERS = Policy()
DOCUMENT = "370102199001010015"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 64
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"></svg>'


def zipped(files, **how):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **how) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    target.seek(0)
    return target


def refusal(body, name=f"{DOCUMENT}.jpg"):
    with Album(zipped({name: body})) as album, pytest.raises(Refused) as refused:
        album.picture(DOCUMENT, "", NUMBERS)
    return str(refused.value)


@pytest.mark.parametrize(
    "name",
    [
        f"{DOCUMENT}.jpg",
        f"{DOCUMENT}.JPEG",
        f"照片/一班/{DOCUMENT}.png",
        f"一班\\{DOCUMENT}.jpg",
        f"{DOCUMENT[:6]} {DOCUMENT[6:]}.jpg",
    ],
)
def test_found_by_document_number(name):
    with Album(zipped({name: rosters.face(), "__MACOSX/._x.jpg": b"", ".DS_Store": b"x"})) as album:
        picture = album.picture(DOCUMENT, "", NUMBERS)
        assert (picture.width, picture.height, picture.media_type) == (295, 413, "image/jpeg")
        assert album.left_over() == ""


def test_last_x_in_any_case():
    with Album(zipped({"37010219900101001x.jpg": rosters.face()})) as album:
        assert album.picture("37010219900101001X", "", NUMBERS)


def test_named_in_the_code_page_of_windows():
    written = zipped({"AAAAAA.jpg": rosters.face()}).getvalue().replace(b"AAAAAA", "王小伟".encode("gb18030"))
    with Album(io.BytesIO(written)) as album:
        assert album.picture(DOCUMENT, "王小伟.jpg", NUMBERS)


def test_names_in_no_code_page_are_read_somehow():
    written = zipped({"AAAAAA.jpg": rosters.face()}).getvalue().replace(b"AAAAAA", b"\xff\xff\xff\xff\xff\xff")
    with Album(io.BytesIO(written)) as album:
        assert album.left_over().startswith("压缩包中有1个文件没有对应的行")


def test_lying_photo_is_turned_upright():
    image = Image.new("RGB", (800, 600), "white")
    exif = image.getexif()
    exif[0x0112] = 6
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    with Album(zipped({f"{DOCUMENT}.jpg": target.getvalue()})) as album:
        assert (
            album.picture(DOCUMENT, "", NUMBERS).content == portrait(target.getvalue(), width=295, height=413).content
        )


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
def test_what_telephones_write_is_taken_and_kept_as_jpeg(kind):
    image, target = Image.open(io.BytesIO(rosters.face())), io.BytesIO()
    image.save(target, kind)
    with Album(zipped({f"{DOCUMENT}.heic": target.getvalue()})) as album:
        picture = album.picture(DOCUMENT, "", NUMBERS)
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 295, 413)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (HEIC, "照片已损坏"),
        (SVG, "SVG是矢量图"),
        (b"GIF89a" + b"\0" * 40, "这里只能上传照片（JPEG、PNG、WebP或HEIC）"),
        (b"", "照片文件是空的"),
        (rosters.face()[: len(rosters.face()) // 2], "图片已损坏"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "照片已损坏"),
        (jpeg(200, 300), "照片太小（200×300像素）"),
    ],
)
def test_refused_with_the_reason(body, reason):
    assert reason in refusal(body)


def test_forty_megapixels_are_refused_by_their_header(monkeypatch):
    monkeypatch.setattr(photos, "portrait", lambda *_, **__: pytest.fail("decoded"))
    body = io.BytesIO()
    Image.new("1", (8000, 5000)).save(body, "PNG")
    assert refusal(body.getvalue(), f"{DOCUMENT}.png") == "：照片有4000万像素，应少于4000万像素，请缩小后重新上传。"


def test_too_many_bytes(settings):
    settings.SDZX_IMAGE_BYTES = 2**20
    assert "照片超过1MB" in refusal(b"\xff\xd8\xff" + b"\0" * 2**20)


def test_damaged_inside_the_zip():
    body = bytearray(zipped({f"{DOCUMENT}.jpg": rosters.face()}).getvalue())
    body[200] ^= 0xFF
    with Album(io.BytesIO(bytes(body))) as album, pytest.raises(Refused, match="照片在压缩包中已损坏"):
        album.picture(DOCUMENT, "", NUMBERS)


def with_flag(body):
    changed = bytearray(body)
    changed[body.find(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"no zip at all", "照片压缩包已损坏"),
        (zipped({"a.jpg": b"x"}).getvalue()[:-30], "照片压缩包已损坏"),
        (zipped({}).getvalue(), "照片压缩包是空的"),
        (zipped({"__MACOSX/a.jpg": b"x", "一班/": b""}).getvalue(), "照片压缩包是空的"),
        (with_flag(zipped({"a.jpg": b"x"}).getvalue()), "照片压缩包设有密码"),
        (zipped({"a.jpg": b"\0" * (3 * 2**20)}, compression=zipfile.ZIP_DEFLATED).getvalue(), "压缩比异常"),
    ],
)
def test_zip_is_refused(body, reason):
    with pytest.raises(Refused, match=reason):
        Album(io.BytesIO(body))


def test_zip_with_too_many_or_too_large_files(monkeypatch):
    monkeypatch.setattr(photos, "MAX_ENTRIES", 1)
    with pytest.raises(Refused, match="解压后过大"):
        Album(zipped({"a.jpg": b"x", "b.jpg": b"x"}))
    monkeypatch.setattr(photos, "MAX_UNPACKED", 1)
    with pytest.raises(Refused, match="解压后过大"):
        Album(zipped({"a.jpg": b"xx"}))
