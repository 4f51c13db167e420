"""The workbench: the queue with its filters, one registration at a time, claims (3.2)."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from exams.registration.models import Registration
from exams.registration.review import claims, hints, rules, services
from exams.registration.review.forms import BulkForm, DecisionForm, ReviewFilter, SearchForm
from exams.registration.review.models import ReviewBatch, ReviewClaim, SavedSearch
from exams.registration.review.phrases import phrases_of
from exams.registration.review.words import facts_of
from sdzx import clock
from sdzx.files.media import PDF
from sdzx.ui.tables import FirstPages
from sdzx.ui.views import OfficeView, spread
from sdzx.workflow import Refused

SEEN = "review_seen"
RELATED = ("item__project", "item__announcement", "project", "unit", "photo", "center", "user")


class Workbench(OfficeView):
    """What the pages of the workbench share: the filters stand in the address and go from page to page."""

    grants = (claims.GRANT,)

    @property
    def filters(self) -> ReviewFilter:
        return ReviewFilter(self.request.GET, actor=self.actor)

    def selection(self) -> Any:
        """The part of the queue that the filters leave."""
        form, queue = self.filters, claims.queue(self.actor)
        return form.apply(queue) if form.is_valid() else queue

    def address(self, name: str, *args: Any) -> str:
        """A page of the workbench under the same filters."""
        query = self.request.GET.urlencode()
        return f"{reverse(f'registration:review:{name}', args=args)}{'?' if query else ''}{query}"

    def to_next(self, after: Registration | None = None) -> HttpResponse:
        """Claim the next one and go there; to the queue when none is left."""
        claim = claims.take_next(self.selection(), by=self.actor, after=after)
        if claim is None:
            messages.info(self.request, "符合条件的都已审核，或正由其他人审核。")
            return redirect(self.address("list"))
        return redirect(self.address("desk", claim.registration.uid))


class QueueView(Workbench):
    """审核报名: those that wait, what to look at; tick many, or begin with the first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(BulkForm(phrases=self.phrases()))

    def phrases(self) -> dict[str, list[str]]:
        found = phrases_of(self.actor.center) if self.actor.center else {}
        return {"send_back": found.get("send_back", [])}

    def page(self, bulk: BulkForm, blockers: Any = (), status: int = 200) -> HttpResponse:
        form, now = self.filters, clock.now()
        queue = self.selection().select_related(*RELATED).prefetch_related("evidence")
        page = FirstPages(queue, 20).get_page(self.request.GET.get("page"))
        shown = list(page.object_list)
        held = ReviewClaim.objects.filter(registration__in=shown, until__gt=now).select_related("user")
        context = {
            "title": "审核报名", "filters": form, "current": page, "bulk": bulk, "blockers": list(blockers),
            "most": rules.MOST,
            "rows": self.rows(shown, {each.registration_id: each for each in held}),
            "chosen": set(self.request.POST.getlist("registration")),
            "searches": SavedSearch.objects.visible_to(self.actor).select_related("user"),
            "search_form": SearchForm(), "query": self.query(),
            "batches": ReviewBatch.objects.visible_to(self.actor).filter(status="pending").select_related("user").annotate(size=Count("lines")),
        }  # fmt: skip
        return render(self.request, "exams/registration/review_list.html", context, status=status)

    def query(self) -> str:
        """The filters without the page."""
        kept = self.request.GET.copy()
        kept.pop("page", None)
        return kept.urlencode()

    def rows(self, shown: list[Registration], held: dict[int, ReviewClaim]) -> list[tuple[Registration, Any]]:
        """Each with whoever else has it open."""
        others = {pk: claim for pk, claim in held.items() if claim.user_id != self.actor.user_required.pk}
        return [(record, others.get(record.pk)) for record in shown]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BulkForm(request.POST, phrases=self.phrases())
        if not form.is_valid():
            return self.page(form, status=422)
        chosen = [uid for text in request.POST.getlist("registration") if (uid := _uid(text))]
        if request.POST.get("all"):
            chosen = list(self.selection().values_list("uid", flat=True)[: rules.MOST + 1])
        try:
            planned = services.plan(chosen, by=self.actor, **form.decision)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        for sentence in planned.passed_over:
            messages.warning(request, sentence)
        return redirect("registration:review:record", uid=planned.batch.uid)


class NextView(Workbench):
    """Claim the next one; what was open until now is given up."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if key := _uid(request.POST.get("key", "")):
            claims.release(key, by=self.actor)
        after = _uid(request.POST.get("after", ""))
        return self.to_next(Registration.objects.visible_to(self.actor).filter(uid=after).first() if after else None)


class DeskView(Workbench):
    """One registration: photo, evidence and data side by side; accept, return, reject, next."""

    def record(self, uid: uuid.UUID) -> Registration:
        visible = Registration.objects.visible_to(self.actor).select_related(*RELATED).prefetch_related("evidence")
        return get_object_or_404(visible, uid=uid)

    def get(self, request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
        record = self.record(uid)
        if record.status != Registration.Status.SUBMITTED:
            return redirect("registration:record", uid=record.uid)
        return self.page(record, DecisionForm(phrases=phrases_of(record.center)))

    def post(self, request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
        record = self.record(uid)
        form = DecisionForm(request.POST, phrases=phrases_of(record.center))
        if not form.is_valid():
            return self.page(record, form, status=422)
        try:
            services.decide(record, by=self.actor, **form.decision)
        except Refused as refusal:
            return self.page(record, form, spread(refusal, form), status=422)
        self.tell(f"{record.name}：{record.get_status_display()}。")
        return self.to_next(record)

    def page(self, record: Registration, form: DecisionForm, blockers: Any = (), status: int = 200) -> HttpResponse:
        claim = claims.take(record, by=self.actor)
        holder = claims.holder(record) if claim is None else None
        unmet = rules.held_by_other(holder, self.actor.user_required, clock.now())
        context = {
            "title": record.name, "record": record, "form": form, "claim": claim, "address": self.address("desk", record.uid),
            "blockers": list(blockers) or unmet, "facts": facts_of(record), "hints": hints.hints(record, self.actor),
            "earlier": hints.history(record, self.actor), "materials": _materials(record),
            "left": self.selection().count(), "previous": self.previous(record), "queue": self.address("list"),
            "next": self.address("next"),
        }  # fmt: skip
        return render(self.request, "exams/registration/review_desk.html", context, status=status)

    def previous(self, record: Registration) -> str:
        """The page before this one in the same sitting."""
        seen: list[str] = [each for each in self.request.session.get(SEEN, []) if each != str(record.uid)]
        self.request.session[SEEN] = [*seen, str(record.uid)][-50:]
        return self.address("desk", seen[-1]) if seen else ""


class ClaimView(Workbench):
    """The open page says that it still is, or that it was left: 204, or 409 when the claim is lost."""

    def post(self, request: HttpRequest) -> HttpResponse:
        act = claims.release if request.POST.get("act") == "release" else claims.renew
        key = _uid(request.POST.get("key", ""))
        return HttpResponse(status=204 if key and act(key, by=self.actor) else 409)


def _materials(record: Registration) -> list[tuple[Any, str, bool]]:
    """Evidence with its address and whether it is shown in a frame."""
    return [
        (stored, f"{reverse('files:download', args=[stored.uid])}?inline=1", stored.media_type == PDF)
        for stored in record.evidence.all()
    ]


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
