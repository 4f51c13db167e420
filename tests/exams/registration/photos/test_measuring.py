"""Light backgrounds and sharp edges, measured."""

import io

import pytest
from PIL import Image, ImageFilter

from exams.registration.photos.measuring import measure
from tests.factories.pictures import portrait


def written(image):
    target = io.BytesIO()
    image.save(target, "JPEG", quality=90)
    return target.getvalue()


def opened():
    return Image.open(io.BytesIO(portrait()))


def test_portrait_before_a_white_wall():
    found = measure(portrait())
    assert (found.light > 0.95, found.sharpness > 30) == (True, True)


@pytest.mark.parametrize("colour", ["#3b6ea5", "#c0392b", "#202020", "#f0e060"])
def test_coloured_or_dark_wall_is_not_light(colour):
    assert measure(written(Image.new("RGB", (295, 413), colour))).light < 0.05


def test_blurred_portrait_has_no_edges():
    blurred = opened().filter(ImageFilter.GaussianBlur(6))
    assert measure(written(blurred)).sharpness < 16


def test_plain_picture_has_none_at_all():
    assert measure(written(Image.new("RGB", (295, 413), "white"))).sharpness == 0


def test_sharpest_possible_edges():
    chess = Image.new("L", (64, 64))
    chess.putdata([255 * ((n % 64 + n // 64) % 2) for n in range(64 * 64)])
    target = io.BytesIO()
    chess.save(target, "PNG")
    assert measure(target.getvalue()).sharpness > 120
