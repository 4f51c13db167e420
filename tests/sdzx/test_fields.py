"""Sealed columns: the database never sees the text, and nobody can ask it to compare."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from sdzx.accounts.models import User
from sdzx.crypto import CryptoError
from sdzx.fields import EncryptedTextField, document_index

pytestmark = pytest.mark.django_db
NUMBER = "370102199001011234"


@pytest.fixture
def user():
    index = document_index("resident_id", NUMBER)
    return User.objects.create(username="u", name="张三", document_number=NUMBER, document_index=index)


def stored(user) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_number FROM accounts_user WHERE id = %s", [user.pk])
        return cursor.fetchone()[0]


def test_encrypted_field_round_trip(user):
    assert User.objects.get(pk=user.pk).document_number == NUMBER
    assert (stored(user).split(":")[0], NUMBER in stored(user)) == ("k1", False)


def test_encrypted_field_update_and_bulk_update(user):
    User.objects.update(document_number="1")
    assert User.objects.get().document_number == "1"
    user.document_number = "2"
    User.objects.bulk_update([user], ["document_number"])
    assert User.objects.values_list("document_number", flat=True).get() == "2"


def test_encrypted_field_empty_stays_empty(user):
    User.objects.update(document_number="")
    assert stored(user) == ""


@pytest.mark.parametrize("lookup", ["document_number", "document_number__contains", "document_number__in"])
def test_encrypted_field_cannot_be_compared(user, lookup):
    with pytest.raises(FieldError):
        User.objects.filter(**{lookup: [NUMBER]}).exists()


def test_encrypted_field_isnull(user):
    assert User.objects.filter(document_number__isnull=False).get() == user


def test_encrypted_field_copied_into_another_column(user):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET phone = document_number")
    with pytest.raises(CryptoError):
        User.objects.get(pk=user.pk)


def test_document_index_finds_however_it_was_written(user):
    assert User.objects.get(document_index=document_index("resident_id", " 370102 19900101-1234")) == user
    assert document_index("resident_id", NUMBER) != document_index("passport", NUMBER)


def test_encrypted_field_keeps_a_given_purpose_in_migrations():
    field = EncryptedTextField(purpose="old.model.name")
    assert field.deconstruct()[1:] == ("sdzx.fields.EncryptedTextField", [], {"purpose": "old.model.name"})
    assert EncryptedTextField().deconstruct()[3] == {}
