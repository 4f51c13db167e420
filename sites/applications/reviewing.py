"""The pages of the review: the host's answers to the marks, the differences, the centre's phrases (2.2)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.ui.views import EditView, OfficeView
from sites.applications import marks, phrases, rules, services, snapshots
from sites.applications.marking import AnswersForm, PhrasesForm
from sites.applications.models import Application

READERS = (
    Role.SITE, Role.CLERK, Role.ARRANGER, Role.ARCHIVIST, Role.DIRECTOR, Role.BUREAU, Role.EXPERT, Role.PROVINCE, Role.AUDITOR,
)  # fmt: skip


class MarksView(EditView):
    """All marks of the newest return; the host says of each why it is not changed."""

    grants = ("application.edit",)
    title = "补正事项"
    intro = "每一项都要处理：在相应部分修改，修改后自动勾销；不修改的，说明理由。全部处理后才能重新提交。"
    submit_label = "保存说明"
    template = "sites/applications/marks.html"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        visible = Application.objects.visible_to(self.actor).select_related("organization", "center")
        self.application = get_object_or_404(visible, uid=self.kwargs["uid"])
        self.found = marks.current(self.application)
        return AnswersForm(data, found=self.found)

    def save(self, form: Any) -> str:
        services.answer_marks(self.application, by=self.actor, answers=form.answers)
        self.tell("说明已保存。")
        return reverse("applications:marks", args=[self.application.uid])

    def back_url(self) -> str:
        return reverse("applications:record", args=[self.application.uid])

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        return super().page(form, [*rules.not_returned(self.application), *blockers], status)

    def context(self) -> dict[str, Any]:
        return {
            "application": self.application,
            "open": sum(not each.settled for each in self.found),
            "count": len(self.found),
        }


class DifferencesView(OfficeView):
    """Every submission against the one before it."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        visible = Application.objects.visible_to(self.actor).select_related("organization")
        record = get_object_or_404(visible, uid=uid)
        context = {
            "record": record,
            "comparisons": snapshots.history(record),
            "back_url": reverse("applications:record", args=[record.uid]),
        }
        return render(request, "sites/applications/differences.html", context)


class PhrasesView(EditView):
    """The centre's phrases, one a line."""

    grants = ("application.phrases",)
    title = "补正常用语"
    intro = "标注补正内容时可以选用的句子，按申请表的部分分列，每行一条，对本中心全体受理人员有效。"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return PhrasesForm(data, held=phrases.phrases_of(self.center))

    def save(self, form: Any) -> str:
        phrases.save_phrases(self.center, by=self.actor, phrases=form.phrases)
        self.tell("常用语已保存。")
        return reverse("applications:phrases")

    def back_url(self) -> str:
        return reverse("applications:list")
