"""Whether somebody registered for the same batch under another document (3.2): a reason to look, never a refusal."""

from collections.abc import Sequence

from exams.registration.models import Registration
from sdzx.accounts.rules import Likeness, possible_same_person


def possible_twins(record: Registration) -> Sequence[Registration]:
    """Live registrations of the batch that may be the same person's; the clerk compares the documents."""
    same_name = Registration.objects.filter(item_id=record.item_id, name_key=record.name_key)
    others = same_name.exclude(pk=record.pk).exclude(status__in=[*Registration.ENDED, Registration.Status.DRAFT])
    one = _likeness(record)
    return [
        each for each in others.select_related("unit").order_by("pk")[:20] if possible_same_person(one, _likeness(each))
    ]


def _likeness(record: Registration) -> Likeness:
    return Likeness(record.name_key, record.birth_date, record.phone, record.document_index)
