"""Pages of the preparation notice."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from exams.sessions import documents, rules, services
from exams.sessions.forms import TickForm
from exams.sessions.models import Preparation
from exams.sessions.views import pdf
from sdzx.catalogue.models import PreparationRequirement
from sdzx.ui.parts import Button, Fact, FactGroup
from sdzx.ui.views import Action, OfficeView, RecordView, StepView
from sdzx.workflow import Blocker, Refused

_KINDS = dict(PreparationRequirement.Kind.choices)
_SAID = {True: "已备齐", False: "未备齐", None: "未确认"}


class PreparationRecord(RecordView):
    """What has to be ready, and what is."""

    model = Preparation
    related = ("session__site", "session__project", "session__center", "notice")
    template = "exams/sessions/preparation.html"

    def title(self, record: Preparation) -> str:
        return "考核准备通知单"

    def subtitle(self, record: Preparation) -> str:
        return f"{record.session} · {documents.spoken_time(record.session)}"

    def groups(self, record: Preparation) -> list[FactGroup]:
        session = record.session
        return [
            FactGroup("考核", (
                Fact("场次", str(session), url=reverse("sessions:record", args=[session.uid])),
                Fact("考点", session.site.name), Fact("开始时间", session.starts_at),
                Fact("考生人数", session.seats.count()), Fact("签收人", record.acknowledged_by),
                Fact("签收时间", record.acknowledged_at), Fact("其他要求", record.remarks, wide=True),
            )),
        ]  # fmt: skip

    def blockers(self, record: Preparation) -> list[Blocker]:
        return rules.unready(record.items.all()) if record.status == Preparation.Status.ACKNOWLEDGED else []

    def links(self, record: Preparation) -> list[Button]:
        found = [Button("打印通知单", reverse("sessions:preparations:document", args=[record.uid]))]
        if record.status == Preparation.Status.ACKNOWLEDGED and self.actor.may("preparation.tick"):
            address = reverse("sessions:preparations:tick", args=[record.uid])
            found.insert(0, Button("逐项确认", address, primary=True))
        return found

    def more(self, record: Preparation) -> dict[str, Any]:
        items = list(record.items.select_related("photo"))
        lines = [{"item": item, "kind": _KINDS[item.kind], "said": _SAID[item.ready]} for item in items]
        return {"lines": lines, "ready": sum(item.ready is True for item in items)}


class PreparationStep(StepView):
    """Acknowledge, report ready."""

    model = Preparation
    actions = {
        "acknowledge": Action(services.acknowledge, done="已签收，请逐项准备并确认。"),
        "report_ready": Action(
            services.report_ready, blockers=lambda record: rules.unready(record.items.all()), done="已报告准备齐全。"
        ),
    }


class TickItems(OfficeView):
    """All items on one page; what is said is kept item by item, nothing has to be complete."""

    grants = ("preparation.tick",)

    def record(self, uid: Any) -> Preparation:
        visible = Preparation.objects.visible_to(self.actor).select_related("session__project", "session__site")
        return get_object_or_404(visible, uid=uid)

    def forms(self, record: Preparation, *data: Any) -> list[TickForm]:
        return [TickForm(*data, item=item, actor=self.actor) for item in record.items.select_related("photo")]

    def page(self, record: Preparation, forms: list[TickForm], blockers: Any = (), status: int = 200) -> HttpResponse:
        lines = [{"form": form, "item": form.item, "kind": _KINDS[form.item.kind]} for form in forms]
        back = reverse("sessions:preparations:record", args=[record.uid])
        context = {"title": "逐项确认准备情况", "record": record, "lines": lines, "forms": forms, "back_url": back,
                   "blockers": list(blockers)}  # fmt: skip
        return render(self.request, "exams/sessions/tick.html", context, status=status)

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        record = self.record(uid)
        return self.page(record, self.forms(record))

    def post(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        record = self.record(uid)
        forms = self.forms(record, request.POST, request.FILES)
        wrong = [form for form in forms if not form.is_valid()]  # all are looked at, so that no upload is lost
        if wrong:
            return self.page(record, forms, status=422)
        try:
            services.tick(record, by=self.actor, ticks={form.item.pk: form.tick() for form in forms})
        except Refused as refusal:
            return self.page(record, forms, refusal.blockers, status=422)
        self.tell("已保存准备情况。")
        return redirect("sessions:preparations:record", record.uid)


class PreparationDocument(OfficeView):
    """The notice as it stands now; the copy that was sent is kept."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        visible = Preparation.objects.visible_to(self.actor)
        return pdf(documents.preparation_notice(get_object_or_404(visible, uid=uid)))
