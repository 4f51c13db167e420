"""Pages of the custodian about sessions: which need a draw, the draw itself, the paper copies counted."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from exams.papers import documents, services
from exams.papers.forms import HandOverForm
from exams.papers.models import Draw, HandOver
from sdzx import clock
from sdzx.accounts.scope import visible
from sdzx.ui.views import EditView, OfficeView
from sdzx.workflow import Refused


def visible_draws(actor: Any) -> QuerySet[Draw]:
    """The draws of the actor's centre."""
    related = ("session__site", "session__project", "session__center", "question_set")
    return Draw.objects.filter(session__center=actor.center).select_related(*related).prefetch_related("hand_overs")


def awaiting(center: Any) -> Any:
    """Published sessions of a centre that have not begun and lack a draw with a usable set."""
    sessions = Draw._meta.get_field("session").related_model._default_manager
    coming = sessions.filter(center=center, status="published", ends_at__gt=clock.now())
    return coming.exclude(draw__question_set__status="usable").select_related("site", "project", "draw__question_set")


class DrawBoard(OfficeView):
    """抽题: sessions without a draw, and the draws of coming and recent sessions."""

    grants = ("papers.draw",)

    def get(self, request: HttpRequest) -> HttpResponse:
        drawn = visible_draws(self.actor).order_by("-session__starts_at")[:50]
        context = {
            "title": "抽题与试卷交接",
            "waiting": awaiting(self.actor.center).order_by("starts_at"),
            "draws": drawn,
        }
        return render(request, "exams/papers/draws.html", context)


class DrawNow(OfficeView):
    """Draw for one session."""

    grants = ("papers.draw",)

    def post(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        sessions: Any = Draw._meta.get_field("session").related_model  # a later slice's: known by its name only
        session: Any = get_object_or_404(visible(sessions, self.actor), uid=uid)
        try:
            made = services.draw(session, by=self.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            note = "" if made.rested else "近期均已在该考点使用，已从最久未用的题卷中抽取。"
            self.tell(f"场次{session.number}已抽题：{made.question_set.code}。{note}")
        return redirect("papers:draws")


class HandOverNew(EditView):
    """Record a hand-over of paper copies."""

    grants = ("papers.hand_over",)
    title = "登记试卷交接"
    submit_label = "登记并生成交接单"

    @property
    def drawn(self) -> Draw:
        return get_object_or_404(visible_draws(self.actor), pk=self.kwargs["pk"])

    def get_form(self, data: Any = None, files: Any = None) -> HandOverForm:
        self.drawn  # noqa: B018 a stranger's draw answers 404 before anything else
        return HandOverForm(data)

    def save(self, form: Any) -> str:
        services.hand_over(self.drawn, by=self.actor, **form.cleaned_data)
        self.tell("已登记，交接单可打印签字。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("papers:draws")


class HandOverSheet(OfficeView):
    """试卷交接单."""

    grants = ("papers.hand_over",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        of = HandOver.objects.filter(draw__in=visible_draws(self.actor))
        made = get_object_or_404(of.select_related("draw__session__center", "draw__session__site"), pk=pk)
        return HttpResponse(documents.hand_over_sheet(made), content_type="application/pdf")
