"""The random draw as a pure function: whoever has the recorded seed and list comes to the same set."""

import hashlib
import secrets
from collections.abc import Iterable


def new_seed() -> str:
    """128 random bits in hex."""
    return secrets.token_hex(16)


def choose(seed: str, codes: Iterable[str]) -> str:
    """The drawn code: SHA-256 of the seed and the sorted list, modulo its length. ValueError for an empty list."""
    ordered = sorted(codes)
    if not ordered:
        raise ValueError("nothing to draw from")
    digest = hashlib.sha256(f"{seed}|{'|'.join(ordered)}".encode()).digest()
    return ordered[int.from_bytes(digest, "big") % len(ordered)]
