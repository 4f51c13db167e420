"""One's own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sdzx.accounts import services
from sdzx.accounts.actors import Actor
from sdzx.accounts.forms import ContactForm
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.identifiers import mask_document, mask_phone
from sdzx.ui.parts import Button, Fact, FactGroup
from sdzx.ui.views import EditView, OfficeView


class MeView(OfficeView):
    """我的账号: numbers masked, as whom one may act, what can be changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person: User = request.user  # type: ignore[assignment]
        memberships = person.memberships.filter(is_active=True).select_related("center", "organization")
        groups = [
            FactGroup("基本信息", (
                Fact("姓名", person.name),
                Fact("登录名", "用证件号码登录" if person.document_index and person.username.startswith("p") else person.username),
                Fact("证件类型", person.get_document_type_display()),
                Fact("证件号码", mask_document(person.document_number)),
                Fact("电话号码", mask_phone(person.phone)),
                Fact("电子邮箱", person.email),
            )),
            FactGroup("我的身份", (Fact("身份", "", wide=True, lines=tuple(each.label for each in memberships)),)),
            FactGroup("个人信息处理", (
                Fact("同意时间", person.consented_at),
                Fact("告知书版本", person.consent_version, url=reverse("accounts:privacy")),
            )),
        ]  # fmt: skip
        buttons = [
            Button("修改联系方式", reverse("accounts:contact"), primary=True),
            Button("修改密码", reverse("accounts:password")),
        ]
        context = {"title": "我的账号", "groups": groups, "buttons": buttons, "trace": None}
        return render(request, "ui/record.html", context)


class ContactView(EditView):
    """修改联系方式."""

    title = "修改联系方式"
    intro = "姓名和证件号码有误的，请带证件到所在市中心更正。"

    def get_form(self, data: Any = None, files: Any = None) -> ContactForm:
        person: User = self.request.user  # type: ignore[assignment]
        return ContactForm(data, initial={"phone": person.phone, "email": person.email})

    def save(self, form: ContactForm) -> str:
        by = self.actor
        if by.user is None:  # signed in, and without any role at present
            by = Actor(Role.VISITOR, User.objects.get(username=self.request.user.get_username()))
        services.update_contact(by.user_required, by=by, **form.cleaned_data)
        self.tell("联系方式已修改。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("accounts:me")
