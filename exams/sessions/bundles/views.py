"""Pages of ticket bundles: what was printed, ordering another, its progress."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from exams.announcements.models import AnnouncementItem
from exams.sessions.bundles import services
from exams.sessions.bundles.models import TicketBundle
from exams.sessions.bundles.printing import seats_of
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization
from sdzx.accounts.roles import Role
from sdzx.ui.forms import PlainForm
from sdzx.ui.parts import Button, Column
from sdzx.ui.views import EditView, OfficeView, TableView
from sdzx.workflow import Refused

GRANTS = (services.GRANT,)


class BundleTable(TableView):
    """准考证打印."""

    grants = GRANTS
    model = TicketBundle
    title = "准考证打印"
    intro = "多人的准考证合成一份PDF，由后台打印，可以关闭页面；七日后自动删除，需要时重新打印。"
    related = ("session__project", "item__project", "unit", "ordered_by")
    columns = (
        Column("内容", "of", link=True),
        Column("人数", "total", order="total", number=True),
        Column("打印人", "ordered_by.name"),
        Column("提交时间", "created_at", order="created_at"),
        Column("进度", lambda row: "已完成" if row.document_id else row.failure or f"{row.done}／{row.total}"),
    )
    exports = False
    empty = ("还没有打印过", "场次发布后，可以按场次、批次或单位打印准考证。")

    def actions(self) -> list[Button]:
        return [Button("打印准考证", reverse("sessions:bundles:new"), primary=True)]


class BundleForm(PlainForm, forms.Form):
    """Of which batch, of which unit; a registrar's unit is their own."""

    item = forms.ModelChoiceField(AnnouncementItem.objects.none(), label="批次", required=False, empty_label="全部")
    unit = forms.ModelChoiceField(Organization.objects.none(), label="报名单位", required=False, empty_label="全部")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = actor.organization if actor.role == Role.REGISTRAR else None
        seats = seats_of(actor, unit=own).order_by()
        items: Any = self.fields["item"]
        items.queryset = AnnouncementItem.objects.filter(pk__in=seats.values("session__item")).select_related("project")
        if own is not None:
            del self.fields["unit"]
            return
        units: Any = self.fields["unit"]
        units.queryset = Organization.objects.filter(pk__in=seats.values("registration__unit"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "unit" in self.fields and not values.get("item") and not values.get("unit"):
            self.add_error("item", "请选择批次或报名单位。")
        return values


class BundleNew(EditView):
    """Print those of a batch, of a unit, or of a unit in a batch."""

    grants = GRANTS
    title = "打印准考证"
    intro = "只打印已经编号的准考证；一个场次的，在场次页面打印。"
    submit_label = "打印"

    def get_form(self, data: Any = None, files: Any = None) -> BundleForm:
        return BundleForm(data, actor=self.actor)

    def save(self, form: Any) -> str:
        return _page(services.order(by=self.actor, **form.cleaned_data))

    def back_url(self) -> str:
        return reverse("sessions:bundles:list")


class OfSession(OfficeView):
    """Print those of one session."""

    grants = GRANTS

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        session = get_object_or_404(Session.objects.visible_to(self.actor), uid=uid)
        try:
            return redirect(_page(services.order(by=self.actor, session=session)))
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("sessions:record", uid=session.uid)


class BundleRecord(OfficeView):
    """How far it is, then the file; by itself every two seconds."""

    grants = GRANTS
    template = "exams/sessions/bundle.html"

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        bundles = TicketBundle.objects.visible_to(self.actor).select_related(*BundleTable.related, "document")
        context = {
            "bundle": get_object_or_404(bundles, uid=uid),
            "title": "准考证打印",
            "back_url": reverse("sessions:bundles:list"),
        }
        return render(request, self.template, context)


class Progress(BundleRecord):
    """The part of the page that changes."""

    template = "exams/sessions/_bundle.html"

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
            return redirect("sessions:bundles:record", uid=uid)
        return super().get(request, uid)


def _page(bundle: TicketBundle) -> str:
    return reverse("sessions:bundles:record", args=[bundle.uid])
