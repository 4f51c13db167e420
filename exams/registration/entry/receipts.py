"""A form is taken in once, however often it arrives: by a double click, the back button, a retry after a lost answer."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.db import IntegrityError, transaction

from exams.registration.entry.models import FormReceipt
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.workflow import Refused

_SALT: Final = "exams.registration.receipt"
TAKEN: Final = "这份表单已经收到，不必重复提交。"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Which form it is, and when it was opened."""

    key: uuid.UUID
    opened: datetime.datetime


def issue() -> str:
    """The signed hidden value of a form that is opened now."""
    return signing.dumps([str(uuid.uuid4()), clock.now().isoformat()], salt=_SALT)


def read(text: str) -> Receipt | None:
    """The receipt of a hidden value; None when it was not issued here."""
    try:
        key, opened = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return Receipt(uuid.UUID(key), datetime.datetime.fromisoformat(opened))


def registration_of(receipt: Receipt | None, *, by: Actor) -> Registration | None:
    """The registration into which this person's form has been taken already."""
    if receipt is None:
        return None
    found = FormReceipt.objects.filter(user=by.user_required, key=receipt.key).select_related("registration")
    return next((each.registration for each in found), None)


def take(receipt: Receipt | None, record: Registration, *, by: Actor) -> None:
    """Note in the caller's transaction that the form is taken in. Raises Refused when it has been, meanwhile."""
    if receipt is None:
        return
    try:
        with transaction.atomic():
            FormReceipt.objects.create(key=receipt.key, user=by.user_required, registration=record)
    except IntegrityError as error:
        raise Refused(TAKEN) from error
