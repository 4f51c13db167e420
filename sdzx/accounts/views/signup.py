"""Signing up: individuals and institutions. First the form, then the code that proves the phone or the mailbox."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe

from sdzx.accounts import likeness, onward, rules, services
from sdzx.accounts.actors import Actor
from sdzx.accounts.codes import Proof
from sdzx.accounts.forms import OrganizationForm, PersonForm
from sdzx.accounts.middleware import SESSION_KEY
from sdzx.accounts.views.pending import CodeView, Pending, keep, kept, send, typed
from sdzx.ui.views import spread
from sdzx.workflow import Refused

PURPOSE = "注册账号"


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Individual or institution?"""
    return render(request, "accounts/sign_up.html", {"title": "注册", "next": onward.asked(request)})


class SignUpView(View):
    """The form of one kind of sign-up. Whoever comes back from the code finds it filled."""

    kind: ClassVar[str]
    title: ClassVar[str]
    intro: ClassVar[str]
    form_class: ClassVar[type[Any]]

    def check(self, **values: Any) -> None:
        """Raises Refused with every problem."""
        raise NotImplementedError

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        if status == 422 and form.fields["password"].required:
            form.fields["password"].help_text = f"为安全起见，密码须重新填写。{form.fields['password'].help_text}"
        context = {
            "title": self.title,
            "intro": self.intro,
            "form": form,
            "blockers": blockers,
            "submit_label": "下一步：验证",
            "next": onward.asked(self.request),
        }
        return render(self.request, "accounts/sign_up_form.html", context, status=status)

    def get(self, request: HttpRequest) -> HttpResponse:
        before = kept(request, self.kind)
        return self.page(self.form_class(initial=before.values if before else None, kept=before is not None))

    def post(self, request: HttpRequest) -> HttpResponse:
        before = kept(request, self.kind)
        form = self.form_class(request.POST, kept=before is not None)
        if not form.is_valid():
            return self.page(form, status=422)
        values = dict(form.cleaned_data)
        password = values.pop("password")
        hashed = before.hashed if before and not password else make_password(password)
        target = rules.proven_by(values["phone"], values["email"])
        try:
            self.check(password=password, hashed=hashed if before and not password else "", **values)
            if before is None or before.target != target:
                send(request, target, PURPOSE)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        keep(request, self.kind, Pending(typed(form), target.channel, target.address, hashed))
        return redirect(onward.carried(request, reverse(f"accounts:sign-up-{self.kind}-code")))


class SignUpCodeView(CodeView):
    """The code; whoever signs up is signed in."""

    purpose = PURPOSE
    submit_label = "完成注册"
    form_class: ClassVar[type[Any]]

    def service(self, **values: Any) -> Actor:
        raise NotImplementedError

    def finish(self, pending: Pending, proof: Proof) -> HttpResponse:
        form = self.form_class(pending.values, kept=True)
        del form.fields["human"]  # it was checked before the code was sent
        if not form.is_valid():
            raise Refused("填写的内容有变化，请返回修改后重新提交。")
        values = {name: value for name, value in form.cleaned_data.items() if name != "password"}
        actor = self.service(hashed=pending.hashed, proof=proof, **values)
        person = actor.user_required
        login(self.request, person, backend="django.contrib.auth.backends.ModelBackend")
        if likeness.alike(person):
            messages.warning(
                self.request,
                "系统中已有姓名、出生日期或手机号码与您相同、证件不同的账号。如果也是您本人的，同一批次请只用一个账号报名。",
            )
        if actor.membership_id is None:
            return redirect("accounts:me")
        self.request.session[SESSION_KEY] = actor.membership_id
        return redirect(onward.asked(self.request) or "home:worklist")


class PersonView(SignUpView):
    """个人注册."""

    kind = "person"
    title = "个人注册"
    intro = "一个证件只能注册一个账号。注册后可以报名、查看准考证、成绩和证书。"
    form_class = PersonForm

    def check(self, **values: Any) -> None:
        services.check_person(**values)


class PersonCodeView(SignUpCodeView):
    """个人注册, second step."""

    kind = "person"
    back = "accounts:sign-up-person"
    form_class = PersonForm

    def service(self, **values: Any) -> Actor:
        return services.sign_up_person(**values)


class OrganizationView(SignUpView):
    """单位注册."""

    kind = "unit"
    title = "单位注册"
    intro = "供申请设立考点的单位，和为本单位人员集中报名的单位使用。单位已经注册的，填写后由本单位已有人员或所在市中心确认。"
    form_class = OrganizationForm

    def check(self, **values: Any) -> None:
        services.check_organization(**values)


class OrganizationCodeView(SignUpCodeView):
    """单位注册, second step."""

    kind = "unit"
    back = "accounts:sign-up-unit"
    form_class = OrganizationForm

    def service(self, **values: Any) -> Actor:
        return services.sign_up_organization(**values)
