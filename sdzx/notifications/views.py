"""The inbox."""

import uuid

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from sdzx.notifications import direct
from sdzx.notifications.models import Notice
from sdzx.notifications.services import mark_all_read, mark_read
from sdzx.ui.parts import Button
from sdzx.ui.views import OfficeView


class InboxView(OfficeView):
    """消息: newest first, the unread ones marked."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(Notice.objects.visible_to(self.actor), 30).get_page(request.GET.get("page"))
        unread = any(notice.read_at is None for notice in page)
        actions = [Button("全部标为已读", reverse("notifications:read-all"), get=False)] if unread else []
        return render(request, "notifications/inbox.html", {"title": "消息", "current": page, "actions": actions})


class OpenView(OfficeView):
    """Reading a notice marks it read and leads to what it is about; one without an address shows its text."""

    def get(self, request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
        notice = get_object_or_404(Notice.objects.visible_to(self.actor), uid=uid)
        mark_read(by=self.actor, notice=notice)
        if notice.url:
            return redirect(notice.url)
        return render(request, "notifications/notice.html", {"title": notice.title, "notice": notice})


class OutboxView(View):
    """What demo and tests would have sent by short message or mail. In production there is no such page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if settings.PRODUCTION:
            raise Http404("no outbox")
        return render(request, "notifications/outbox.html", {"title": "已发短信和邮件", "sent": direct.outbox()})


class ReadAllView(OfficeView):
    """All of them have been seen."""

    def post(self, request: HttpRequest) -> HttpResponse:
        mark_all_read(by=self.actor)
        self.tell("消息已全部标为已读。")
        return redirect("notifications:inbox")
