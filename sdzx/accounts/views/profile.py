"""One's own page."""

import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sdzx.accounts import rules, services
from sdzx.accounts.codes import Proof
from sdzx.accounts.forms import ContactForm
from sdzx.accounts.models import Membership, User
from sdzx.accounts.views.consents import acting, row_of
from sdzx.accounts.views.pending import CodeView, Pending, keep, kept, send, typed
from sdzx.identifiers import mask_document, mask_phone
from sdzx.ui import words
from sdzx.ui.parts import Button, Fact, FactGroup
from sdzx.ui.views import EditView, OfficeView
from sdzx.workflow import Refused, refuse_on

CONTACT = "contact"
PURPOSE = "修改联系方式"


class MeView(OfficeView):
    """我的账号: numbers masked, as whom one may act, what can be changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person: User = request.user  # type: ignore[assignment]  # only our users sign in
        held = person.memberships.filter(Q(is_active=True) | Q(is_asked=True))
        memberships = held.select_related("center", "organization")
        given = person.consents.select_related("text")
        groups = [
            FactGroup("基本信息", (
                Fact("姓名", person.name),
                Fact("登录名", "用证件号码登录" if person.document_index and person.username.startswith("p") else person.username),
                Fact("证件类型", person.get_document_type_display()),
                Fact("证件号码", mask_document(person.document_number)),
                Fact("电话号码", f"{mask_phone(person.phone)}{_proven(person.phone_verified_at)}"),
                Fact("电子邮箱", f"{person.email}{_proven(person.email_verified_at)}"),
            )),
            FactGroup("我的身份", (Fact("身份", "", wide=True, lines=tuple(map(_role, memberships))),)),
            FactGroup("个人信息处理", (
                Fact("已同意", "", wide=True, lines=tuple(f"{each.text}，{words.moment(each.given_at)}" for each in given)),
                Fact("告知书", "查看全文", url=reverse("accounts:privacy")),
            )),
        ]  # fmt: skip
        buttons = [
            Button("修改联系方式", reverse("accounts:contact"), primary=True),
            Button("修改密码", reverse("accounts:password")),
            Button("我的个人信息", reverse("accounts:own-data")),
        ]
        context = {"title": "我的账号", "groups": groups, "buttons": buttons, "trace": None}
        return render(request, "ui/record.html", context)


class ContactView(EditView):
    """修改联系方式."""

    title = "修改联系方式"
    intro = "姓名和证件号码有误的，请带证件到所在市中心更正。"

    def get_form(self, data: Any = None, files: Any = None) -> ContactForm:
        person: User = self.request.user  # type: ignore[assignment]  # only our users sign in
        before = kept(self.request, CONTACT)
        return ContactForm(data, initial=before.values if before else {"phone": person.phone, "email": person.email})

    def save(self, form: ContactForm) -> str:
        """At once when nothing new has to be proven, else by way of the code."""
        person: User = self.request.user  # type: ignore[assignment]  # only our users sign in
        refuse_on(rules.contact_change(**form.cleaned_data, document_type=person.document_type))
        target = services.to_prove(person, **form.cleaned_data)
        if target is None:
            return _changed(self, form.cleaned_data)
        send(self.request, target, PURPOSE)
        keep(self.request, CONTACT, Pending(typed(form), target.channel, target.address))
        return reverse("accounts:contact-code")

    def back_url(self) -> str:
        return reverse("accounts:me")


class ContactCodeView(CodeView, OfficeView):
    """修改联系方式, second step."""

    kind = CONTACT
    purpose = PURPOSE
    back = "accounts:contact"
    submit_label = "确认修改"
    template = "accounts/code_inside.html"

    def finish(self, pending: Pending, proof: Proof) -> HttpResponse:
        form = ContactForm(pending.values)
        if not form.is_valid():
            raise Refused("填写的内容有变化，请返回修改后重新提交。")
        return redirect(_changed(self, form.cleaned_data, proof))


def _changed(view: OfficeView, values: dict[str, str], proof: Proof | None = None) -> str:
    person = row_of(view.request)
    services.update_contact(person, by=acting(view.actor, person), proof=proof, **values)
    view.tell("联系方式已修改。")
    return reverse("accounts:me")


def _proven(when: datetime.datetime | None) -> str:
    return "（已验证）" if when else ""


def _role(membership: Membership) -> str:
    """«单位经办人 · 齐鲁烹饪学校（等待本单位或所在市中心确认）»."""
    return f"{membership.label}（等待本单位已有人员或所在市中心确认）" if membership.is_asked else membership.label
