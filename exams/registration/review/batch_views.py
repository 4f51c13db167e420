"""Pages beside the workbench: batches that take effect, phrases, searches, lists (3.2)."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from exams.registration.review import phrases, prints, searches, services
from exams.registration.review.forms import PhrasesForm, ReviewFilter, SearchForm
from exams.registration.review.models import ReviewBatch, SavedSearch
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Button, Fact, FactGroup
from sdzx.ui.views import XLSX, Action, EditView, OfficeView, RecordView, StepView
from sdzx.workflow import Refused

CLERKS = ("registration.accept",)


class BatchView(RecordView):
    """成批审核: when it takes effect, of whom, what was not done and why."""

    grants = CLERKS
    model = ReviewBatch
    related = ("user", "center")
    template = "exams/registration/review_batch.html"

    def groups(self, record: ReviewBatch) -> Sequence[FactGroup]:
        return (
            FactGroup("成批审核", (
                Fact("审核结果", record.get_verb_display()), Fact("件数", record.lines.count()), Fact("审核人", record.user.name),
                Fact("生效时间", record.takes_effect_at), Fact("审核意见", record.ground, wide=True),
            )),
        )  # fmt: skip

    def links(self, record: ReviewBatch) -> Sequence[Button]:
        return [Button("继续审核", reverse("registration:review:list"))]

    def more(self, record: ReviewBatch) -> dict[str, Any]:
        return {"lines": record.lines.select_related("registration__item__project", "registration__unit")}


class BatchStep(StepView):
    """Undo."""

    grants = CLERKS
    model = ReviewBatch
    actions: ClassVar[dict[str, Action]] = {"undo": Action(services.undo, done="已撤销，这些报名仍待审核。")}


class PhrasesView(EditView):
    """The centre's phrases, one a line."""

    grants = ("registration.phrases",)
    title = "审核常用语"
    intro = "退回或不通过时可以勾选的句子，每行一条，按这里的次序列出，对本中心全体受理人员有效。"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return PhrasesForm(data, held=phrases.phrases_of(self.center))

    def save(self, form: Any) -> str:
        phrases.save_phrases(self.center, by=self.actor, phrases=form.phrases)
        self.tell("常用语已保存。")
        return reverse("registration:review:phrases")

    def back_url(self) -> str:
        return reverse("registration:list")


class SearchesView(OfficeView):
    """Keep the filters of the address under a name."""

    grants = CLERKS

    def post(self, request: HttpRequest) -> HttpResponse:
        form, query = SearchForm(request.POST), request.GET.urlencode()
        address = f"{reverse('registration:review:list')}{'?' if query else ''}{query}"
        if not form.is_valid():
            messages.warning(request, "请填写筛选名称，最多40个字。")
            return redirect(address)
        try:
            search = searches.save_search(by=self.actor, query=query, **form.cleaned_data)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            self.tell(f"已保存筛选“{search.name}”。")
        return redirect(address)


class SearchDelete(OfficeView):
    """Forget a search."""

    grants = CLERKS

    def post(self, request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
        search = get_object_or_404(SavedSearch.objects.visible_to(self.actor), uid=uid)
        try:
            searches.delete_search(search, by=self.actor)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("registration:review:list")


class ListDocument(OfficeView):
    """审核汇总表 and 通过人员名册 of what the filters leave, as PDF or workbook."""

    roles = (Role.CLERK, Role.ARRANGER, Role.ARCHIVIST, Role.DIRECTOR)

    def get(self, request: HttpRequest, kind: str, form: str) -> HttpResponse:
        if kind not in prints.LISTS or form not in ("pdf", "xlsx"):
            raise Http404(kind)
        records = prints.listed(kind, ReviewFilter(request.GET, actor=self.actor))
        if form == "xlsx":
            response = HttpResponse(prints.workbook(kind, records), content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
            return response
        try:
            body = prints.pdf(kind, records, by=self.actor)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            back = "review:list" if self.actor.may(*CLERKS) else "list"
            return redirect(f"registration:{back}")
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{kind}.pdf"'
        return response
