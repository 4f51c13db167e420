"""Between a form and its code: what was typed waits in the session, sealed, and is never lost."""

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from sdzx import clock
from sdzx.accounts import codes, onward
from sdzx.accounts.forms import CodeForm
from sdzx.crypto import open_sealed, seal
from sdzx.notifications.direct import Channel
from sdzx.ui.views import spread
from sdzx.workflow import Refused

PURPOSE = "sdzx.accounts.pending"
SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Pending:
    """What a form said (by field, as typed; no password), the password's hash, and where the code went."""

    values: dict[str, str]
    channel: str
    address: str
    hashed: str = ""
    until: float = 0.0

    @property
    def target(self) -> codes.Target:
        return codes.Target(Channel(self.channel), self.address)


def keep(request: HttpRequest, kind: str, pending: Pending) -> None:
    """Keep it for an hour."""
    until = clock.now().timestamp() + SECONDS
    request.session[f"pending/{kind}"] = seal(json.dumps(asdict(pending) | {"until": until}), PURPOSE)


def kept(request: HttpRequest, kind: str) -> Pending | None:
    """What waits there; None when there is nothing, or the hour is over."""
    sealed = request.session.get(f"pending/{kind}")
    if not sealed:
        return None
    pending = Pending(**json.loads(open_sealed(sealed, PURPOSE)))
    return pending if pending.until > clock.now().timestamp() else None


def drop(request: HttpRequest, kind: str) -> None:
    """It is done."""
    request.session.pop(f"pending/{kind}", None)


def typed(form: Any) -> dict[str, str]:
    """The fields as typed, but no password and no check."""
    secret = ("password", "password_again", "human")
    return {name: str(form.data[name]) for name in form.fields if name not in secret and name in form.data}


def send(request: HttpRequest, target: codes.Target, purpose: str) -> None:
    """Send a code on behalf of this request. Raises Refused."""
    codes.send(target, purpose=purpose, address=str(get_client_ip_address(request)))


class CodeView(View):
    """The page on which the code is typed. Without JavaScript; a new code by a second button."""

    kind: ClassVar[str]
    purpose: ClassVar[str]
    back: ClassVar[str]
    submit_label: ClassVar[str]
    template: ClassVar[str] = "accounts/code.html"

    def finish(self, pending: Pending, proof: codes.Proof) -> HttpResponse:
        """The act for which the code was asked. May raise Refused."""
        raise NotImplementedError(type(self))

    def page(self, pending: Pending, form: CodeForm, blockers: Any = (), status: int = 200) -> HttpResponse:
        context = {
            "title": "填写验证码", "purpose": self.purpose, "target": pending.target, "form": form, "blockers": blockers,
            "back_url": onward.carried(self.request, reverse(self.back)), "submit_label": self.submit_label, "outbox": not settings.PRODUCTION,
        }  # fmt: skip
        return render(self.request, self.template, context, status=status)

    def get(self, request: HttpRequest) -> HttpResponse:
        pending = kept(request, self.kind)
        return self.page(pending, CodeForm()) if pending else self.begin_again()

    def post(self, request: HttpRequest) -> HttpResponse:
        pending = kept(request, self.kind)
        if pending is None:
            return self.begin_again()
        if "again" in request.POST:
            return self.again(pending)
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(pending, form, status=422)
        try:
            response = self.finish(pending, codes.confirm(pending.target, form.cleaned_data["code"]))
        except Refused as refusal:
            return self.page(pending, form, spread(refusal, form), status=422)
        drop(request, self.kind)
        return response

    def again(self, pending: Pending) -> HttpResponse:
        try:
            send(self.request, pending.target, self.purpose)
        except Refused as refusal:
            return self.page(pending, CodeForm(), refusal.blockers, status=422)
        messages.success(self.request, "新的验证码已发出，以前的不再有效。")
        return redirect(onward.carried(self.request, self.request.path))

    def begin_again(self) -> HttpResponse:
        messages.warning(self.request, "填写的内容已超过1小时，请重新填写。")
        return redirect(onward.carried(self.request, reverse(self.back)))
