"""The texts of consent: what the public reads, what somebody agrees to at the door, what the province brings into use."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from sdzx import clock
from sdzx.accounts import consent, onward
from sdzx.accounts.actors import Actor
from sdzx.accounts.forms import ConsentForm, ConsentTextForm
from sdzx.accounts.middleware import MUST_AGREE_KEY
from sdzx.accounts.models import ConsentText, User
from sdzx.accounts.roles import Role
from sdzx.ui.views import EditView, OfficeView


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """个人信息处理告知书: both texts in use, the earlier versions and those to come."""
    texts = list(ConsentText.objects.all())
    current = [consent.in_use(kind) for kind in consent.ASKED_OF]
    context = {
        "title": consent.TITLE,
        "current": current,
        "coming": [text for text in texts if text.in_use_from > clock.today()],
        "earlier": [text for text in texts if text.in_use_from <= clock.today() and text not in current],
        "may_publish": request.actor.may("consent.publish"),  # type: ignore[attr-defined]  # set by ActorMiddleware
    }
    return render(request, "accounts/privacy.html", context)


class ConsentView(OfficeView):
    """请先阅读并同意: after sign-in, when a new version is in use."""

    def get(self, request: HttpRequest) -> HttpResponse:
        texts = consent.missing(self.person)
        if not texts:
            return self.onward()
        return self.page(texts, ConsentForm(texts=texts))

    def post(self, request: HttpRequest) -> HttpResponse:
        texts = consent.missing(self.person)
        form = ConsentForm(request.POST, texts=texts)
        if not form.is_valid():
            return self.page(texts, form, status=422)
        consent.agree(self.person, by=acting(self.actor, self.person))
        messages.success(request, "已记录您的同意。")
        return self.onward()

    @cached_property
    def person(self) -> User:
        return row_of(self.request)

    def page(self, texts: list[ConsentText], form: ConsentForm, status: int = 200) -> HttpResponse:
        context = {"title": "请先阅读并同意", "texts": texts, "form": form}
        return render(self.request, "accounts/consent.html", context, status=status)

    def onward(self) -> HttpResponse:
        self.request.session.pop(MUST_AGREE_KEY, None)
        return redirect(onward.asked(self.request) or "home:worklist")


class ConsentTextView(EditView):
    """发布新版告知书."""

    grants = ("consent.publish",)
    title = "发布新版告知书"
    intro = "启用之日起，相关人员登录后须先阅读并同意新版本。已发布的版本不能修改。"

    def get_form(self, data: Any = None, files: Any = None) -> ConsentTextForm:
        return ConsentTextForm(data)

    def save(self, form: ConsentTextForm) -> str:
        made = consent.publish(by=self.actor, **form.cleaned_data)
        self.tell(f"{made}已发布。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("accounts:privacy")


def acting(actor: Actor, person: User) -> Actor:
    """The actor; somebody signed in without any role at present acts as a visitor with a name."""
    return actor if actor.user is not None else Actor(Role.VISITOR, person)


def row_of(request: HttpRequest) -> User:
    """The signed-in person's own row, which services can lock; `request.user` is only a lazy stand-in."""
    return User.objects.get(username=request.user.get_username())
