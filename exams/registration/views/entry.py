"""Choosing a batch and filling in the form."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from exams.announcements.models import AnnouncementItem
from exams.registration import services
from exams.registration.entry import receipts
from exams.registration.forms import RegistrationForm
from exams.registration.models import Registration
from exams.registration.photos.cutting import cut
from exams.registration.photos.rules import sentences
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.accept import PORTRAIT
from sdzx.files.forms import token_of
from sdzx.files.services import content, receive
from sdzx.policy import Policy
from sdzx.ui.views import EditView, OfficeView
from sdzx.workflow import Blocker, Refused

GRANT = ("registration.submit",)


class OpenView(OfficeView):
    """我要报名: the batches that are open now, nearest closing first."""

    grants = GRANT

    def get(self, request: HttpRequest) -> HttpResponse:
        items = AnnouncementItem.objects.open_at(clock.now()).select_related("announcement__center", "project")
        city = request.GET.get("city", "")
        cities = sorted({(each.announcement.center.code, each.announcement.center.city) for each in items})
        shown = [
            each
            for each in items.order_by("registration_closes", "pk")
            if not city or each.announcement.center.code == city
        ]
        mine = {each.item_id: each for each in _live(self.actor)}
        rows = [(each, each.places - each.taken, mine.get(each.pk)) for each in shown]
        context = {
            "title": "我要报名",
            "rows": rows,
            "cities": cities,
            "city": city,
            "unit": self.actor.role == Role.REGISTRAR,
        }
        return render(request, "exams/registration/open.html", context)


def _live(actor: Any) -> Any:
    """The candidate's own live registrations; a unit may register many for one batch."""
    if actor.role != Role.APPLICANT:
        return Registration.objects.none()
    return Registration.objects.visible_to(actor).exclude(status__in=Registration.ENDED)


class FormView(EditView):
    """What new and edit share: save, and submit at once when asked to; one and the same form is taken in once."""

    grants = GRANT
    template = "exams/registration/edit.html"
    submit_label = "保存草稿"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if earlier := self.earlier():
            return self.again(earlier)
        response = super().post(request, **kwargs)
        if response.status_code == 422 and (earlier := self.earlier()):  # its twin came first, a moment ago
            return self.again(earlier)
        return response

    def earlier(self) -> Registration | None:
        """The registration into which this very form has been taken already."""
        receipt = receipts.read(self.request.POST.get("receipt", ""))
        return receipts.registration_of(receipt, by=self.actor)

    def again(self, record: Registration) -> HttpResponse:
        """The same page as the first time; what the lost request still had to do is done."""
        if self.request.POST.get("then") == "submit" and record.status in services.EDITABLE:
            return redirect(self.finish(record))
        messages.info(self.request, receipts.TAKEN)
        return redirect("registration:record", uid=record.uid)

    def finish(self, record: Registration) -> str:
        """Submit when that button was pressed; what stands against it is shown on the record's page."""
        if self.request.POST.get("then") != "submit":
            self.tell("已保存，尚未提交。")
        else:
            try:
                services.submit(record, by=self.actor)
            except Refused:
                messages.warning(self.request, "已保存，但还不能提交，请看下面列出的原因。")
            else:
                waits = record.status == Registration.Status.WAITING
                self.tell("名额已满，已转入候补名单。" if waits else f"已提交，报名号{record.number}。")
        return reverse("registration:record", args=[record.uid])

    def back_url(self) -> str:
        return reverse("registration:list")


class NewView(FormView):
    """`?item=` names the batch, as announcements link here."""

    title = "填写报名"

    def item(self) -> AnnouncementItem:
        chosen = self.request.GET.get("item", "")
        published = AnnouncementItem.objects.filter(announcement__status="published")
        found: AnnouncementItem = get_object_or_404(
            published.select_related("announcement__center", "project"), pk=chosen if chosen.isdecimal() else 0
        )
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.request.GET.get("item"):
            return redirect("registration:open")
        item = self.item()
        if live := _live(self.actor).filter(item=item).first():
            messages.info(request, "您已报名这个批次。")
            return redirect("registration:record", uid=live.uid)
        blockers = services.rules.window(item, clock.now())
        return self.page(self.get_form(), blockers)

    def get_form(self, data: Any = None, files: Any = None) -> RegistrationForm:
        return RegistrationForm(data, files, actor=self.actor, item=self.item())

    def save(self, form: RegistrationForm) -> str:
        return self.finish(services.create(self.item(), by=self.actor, **form.cleaned_data))

    def context(self) -> dict[str, Any]:
        return {"item": self.item(), "person": self.actor.user if self.actor.role == Role.APPLICANT else None}


class ChangeView(FormView):
    """A draft, or what was returned."""

    title = "修改报名信息"
    submit_label = "保存"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.uid: uuid.UUID = kwargs["uid"]

    def record(self) -> Registration:
        found: Registration = get_object_or_404(
            Registration.objects.visible_to(self.actor).select_related("item__announcement__center", "project"),
            uid=self.uid,
        )
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record = self.record()
        blockers = [] if record.status in services.EDITABLE else [
            Blocker(f"当前状态为“{record.get_status_display()}”，不能再修改。")
        ]  # fmt: skip
        return self.page(self.get_form(), blockers)

    def get_form(self, data: Any = None, files: Any = None) -> RegistrationForm:
        record = self.record()
        return RegistrationForm(data, files, actor=self.actor, item=record.item, record=record)

    def save(self, form: RegistrationForm) -> str:
        return self.finish(services.edit(self.record(), by=self.actor, **form.cleaned_data))

    def back_url(self) -> str:
        return reverse("registration:record", args=[self.uid])

    def context(self) -> dict[str, Any]:
        record = self.record()
        return {
            "item": record.item,
            "person": record.user,
            "note": record.review_note if record.status == "returned" else "",
            "photo_notes": sentences(record.photo_warnings),
        }


class PhotoView(OfficeView):
    """Takes a photo in as soon as it is chosen, and says what is to be said about it; the form then carries its token."""

    grants = GRANT

    def post(self, request: HttpRequest) -> HttpResponse:
        upload = request.FILES.get("photo")
        if upload is None:
            return JsonResponse({"problems": ["请选择照片。"]}, status=422)
        try:
            stored = receive(upload, by=self.actor, accept=PORTRAIT)
            made = cut(content(stored), self.numbers())
        except Refused as refused:
            return JsonResponse({"problems": [str(each) for each in refused.blockers]}, status=422)
        found = {
            "token": token_of(stored, self.actor),
            "url": f"{reverse('files:download', args=[stored.uid])}?inline=1",
            "width": stored.width,
            "height": stored.height,
            "warnings": sentences(list(made.warnings)),
        }
        return JsonResponse(found)

    def numbers(self) -> Policy:
        """The size that the form asks for; on submission the centre's own counts, whatever was said here."""
        return Policy(photo_width=self.side("photo_width"), photo_height=self.side("photo_height"))

    def side(self, name: str) -> int:
        """Pixels as the query says; the default for anything that is no number from 1 to 9999."""
        said = self.request.GET.get(name, "")
        default: int = getattr(Policy(), name)
        return int(said) or default if said.isdecimal() and len(said) <= 4 else default
