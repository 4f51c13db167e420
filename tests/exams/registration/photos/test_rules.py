"""What is said about a portrait; only too few pixels are refused."""

import pytest

from exams.registration.photos.measuring import Measured
from exams.registration.photos.rules import PhotoWarning, cut_too_small, sentences, warnings
from exams.registration.rules import Size
from sdzx.policy import Policy

GOOD = Measured(1.0, 60)
AMPLE = Size(590, 826)


@pytest.mark.clause("3.2")
@pytest.mark.parametrize("size", [Size(294, 413), Size(295, 412)])
def test_cut_too_small(size):
    (found,) = cut_too_small(size, Policy())
    assert (found.field, found.clause) == ("photo", "3.2")
    assert (
        found.sentence
        == f"裁剪框内太小（{size.width}×{size.height}像素），至少295×413像素，请放大裁剪框，或换一张更清晰的照片。"
    )


def test_cut_exactly_large_enough():
    assert cut_too_small(Size(295, 413), Policy()) == []


@pytest.mark.parametrize(
    ("measured", "size", "found"),
    [
        (GOOD, AMPLE, []),
        (Measured(0.5, 60), AMPLE, [PhotoWarning.BACKGROUND]),
        (Measured(1.0, 5), AMPLE, [PhotoWarning.BLURRED]),
        (GOOD, Size(300, 900), [PhotoWarning.SMALL]),
        (Measured(0.0, 0), Size(900, 413), [PhotoWarning.BACKGROUND, PhotoWarning.BLURRED, PhotoWarning.SMALL]),
    ],
)
def test_warnings(measured, size, found):
    assert warnings(measured, size, Policy()) == found


def test_sentences_leave_out_what_is_unknown():
    assert sentences(["blurred", "gone"]) == [PhotoWarning.BLURRED.label]
