"""Accounts that may be one person under two documents: a reason to look, never to refuse."""

from sdzx.accounts.models import User
from sdzx.accounts.rules import Likeness, possible_same_person
from sdzx.identifiers import birth_date


def of(person: User) -> Likeness:
    """By what an account is compared. A document of an applicant always has a kind; without one nothing is known."""
    born = birth_date(person.document_type, person.document_number) if person.document_type else None
    return Likeness(person.name_key, born, person.phone, person.document_index)


def alike(person: User) -> list[User]:
    """The other applicants' accounts that may be the same person's."""
    named = (
        User.objects.filter(name_key=person.name_key, is_active=True).exclude(pk=person.pk).exclude(document_index="")
    )
    return [other for other in named if possible_same_person(of(person), of(other))]
