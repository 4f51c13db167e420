"""Model fields for sensitive personal data: sealed at rest, found again only by a blind index."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models

from sdzx.crypto import blind_index, open_sealed, seal
from sdzx.identifiers.documents import DocumentType, normalise_document


class EncryptedTextField(models.TextField):
    """Text that the database sees only sealed. Its purpose is app.model.field unless one is given.

    Every lookup but isnull raises FieldError: sealed values cannot be compared. The empty string stays empty.
    """

    description = "sealed text"

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        self.given_purpose = self.purpose = purpose
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        self.purpose = self.given_purpose or f"{cls._meta.label_lower}.{name}"

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.given_purpose:
            kwargs["purpose"] = self.given_purpose
        return name, path, list(args), kwargs

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text, self.purpose) if isinstance(text, str) and text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return open_sealed(value, self.purpose) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.purpose} is sealed: use its blind index")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.purpose} is sealed: it has no {lookup_name}")


class BlindIndexField(models.CharField):
    """The blind index of a sealed column; the services fill it with `document_index()` or `blind_index()`."""

    description = "blind index"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("db_index", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With `db_index`, whose usual value here is not Django's."""
        name, path, arguments, named = super().deconstruct()
        options: Any = vars(self)
        return name, path, arguments, {**named, "db_index": options["db_index"]}


def label_of(model: type[models.Model], name: str) -> str:
    """A field's Chinese name, as forms and letters say it; what is no field is its own name."""
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def document_index(kind: str, number: str) -> str:
    """The blind index of an identity document; one and the same for every table that keeps one."""
    return blind_index(f"{DocumentType(kind).value}:{normalise_document(number)}", "document")
