"""ISO/IEC 7064 check characters: MOD 37,36 for our own numbers, MOD 11-2 for those that must stay digits."""

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2, mod_37_36

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def iso7064_mod37_36(text: str) -> str:
    """The check character of digits and capital letters. Finds every single slip and nearly every swap of neighbours.

    Raises ValueError for anything else, or for nothing at all.
    """
    if not text or set(text) - set(ALPHABET):
        raise ValueError("only digits and capital letters can have a check character")
    return str(mod_37_36.calc_check_digit(text))


def iso7064_mod11_2(digits: str) -> str:
    """The check character of digits alone: a digit or X. Raises ValueError for anything but digits."""
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("only digits")
    return str(mod_11_2.calc_check_digit(digits))


def verify(text: str) -> bool:
    """Whether the last character is the MOD 37,36 check character of those before it."""
    return len(text) > 1 and not set(text) - set(ALPHABET) and iso7064_mod37_36(text[:-1]) == text[-1]


def verify_mod11_2(text: str) -> bool:
    """Whether the last character is the MOD 11-2 check character of the digits before it."""
    try:
        return text.isascii() and bool(mod_11_2.validate(text))
    except ValidationError:
        return False
