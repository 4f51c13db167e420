"""Numbers and names of people and bodies: checked with sentences, normalised for matching, masked for showing."""

from sdzx.identifiers.check_characters import iso7064_mod11_2, iso7064_mod37_36, verify, verify_mod11_2
from sdzx.identifiers.documents import (
    DocumentType,
    Sex,
    birth_date,
    check_document,
    faultless_resident_id,
    normalise_document,
    sex,
)
from sdzx.identifiers.masks import mask_document, mask_email, mask_name, mask_phone, pp
from sdzx.identifiers.names import check_name, clean_name, normalise_name
from sdzx.identifiers.organisations import check_uscc, normalise_uscc
from sdzx.identifiers.phones import check_phone, is_mobile, normalise_phone

__all__ = [
    "DocumentType",
    "Sex",
    "birth_date",
    "check_document",
    "check_name",
    "check_phone",
    "check_uscc",
    "clean_name",
    "faultless_resident_id",
    "is_mobile",
    "iso7064_mod11_2",
    "iso7064_mod37_36",
    "mask_document",
    "mask_email",
    "mask_name",
    "mask_phone",
    "normalise_document",
    "normalise_name",
    "normalise_phone",
    "normalise_uscc",
    "pp",
    "sex",
    "verify",
    "verify_mod11_2",
]
