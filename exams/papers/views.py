"""Pages of question sets, their parts and openings. Only custodian, director and province ever see one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from exams.papers import documents, rules, services
from exams.papers.forms import FilingForm, OpeningForm, PartForm, ReviewForm, SetFilter, SetForm
from exams.papers.models import Opening, QuestionPart, QuestionSet
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker, Refused

READERS = (Role.CUSTODIAN, Role.DIRECTOR, Role.PROVINCE)


class SetTable(TableView):
    """题卷."""

    roles = READERS
    model = QuestionSet
    title = "题卷命题与备案"
    intro = "题卷加密保存；启封须两人办理，每次查看都留痕并加盖姓名和时间。"
    related = ("specification__project", "center")
    filter_class = SetFilter
    columns = (
        Column("题卷编号", "code", order="code", link=True),
        Column("项目", "specification.project.name", order="specification__project__name"),
        Column("命题中心", "center.name", order="center"),
        Column("备案号", "filing_number", order="filing_number"),
        Column("最近使用", "last_used_on", order="last_used_on"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有题卷", "按现行考核规范组织命题，审题后报省中心备案。")

    def actions(self) -> list[Button]:
        if not self.actor.may("questions.edit"):
            return []
        return [Button("组织命题", reverse("papers:new"), primary=True)]


class SetRecord(RecordView):
    """A set: its experts, sealed parts with what may be done about them, draws."""

    roles = READERS
    model = QuestionSet
    related = ("specification__project", "center")
    template = "exams/papers/record.html"

    def groups(self, record: QuestionSet) -> list[FactGroup]:
        named = "、".join
        return [
            FactGroup("题卷", (
                Fact("题卷编号", record.code), Fact("命题中心", record.center.name),
                Fact("考核规范", str(record.specification), url=reverse("catalogue:record", args=[record.specification.project.uid])),
                Fact("命题专家", named(each.name for each in record.writers.all())),
                Fact("审题专家", named(each.name for each in record.reviewers.all())),
                Fact("审题意见", record.review_opinion, wide=True),
            )),
            FactGroup("备案", (
                Fact("报备时间", record.filed_at), Fact("备案号", record.filing_number), Fact("备案日期", record.recorded_on),
                Fact("最近使用日期", record.last_used_on),
            )),
        ]  # fmt: skip

    def blockers(self, record: QuestionSet) -> list[Blocker]:
        if record.status == QuestionSet.Status.DRAFT and self.actor.may("questions.review"):
            return unreviewable(record)
        return []

    def links(self, record: QuestionSet) -> list[Button]:
        found = []
        if record.status == QuestionSet.Status.DRAFT and self.actor.may("questions.edit"):
            found += [
                Button("上传题卷", reverse("papers:attach", args=[record.uid])),
                Button("修改命题安排", reverse("papers:edit", args=[record.uid])),
            ]
        if record.review_opinion:
            found.append(Button("备案表", reverse("papers:document", args=[record.uid, "filing"])))
        return found

    def more(self, record: QuestionSet) -> dict[str, Any]:
        parts = record.parts.select_related("file", "question_set").prefetch_related(
            "openings__requested_by", "openings__approved_by"
        )
        draws = record.draws.select_related("session__site").order_by("-session__starts_at")
        return {"lines": [part_line(part, self.actor) for part in parts], "draws": draws}


def unreviewable(record: QuestionSet) -> list[Blocker]:
    """The conditions of review and of filing, for pages."""
    return rules.unreviewable(record, experts=services.experts_of(record.center))


def part_line(part: QuestionPart, actor: Actor) -> dict[str, Any]:
    """A part as its page shows it: what stands in the way, who asked, who may approve, whether it can be read now."""
    now, person = clock.now(), actor.user_required
    for_filing = actor.role == Role.PROVINCE and part.question_set.status == QuestionSet.Status.FILED
    asked = [each for each in part.openings.all() if each.approved_at is None]
    return {
        "part": part,
        "readable": for_filing or not rules.unreadable(part, person=person, moment=now),
        "sealed": rules.unrequestable(part, moment=now),
        "may_request": actor.may("papers.request_opening"),
        "openings": [
            {
                "opening": each,
                "approvable": actor.may("papers.approve_opening")
                and not rules.unapprovable(each, person=person, moment=now),
            }
            for each in asked
        ],
    }


class SetStep(StepView):
    """Review, filing, return, revision, retirement."""

    roles = READERS
    model = QuestionSet
    actions = {
        "review": Action(
            services.review, form=ReviewForm, blockers=unreviewable, done="审题已通过，可以报省中心备案。"
        ),
        "file": Action(services.file, blockers=unreviewable, done="已报省中心备案。"),
        "record_filing": Action(services.record_filing, form=FilingForm, done="已准予备案，题卷可以使用。"),
        "return_filing": Action(services.return_filing, done="已退回。"),
        "revise": Action(services.revise),
        "retire": Action(services.retire),
    }


class SetNew(EditView):
    """Organise the writing of a set."""

    grants = ("questions.edit",)
    title = "组织命题"
    submit_label = "建立题卷"

    def get_form(self, data: Any = None, files: Any = None) -> SetForm:
        return SetForm(data, actor=self.actor)

    def save(self, form: Any) -> str:
        made = services.create(by=self.actor, **form.cleaned_data)
        self.tell(f"已建立题卷{made.code}，请上传试卷和评分标准。")
        return reverse("papers:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("papers:list")


class OfSet(EditView):
    """A form about one set."""

    grants = ("questions.edit",)

    @property
    def record(self) -> QuestionSet:
        return get_object_or_404(QuestionSet.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def back_url(self) -> str:
        return reverse("papers:record", args=[self.kwargs["uid"]])


class SetEdit(OfSet):
    """Change specification and experts of a draft."""

    title = "修改命题安排"

    def get_form(self, data: Any = None, files: Any = None) -> SetForm:
        record = self.record
        initial = {
            "specification": record.specification_id,
            "writers": record.writers.all(),
            "reviewers": record.reviewers.all(),
        }
        return SetForm(data, actor=self.actor, initial=initial)

    def save(self, form: Any) -> str:
        services.update(self.record, by=self.actor, **form.cleaned_data)
        self.tell("已保存命题安排。")
        return self.back_url()


class PartUpload(OfSet):
    """Upload a sealed part."""

    title = "上传题卷"
    submit_label = "加密保存"

    def get_form(self, data: Any = None, files: Any = None) -> PartForm:
        self.record  # noqa: B018 a stranger's set answers 404 before anything else
        return PartForm(data, files, actor=self.actor)

    def save(self, form: Any) -> str:
        part = services.attach(self.record, by=self.actor, **form.cleaned_data)
        self.tell(f"{part.get_kind_display()}已加密保存。")
        return self.back_url()


class OpeningRequest(OfSet):
    """Ask to open a part."""

    grants = ("papers.request_opening",)
    title = "申请启封"
    submit_label = "提交申请"
    intro = "启封由另一名命题管理人员或中心主任批准；批准后在限定时间内查看，每页加盖查看人姓名和时间。"

    def get_form(self, data: Any = None, files: Any = None) -> OpeningForm:
        self.part()
        return OpeningForm(data)

    def part(self) -> QuestionPart:
        return get_object_or_404(self.record.parts.select_related("question_set"), kind=self.kwargs["kind"])

    def save(self, form: Any) -> str:
        services.request_opening(self.part(), by=self.actor, **form.cleaned_data)
        self.tell("已提交启封申请，等待另一人批准。")
        return self.back_url()


class OpeningApproval(OfficeView):
    """The second person agrees."""

    grants = ("papers.approve_opening",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        visible = QuestionSet.objects.visible_to(self.actor)
        opening = get_object_or_404(
            Opening.objects.filter(part__question_set__in=visible).select_related("part__question_set__center"), pk=pk
        )
        try:
            services.approve_opening(opening, by=self.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            self.tell("已批准启封。")
        return redirect("papers:record", opening.part.question_set.uid)


class PartView(OfficeView):
    """Read a part, stamped and traced."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponseBase:
        record = get_object_or_404(QuestionSet.objects.visible_to(self.actor), uid=uid)
        part = get_object_or_404(record.parts.select_related("file", "question_set__center"), kind=kind)
        try:
            body = services.read_part(part, by=self.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("papers:record", record.uid)
        response = HttpResponse(body, content_type=part.file.media_type)
        shown = "inline" if part.file.media_type == "application/pdf" else "attachment"
        response["Content-Disposition"] = f'{shown}; filename="{record.code}-{kind}"'
        response["Cache-Control"] = "private, no-store"
        return response


class SetDocument(OfficeView):
    """The filing form as it stands."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        record = get_object_or_404(QuestionSet.objects.visible_to(self.actor), uid=uid)
        answer = None
        if record.filing_number:
            answer = {
                "result": "予以备案",
                "number": record.filing_number,
                "opinion": "",
                "by": "",
                "on": record.recorded_on,
            }
        body = documents.filing_form(record, responsible="", filing=answer)
        return HttpResponse(body, content_type="application/pdf")
