"""Codes by short message or mail: whoever types the code holds the phone or the mailbox.

A code has six digits, holds ten minutes, may be tried five times and counts once. Only its keyed hash is kept, in the cache.
"""

import datetime
import secrets
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

from sdzx import clock
from sdzx.accounts.throttle import too_many
from sdzx.crypto import blind_index
from sdzx.identifiers import mask_email, mask_phone
from sdzx.notifications import direct
from sdzx.workflow import Blocker, Refused

VALID = datetime.timedelta(minutes=10)
AGAIN = datetime.timedelta(seconds=60)
TRIES = 5
PER_HOUR, PER_DAY = 5, 10  # codes to one phone or mailbox
PER_ADDRESS = 30  # codes an hour that one IP address may ask for: a training room behind one
REMEMBERED = datetime.timedelta(hours=1)  # so long can we still say that a code has expired
TEXT = "验证码{code}，用于{purpose}，10分钟内有效。请勿告诉他人。"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a code goes: a mobile number or a mailbox, in normal form."""

    channel: direct.Channel
    address: str

    @property
    def masked(self) -> str:
        """«138****1234», «w***n@example.com»."""
        return mask_phone(self.address) if self.channel == direct.Channel.SMS else mask_email(self.address)

    @property
    def key(self) -> str:
        """Its name in the cache, from which the number cannot be read."""
        return f"code/{blind_index(f'{self.channel}:{self.address.lower()}', 'code')}"


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody held this phone or mailbox at this time."""

    target: Target
    at: datetime.datetime


def send(target: Target, *, purpose: str, address: str) -> None:
    """Send a new code, which replaces the one before it; `address` is the IP address that asks.

    Raises Refused within a minute of the last one, above the limits an hour and a day, and when the message cannot be sent.
    """
    now = clock.now()
    last = cache.get(target.key)
    if last and (wait := last["sent"] + AGAIN - now) > datetime.timedelta():
        raise Refused(f"验证码刚刚发出，请{-(-wait // datetime.timedelta(seconds=1))}秒后再重新获取。")
    if too_many(f"codes/{address}", PER_ADDRESS, 3600):
        raise Refused("您所在的网络短时间内获取验证码过多，请1小时后再试。")
    if too_many(f"{target.key}/hour", PER_HOUR, 3600) or too_many(f"{target.key}/day", PER_DAY, 86400):
        raise Refused(f"发往{target.masked}的验证码过多（每小时最多{PER_HOUR}次，每天最多{PER_DAY}次），请稍后再试。")
    code = f"{secrets.randbelow(1_000_000):06d}"
    cache.set(target.key, {"hash": _hash(target, code), "sent": now}, int(REMEMBERED.total_seconds()))
    cache.delete(f"{target.key}/tries")
    try:
        direct.send(target.channel, target.address, TEXT.format(code=code, purpose=purpose), subject=f"{purpose}验证码")
    except direct.Undelivered as error:
        cache.delete(target.key)
        raise Refused("验证码暂时发不出去，请稍后再试；已填写的内容不会丢失。") from error


def confirm(target: Target, code: str) -> Proof:
    """The proof for a right code, which is used up. Raises Refused for one that is wrong, expired, tried out or used."""
    kept = cache.get(target.key)
    if kept is None:
        raise _refused("没有可用的验证码，请重新获取。")
    if clock.now() - kept["sent"] > VALID:
        raise _refused("验证码已超过10分钟，请重新获取。")
    cache.add(f"{target.key}/tries", 0, int(REMEMBERED.total_seconds()))
    tried = cache.incr(f"{target.key}/tries")
    if tried > TRIES:
        raise _refused(f"这个验证码已输错{TRIES}次，请重新获取。")
    if not constant_time_compare(kept["hash"], _hash(target, code)):
        left = TRIES - tried
        raise _refused(f"验证码不对，还可以再试{left}次。" if left else f"验证码不对，已试{TRIES}次，请重新获取。")
    if not cache.delete(target.key):  # somebody else used it at the same moment
        raise _refused("这个验证码已经用过，请重新获取。")
    return Proof(target, clock.now())


def vouched(target: Target) -> Proof:
    """A proof without a code, for accounts that the house itself makes: the demo's people hold no phones."""
    return Proof(target, clock.now())


def _hash(target: Target, code: str) -> str:
    return salted_hmac("sdzx.accounts.codes", f"{target.key}/{code}", algorithm="sha256").hexdigest()


def _refused(sentence: str) -> Refused:
    return Refused([Blocker(sentence, field="code")])
