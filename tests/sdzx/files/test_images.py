"""Images: only their pixels survive."""

import io

import pytest
from PIL import Image

from sdzx.files.accept import IMAGE, PHOTO
from sdzx.files.images import dimensions, portrait, rewritten
from sdzx.workflow import Refused
from tests.sdzx.files import samples


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_rewritten_loses_camera_and_place():
    before, picture = samples.jpeg(), rewritten(samples.jpeg(), IMAGE)
    assert dict(opened(before).getexif())[samples.MODEL] == "Camera of Zhang"
    assert dict(opened(picture.content).getexif()) == {}
    assert b"Camera" not in picture.content


def test_rewritten_is_turned_upright():
    picture = rewritten(samples.jpeg(orientation=6), IMAGE)
    top = opened(picture.content).getpixel((150, 20))
    assert (picture.width, picture.height, top[0] > 200, top[2] < 60) == (300, 400, True, True)


@pytest.mark.parametrize(
    ("format_", "mode", "media_type"),
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "P", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("WEBP", "RGBA", "image/jpeg"),
        ("BMP", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
    ],
)
def test_rewritten_every_format_and_mode(format_, mode, media_type):
    picture = rewritten(samples.image(format_, mode), IMAGE)
    assert (picture.media_type, opened(picture.content).mode in ("RGB", "L")) == (media_type, True)


def test_rewritten_transparent_becomes_white():
    picture = rewritten(samples.image("PNG", "RGBA"), IMAGE)
    assert opened(picture.content).getpixel((5, 5)) == (255, 255, 255)


def test_rewritten_large_one_is_shrunk():
    picture = rewritten(samples.jpeg(4000, 3000), PHOTO)
    assert (picture.width, picture.height) == (2000, 1500)


def test_rewritten_small_photo():
    with pytest.raises(Refused, match="图片太小（300×150像素），短边至少200像素"):
        rewritten(samples.jpeg(300, 150), PHOTO)


def test_rewritten_too_many_pixels(settings):
    settings.SDZX_IMAGE_PIXELS = 10_000
    with pytest.raises(Refused, match="图片像素过多（上限1万像素）"):
        rewritten(samples.jpeg(), IMAGE)


def test_rewritten_pixel_bomb():
    with pytest.raises(Refused, match="图片像素过多"):
        rewritten(samples.image("PNG", "1", (20_000, 20_000)), IMAGE)


@pytest.mark.parametrize("content", [samples.jpeg()[:900], b"\x89PNG\r\n\x1a\n" + b"0" * 99, b"text"])
def test_rewritten_damaged(content):
    with pytest.raises(Refused, match="图片已损坏"):
        rewritten(content, IMAGE)


def test_portrait_is_exactly_the_size_asked_for():
    picture = portrait(samples.jpeg(1000, 1000), width=295, height=413)
    assert opened(picture.content).size == (295, 413)


def test_dimensions():
    assert dimensions(samples.jpeg(400, 300)) == (400, 300)


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"text", "图片已损坏"), (samples.image("PNG", "1", (20_000, 20_000)), "图片像素过多")]
)
def test_dimensions_of_what_cannot_be_decoded(content, sentence):
    with pytest.raises(Refused, match=sentence):
        dimensions(content)


def test_portrait_of_a_part():
    picture = portrait(samples.jpeg(400, 300), width=100, height=100, box=(0, 0, 50, 50))
    assert (picture.width, picture.height) == (100, 100)


def test_rewritten_large_jpeg_is_decoded_smaller_and_still_sharp_enough():
    picture = rewritten(samples.jpeg(6400, 4800), PHOTO)
    assert (picture.width, picture.height) == (2000, 1500)
