"""Time stamps of a third party (RFC 3161): with one a signature reaches PAdES B-T, without it stays B-B.

Settings SDZX_SIGNING_TSA (the authority's address) and SDZX_SIGNING_TSA_TRUST (PEM, its roots); see docs/signing.md.
"""

import asyncio
import http.client
import urllib.error
import urllib.request
from typing import Final

from asn1crypto import tsp
from asn1crypto import x509 as asn1
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from sdzx.workflow import Refused

TIMEOUT: Final = 10  # seconds that the authority has
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


class NoStamp(Refused):
    """The authority gave no time stamp: nothing is signed, rather than signed at a lower level in silence."""

    def __init__(self) -> None:
        super().__init__("时间戳服务没有应答，电子证书暂时不能签发，请稍后再试。")


class Authority(TimeStamper):
    """Asks the authority over HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(await asyncio.to_thread(self._ask, req.dump()))

    def _ask(self, body: bytes) -> bytes:
        """Raises TimestampRequestError for whatever is no reply."""
        request = urllib.request.Request(self.url, body, {"Content-Type": QUERY}, method="POST")  # noqa: S310 the operator's own setting
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 as above
                if answer.headers.get_content_type() != REPLY:
                    raise TimestampRequestError("no time-stamp reply")
                content: bytes = answer.read()
                return content
        except (http.client.HTTPException, OSError) as error:
            raise TimestampRequestError(f"no answer from the time-stamp authority: {error}") from error


def authority() -> TimeStamper | None:
    """Who stamps; None where no authority is set."""
    return Authority(settings.SDZX_SIGNING_TSA) if settings.SDZX_SIGNING_TSA else None


def trusted() -> list[asn1.Certificate]:
    """The roots whose time stamps count."""
    if not settings.SDZX_SIGNING_TSA_TRUST:
        return []
    return list(load_certs_from_pemder([settings.SDZX_SIGNING_TSA_TRUST]))
