"""The portrait of a registration, kept (3.2)."""

from django.db import transaction

from exams.registration.photos.cutting import cut
from exams.registration.photos.frame import Frame
from sdzx.accounts.actors import Actor
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, content, erase, store
from sdzx.policy import Policy

KIND = "registration.photo"


@transaction.atomic
def keep(upload: StoredFile, *, by: Actor, numbers: Policy, frame: Frame | None = None) -> tuple[StoredFile, list[str]]:
    """The portrait as a file of its own, and its warnings; the upload is destroyed."""
    made = cut(content(upload), numbers, frame)
    erase(adopt(upload, kind=KIND, by=by))
    stored = store(made.picture.content, name="照片", kind=KIND, by=by, media_type=made.picture.media_type)
    stored.width, stored.height = made.picture.width, made.picture.height
    stored.save(update_fields=["width", "height"])
    return stored, list(made.warnings)
