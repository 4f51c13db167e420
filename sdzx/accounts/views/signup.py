"""Signing up: individuals and institutions."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_safe

from sdzx.accounts import consent, services
from sdzx.accounts.actors import Actor
from sdzx.accounts.forms import OrganizationForm, PersonForm
from sdzx.accounts.middleware import SESSION_KEY
from sdzx.ui.views import spread
from sdzx.workflow import Refused


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Individual or institution?"""
    return render(request, "accounts/sign_up.html", {"title": "注册"})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """个人信息处理告知书."""
    context = {"title": consent.TITLE, "paragraphs": consent.PARAGRAPHS, "version": consent.VERSION}
    return render(request, "accounts/privacy.html", context)


class SignUpView(View):
    """The page of one kind of sign-up; whoever signs up is signed in."""

    title: str
    intro: str
    form_class: type[Any]

    def service(self, **values: Any) -> Actor:
        raise NotImplementedError

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        context = {"title": self.title, "intro": self.intro, "form": form, "blockers": blockers, "submit_label": "注册"}
        return render(self.request, "accounts/sign_up_form.html", context, status=status)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.form_class())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            actor = self.service(**form.cleaned_data)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        login(request, actor.user_required, backend="django.contrib.auth.backends.ModelBackend")
        request.session[SESSION_KEY] = actor.membership_id
        return redirect("home:worklist")


class PersonView(SignUpView):
    """个人注册."""

    title = "个人注册"
    intro = "一个证件只能注册一个账号。注册后可以报名、查看准考证、成绩和证书。"
    form_class = PersonForm

    def service(self, **values: Any) -> Actor:
        return services.sign_up_person(**values)


class OrganizationView(SignUpView):
    """单位注册."""

    title = "单位注册"
    intro = "供申请设立考点的单位，和为本单位人员集中报名的单位使用。"
    form_class = OrganizationForm

    def service(self, **values: Any) -> Actor:
        return services.sign_up_organization(**values)
