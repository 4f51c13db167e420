"""The director's page for more time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from exams.scores.extensions import rules, services
from exams.scores.extensions.forms import ExtensionForm
from exams.scores.models import ScoreSheet
from exams.sessions.duedays import due_facts
from sdzx.ui.parts import Fact, FactGroup
from sdzx.ui.views import EditView
from sdzx.ui.words import day


class Extend(EditView):
    """More time for the scores of one session; what was granted before is shown."""

    grants = ("scores.extend",)
    title = "批准延期报送"
    intro = "法定期限是考核结束后3个工作日。延期须有理由，法定期限仍然保留；按延期后的日期提醒和计算逾期。"
    submit_label = "批准延期"
    template = "exams/scores/extend.html"

    def sheet(self) -> ScoreSheet:
        related = ScoreSheet.objects.visible_to(self.actor).select_related(
            "session__project", "session__center", "session__site__organization"
        )
        return get_object_or_404(related, uid=self.kwargs["uid"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.get_form(), rules.not_extendable(self.found))

    def get_form(self, data: Any = None, files: Any = None) -> ExtensionForm:
        self.found = self.sheet()
        return ExtensionForm(data)

    def context(self) -> dict[str, Any]:
        session = self.found.session
        named = (Fact("场次", session.number), Fact("项目", session.project.name), Fact("考点", session.site.name))
        return {"shown": [FactGroup("场次", (*named, *due_facts(session)))]}

    def save(self, form: ExtensionForm) -> str:
        made = services.extend(self.found, by=self.actor, **form.cleaned_data)
        self.tell(f"报送期限已延期至{day(made.until)}，已通知考点、考务和审核人员。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("scores:record", args=[self.kwargs["uid"]])
