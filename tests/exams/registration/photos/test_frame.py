"""Frames: the same part of a picture at any number of pixels."""

import pytest

from exams.registration.photos.frame import Frame, centred, parsed


def test_parsed():
    assert parsed("0.1,0.2,0.5,0.6") == Frame(0.1, 0.2, 0.5, 0.6)


def test_parsed_is_kept_inside_the_picture():
    assert parsed("0.9,0.9,0.5,0.5") == Frame(0.5, 0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "a,b,c,d", "0,0,0,1", "-0.1,0,1,1", "0,0,2,1", "nan,0,1,1", "inf,0,1,1", "0,0,0.001,0.5"]
)
def test_parsed_refuses_what_is_no_frame(text):
    assert parsed(text) is None


@pytest.mark.parametrize(("size", "box"), [((800, 413), (252, 0, 548, 413)), ((295, 1000), (0, 235, 295, 648))])
def test_centred_box(size, box):
    frame = centred(*size, 295 / 413)
    assert frame.box(*size) == pytest.approx(box, abs=1)


def test_box_is_never_empty():
    assert Frame(1.0, 1.0, 0.0, 0.0).box(100, 100) == (100, 100, 101, 101)
