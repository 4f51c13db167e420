"""Keys for partners: issued and stopped by the province, checked at every request (4.5)."""

import hashlib
import secrets

from django.db import transaction

from certificates.api.models import ApiKey
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.workflow import Refused, advance, locked

BEGINNING = "sdzx_"
SHOWN = len(BEGINNING) + 6  # so much of a key is kept to tell keys apart; 220 bits remain secret
MOST_PER_MINUTE = 10_000


def hashed(key: str) -> str:
    """What is kept of a key: SHA-256 in hex. 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def usable(key: str) -> ApiKey | None:
    """The record of a key that holds; None for an unknown or stopped one. One query."""
    return ApiKey.objects.filter(key_hash=hashed(key), status=ApiKey.Status.ACTIVE).first()


@transaction.atomic
def issue(*, by: Actor, holder: str, contact: str, per_minute: int) -> tuple[ApiKey, str]:
    """A new key, and its text, which nobody can see again. Raises Refused without the grant or with a limit out of range."""
    require(by, "api_key.issue")
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise Refused(f"每分钟次数应为1至{MOST_PER_MINUTE}。")
    key = BEGINNING + secrets.token_urlsafe(32)
    made = ApiKey.objects.create(
        holder=holder.strip(),
        contact=contact.strip(),
        per_minute=per_minute,
        prefix=key[:SHOWN],
        key_hash=hashed(key),
        issued_by=by.user_required,
    )
    trace(
        by=by,
        verb="api_key.issue",
        label="发放接口密钥",
        subject=made,
        after={"使用单位": made.holder, "密钥开头": made.prefix, "每分钟次数": per_minute},
    )
    return made, key


@transaction.atomic
def revoke(api_key: ApiKey, *, by: Actor, ground: str) -> ApiKey:
    """Stop a key at once and for good. Raises Refused when it is stopped already."""
    locked(api_key)
    advance(api_key, "revoke", by=by, ground=ground)
    return api_key
