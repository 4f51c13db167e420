"""Where the reader was going when the door asked for something first: `?next=`, kept from page to page, never elsewhere.

The forms of these pages are sent to their own address, so that the query travels with them.
"""

from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def asked(request: HttpRequest, otherwise: str = "") -> str:
    """The address asked for; `otherwise` when there is none, or it is not one of this portal's own (no open redirect)."""
    address = request.POST.get(REDIRECT_FIELD_NAME, request.GET.get(REDIRECT_FIELD_NAME, ""))
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else otherwise


def carried(request: HttpRequest, address: str) -> str:
    """The page's address with the same `next`, if there is one."""
    onward = asked(request)
    return f"{address}?{urlencode({REDIRECT_FIELD_NAME: onward}, safe='/')}" if onward else address
