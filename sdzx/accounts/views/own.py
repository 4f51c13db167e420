"""我的个人信息: everything kept about oneself, as a page, a PDF or JSON, and the end of an account."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from sdzx import clock
from sdzx.accounts import own_data
from sdzx.accounts.forms import EraseForm
from sdzx.accounts.models import User
from sdzx.accounts.throttle import too_many
from sdzx.accounts.views.consents import acting, row_of
from sdzx.documents.render import render as render_pdf
from sdzx.ui.parts import Button, Fact, FactGroup
from sdzx.ui.views import OfficeView, spread
from sdzx.workflow import Refused

FILES = {"json": "application/json", "pdf": "application/pdf"}
A_DAY = 6  # downloads


class OwnView(OfficeView):
    """A page about the person who is signed in."""

    @cached_property
    def person(self) -> User:
        return row_of(self.request)


class OwnDataView(OwnView):
    """The page: numbers in full, for they are one's own; what is kept, and how long."""

    def get(self, request: HttpRequest) -> HttpResponse:
        groups = [
            FactGroup(heading(section, item), tuple(Fact(*each) for each in item.facts.items() if each[1]))
            for section in own_data.collected(self.person)
            for item in section.items
        ]
        buttons = [
            Button("下载PDF", reverse("accounts:own-data-file", args=["pdf"]), get=False, many=True),
            Button("下载JSON", reverse("accounts:own-data-file", args=["json"]), get=False, many=True),
            Button("注销账号", reverse("accounts:erase")),
        ]
        context = {"title": "我的个人信息", "groups": groups, "buttons": buttons, "trace": None}
        return render(request, "accounts/own_data.html", context)


def heading(section: own_data.Section, item: own_data.Item) -> str:
    """«身份：考生»; «报名BM370100-2026-00031», which says it already."""
    return item.title if item.title.startswith(section.title) else f"{section.title}：{item.title}"


class OwnDataFileView(OwnView):
    """A copy to take along; six a day."""

    def post(self, request: HttpRequest, form: str) -> HttpResponse:
        if form not in FILES:
            raise Http404("no such form")
        if too_many(f"own-data/{self.person.pk}", A_DAY, 86400):
            messages.error(request, f"本人信息每天最多下载{A_DAY}次，请明天再试。")
            return redirect("accounts:own-data")
        sections = own_data.collected(self.person)
        try:
            content = as_json(sections) if form == "json" else as_pdf(self.person, sections)
        except Refused as refusal:  # a character that no font can draw
            messages.error(request, f"{refusal}也可以下载JSON，其中有全部内容。")
            return redirect("accounts:own-data")
        own_data.note_export(self.person, by=acting(self.actor, self.person), form=form.upper())
        response = HttpResponse(content, content_type=FILES[form])
        response["Content-Disposition"] = f'attachment; filename="personal-information-{clock.today():%Y%m%d}.{form}"'
        return response


def as_json(sections: list[own_data.Section]) -> bytes:
    """For machines: a list of sections, each with its records; empty values are kept."""
    body: dict[str, Any] = {
        "导出时间": clock.now().isoformat(timespec="seconds"),
        "内容": [
            {"类别": section.title, "记录": [{"名称": item.title, **item.facts} for item in section.items]}
            for section in sections
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2).encode()


def as_pdf(person: User, sections: list[own_data.Section]) -> bytes:
    """For people."""
    context = {"name": person.name, "sections": sections, "made_at": clock.now(), "kept": own_data.kept(person)}
    return render_pdf("pdf/own_data.html", context, title="本人信息")


class EraseView(OwnView):
    """注销账号: what stands against it and until when, or the password and the end."""

    def page(self, form: EraseForm, blockers: Any, status: int = 200) -> HttpResponse:
        context = {"title": "注销账号", "form": form, "blockers": blockers, "may": not own_data.blockers(self.person)}
        return render(self.request, "accounts/erase.html", context, status=status)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(EraseForm(person=self.person), own_data.blockers(self.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EraseForm(request.POST, person=self.person)
        if not form.is_valid():
            return self.page(form, own_data.blockers(self.person), status=422)
        try:
            own_data.erase(self.person, by=acting(self.actor, self.person))
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        logout(request)
        messages.success(request, "账号已注销，个人信息已删除。")
        return redirect("accounts:sign-in")
