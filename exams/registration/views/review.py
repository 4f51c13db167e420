"""Accepting many at once."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from exams.announcements.models import AnnouncementItem
from exams.registration import services
from exams.registration.models import Registration
from sdzx.ui.views import OfficeView


class BulkView(OfficeView):
    """成批审核: those that wait, with photo and what matters; tick and accept."""

    grants = ("registration.accept",)

    def queue(self) -> Any:
        found = Registration.objects.visible_to(self.actor).filter(status=Registration.Status.SUBMITTED)
        return found.select_related("item__project", "project", "unit", "photo").order_by("submitted_at", "pk")

    def get(self, request: HttpRequest) -> HttpResponse:
        queue = self.queue()
        items = AnnouncementItem.objects.filter(pk__in=queue.order_by().values("item_id")).select_related("project")
        chosen = request.GET.get("item", "")
        if chosen.isdecimal():
            queue = queue.filter(item_id=int(chosen))
        page = Paginator(queue, 20).get_page(request.GET.get("page"))
        context = {"title": "成批审核", "current": page, "items": items, "chosen": chosen}
        return render(request, "exams/registration/bulk.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = [uid for text in request.POST.getlist("registration") if (uid := _uid(text))]
        done, refused = services.accept_many(chosen, by=self.actor)
        if done:
            self.tell(f"已审核通过{done}件。")
        for sentence in refused:
            messages.warning(request, sentence)
        if not chosen:
            messages.warning(request, "请先勾选要审核通过的报名。")
        query = request.GET.urlencode()
        return redirect(f"{reverse('registration:bulk')}{'?' if query else ''}{query}")


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
