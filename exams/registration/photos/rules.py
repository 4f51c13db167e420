"""What is said about a portrait: refused only for too few pixels, else a warning to candidate and clerk. Pure."""

from typing import Final

from django.db import models

from exams.registration.photos.measuring import Measured
from exams.registration.rules import Size
from sdzx.clauses import enforces
from sdzx.policy import Policy
from sdzx.workflow import Blocker

LIGHT: Final = 0.85  # of the background
SHARP: Final = 16
AMPLE: Final = 1.5  # times the pixels that are printed


class PhotoWarning(models.TextChoices):
    """What the candidate should look at; the clerk decides."""

    BACKGROUND = "background", "照片背景不是白色或浅色，审核时可能被退回；建议在白墙前重新拍摄。"
    BLURRED = "blurred", "照片可能不够清晰，请放大核对；看不清五官的会被退回。"
    SMALL = "small", "照片像素刚够打印，放大后会模糊；有更清晰的请更换。"


@enforces("3.2")
def cut_too_small(cut: Size, numbers: Policy) -> list[Blocker]:
    """What is left inside the frame has at least the pixels that the certificate prints."""
    if cut.width >= numbers.photo_width and cut.height >= numbers.photo_height:
        return []
    sentence = (
        f"裁剪框内太小（{cut.width}×{cut.height}像素），至少{numbers.photo_width}×{numbers.photo_height}像素，"
        "请放大裁剪框，或换一张更清晰的照片。"
    )
    return [Blocker(sentence, "3.2", field="photo")]


def warnings(measured: Measured, cut: Size, numbers: Policy) -> list[PhotoWarning]:
    """What deserves a look before the photo is printed on a certificate."""
    found = []
    if measured.light < LIGHT:
        found.append(PhotoWarning.BACKGROUND)
    if measured.sharpness < SHARP:
        found.append(PhotoWarning.BLURRED)
    if cut.width < numbers.photo_width * AMPLE or cut.height < numbers.photo_height * AMPLE:
        found.append(PhotoWarning.SMALL)
    return found


def sentences(codes: list[str]) -> list[str]:
    """The warnings kept with a registration, in words."""
    return [str(PhotoWarning(code).label) for code in codes if code in PhotoWarning.values]
