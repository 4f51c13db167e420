"""Messages that go out at once and stand in no inbox: codes. By short message or by mail, through an adapter.

Short messages go to the gateway that `SDZX_SMS_URL` names (docs/operations.md); without one, demo and tests keep them in the
outbox, and production says that they cannot be sent.
"""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db.models import TextChoices

from sdzx import clock

OUTBOX = "notifications/outbox"
KEPT, SECONDS = 50, 3600
TIMEOUT = 8


class Channel(TextChoices):
    """How a message goes."""

    SMS = "sms", "短信"
    MAIL = "mail", "电子邮件"


class Undelivered(Exception):
    """The message could not be handed over."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message in the outbox of demo and tests."""

    channel: Channel
    to: str
    text: str
    at: datetime


def send(channel: Channel, to: str, text: str, *, subject: str) -> None:
    """Send now. Raises Undelivered. Outside production the outbox keeps a copy."""
    if channel == Channel.MAIL:
        _mail(to, subject, text)
    elif settings.SDZX_SMS_URL:
        _post(to, text)
    elif settings.PRODUCTION:
        raise Undelivered("SDZX_SMS_URL is not set")
    if not settings.PRODUCTION:
        _keep(Message(channel, to, text, clock.now()))


def outbox() -> list[Message]:
    """What was sent within the hour, newest first; always empty in production."""
    return [] if settings.PRODUCTION else cache.get(OUTBOX, [])


def _keep(message: Message) -> None:
    cache.set(OUTBOX, [message, *outbox()][:KEPT], SECONDS)


def _mail(to: str, subject: str, text: str) -> None:
    try:
        send_mail(f"{subject} · 山东省专项职业能力考核", text, None, [to])
    except OSError as error:
        raise Undelivered("the mail server did not take it") from error


def _post(to: str, text: str) -> None:
    """One POST of JSON with a bearer token; any answer but 2xx is a failure. Settings admit https only."""
    body = json.dumps({"to": to, "text": text, "sign": settings.SDZX_SMS_SIGN}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SDZX_SMS_TOKEN}"}
    request = urllib.request.Request(settings.SDZX_SMS_URL, body, headers, method="POST")  # noqa: S310 https, see settings
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310 as above
            return
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise Undelivered("the gateway did not take it") from error
