"""An upload cut to the portrait that the certificate prints (3.2)."""

from dataclasses import dataclass

from exams.registration.photos import rules
from exams.registration.photos.frame import Frame, centred
from exams.registration.photos.measuring import measure
from exams.registration.rules import Size, too_small
from sdzx.files import images
from sdzx.policy import Policy
from sdzx.workflow import refuse_on


@dataclass(frozen=True, slots=True)
class Cut:
    """A finished portrait and what is to be said about it."""

    picture: images.Picture
    warnings: tuple[str, ...]


def cut(body: bytes, numbers: Policy, frame: Frame | None = None) -> Cut:
    """Crop to the frame (without one about the middle), scale to the centre's size, look at it. `body` is upright.

    Raises Refused when the picture, or what lies inside the frame, has too few pixels, and when it cannot be read.
    """
    whole = Size(*images.dimensions(body))
    refuse_on(too_small(whole, numbers))
    chosen = frame or centred(whole.width, whole.height, numbers.photo_width / numbers.photo_height)
    box = chosen.box(whole.width, whole.height)
    left = Size(box[2] - box[0], box[3] - box[1])
    if frame:
        refuse_on(rules.cut_too_small(left, numbers))
    made = images.portrait(body, width=numbers.photo_width, height=numbers.photo_height, box=box)
    found = rules.warnings(measure(made.content), left, numbers)
    return Cut(made, tuple(each.value for each in found))
