"""Coming in, going out, changing roles and passwords."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from sdzx.accounts import consent, onward, services
from sdzx.accounts.forms import NewPasswordForm, PasswordForm, ResetForm, SignInForm
from sdzx.accounts.middleware import MUST_AGREE_KEY, MUST_CHANGE_KEY, SESSION_KEY
from sdzx.accounts.models import User


class SignInView(auth_views.LoginView):
    """登录: by login name or document number."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"title": "登录", "submit_label": "登录"}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.get_user().must_change_password:
            self.request.session[MUST_CHANGE_KEY] = True
        if consent.missing(form.get_user()):
            self.request.session[MUST_AGREE_KEY] = True
        return response


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act in another of one's roles from now on. 404 for a membership that is not one's own or has ended."""
    if not request.user.is_authenticated:
        return redirect("accounts:sign-in")
    chosen = request.POST.get("membership", "")
    membership = request.user.memberships.filter(pk=chosen, is_active=True).first() if chosen.isdecimal() else None
    if membership is None:
        raise Http404("no such membership")
    request.session[SESSION_KEY] = membership.pk
    messages.success(request, f"当前身份：{membership.label}。")
    return redirect("home:worklist")


class PasswordView(auth_views.PasswordChangeView):
    """修改密码; who got a first password comes here before anything else."""

    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:me")
    extra_context = {"title": "修改密码", "submit_label": "修改密码"}

    def get_success_url(self) -> str:
        return onward.asked(self.request) or super().get_success_url()

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _settled(self.request, form.user, "修改密码")
        return response


class ResetView(auth_views.PasswordResetView):
    """忘记密码: always the same answer, whether the address is known or not."""

    template_name = "ui/public_form.html"
    email_template_name = "accounts/reset_mail.txt"
    subject_template_name = "accounts/reset_subject.txt"
    form_class = ResetForm
    success_url = reverse_lazy("accounts:reset-sent")
    extra_email_context = {"base_url": settings.BASE_URL}
    extra_context = {
        "title": "找回密码",
        "intro": "我们把重设密码的链接发到您注册时填写的电子邮箱。没有填写邮箱的，请带证件到所在市中心办理。",
        "submit_label": "发送链接",
        "back_url": reverse_lazy("accounts:sign-in"),
    }


class ResetSentView(auth_views.PasswordResetDoneView):
    """What comes next after the mail."""

    template_name = "accounts/reset_sent.html"


class ResetConfirmView(auth_views.PasswordResetConfirmView):
    """A new password by the link."""

    template_name = "accounts/reset_confirm.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:sign-in")
    extra_context = {"title": "设置新密码", "submit_label": "保存新密码"}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _settled(self.request, form.user, "找回密码")
        return response


def _settled(request: HttpRequest, person: User, label: str) -> None:
    services.password_changed(person, label=label)
    request.session.pop(MUST_CHANGE_KEY, None)
    messages.success(request, "密码已修改，请用新密码登录。" if label == "找回密码" else "密码已修改。")
