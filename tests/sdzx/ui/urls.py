"""Only what the tests of ui need: the living page, and each kind of page with sample values."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from sdzx.ui import samples
from sdzx.workflow import Step

STEP = Step("reject", "不予受理", ("submitted",), "rejected", danger=True, consequence="申请单位会收到通知。")


def page(request: HttpRequest, kind: str) -> HttpResponse:
    """A page of one kind, as the views of sdzx/ui/views.py fill it."""
    context = samples.context() | {
        "title": "泉水面点职业培训学校",
        "subtitle": "中式面点制作",
        "intro": "按姓名排列。",
        "status_label": "评估中",
        "status_tone": "progress",
        "due": samples.DUES[0],
        "step": STEP,
        "record_title": "设立申请",
        "back_url": "/ui/",
        "actions": samples.BUTTONS[:2],
        "empty": ("还没有考生", "公告发布后才有考生报名。"),
    }
    if "empty" in request.GET:
        context |= {"table": None, "blockers": (), "filters": None}
    return render(request, f"ui/{kind}.html", context)


urlpatterns = [path("ui/", include("sdzx.ui.urls")), path("pages/<str:kind>/", page)]
