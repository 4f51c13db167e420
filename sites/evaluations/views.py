"""An evaluation's pages: the list, reading, filling on a phone, submitting, the leader's conclusion."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.models import StoredFile
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker
from sites.applications.models import SEATED
from sites.evaluations import rules, services
from sites.evaluations.forms import ConclusionForm, evaluation_form, initial_of
from sites.evaluations.models import Evaluation
from sites.evaluations.panels import rules as panel_rules
from sites.evaluations.panels import services as panel_services
from sites.evaluations.panels.forms import RecuseForm, ReplaceForm
from sites.evaluations.panels.views import compared, seat_context
from sites.offline.saves import base_of

READERS = (Role.EXPERT, Role.CLERK, Role.DIRECTOR, Role.ARCHIVIST, Role.PROVINCE, Role.AUDITOR)
RELATED = ("member__person", "member__panel__application__organization", "member__panel__rubric")


def readable(evaluation: Evaluation, actor: Actor) -> bool:
    """One's own always; anybody else's marks only when the whole panel has submitted."""
    mine = actor.user is not None and evaluation.member.person.user_id == actor.user.pk
    return mine or not rules.outstanding(evaluation.member.panel)


def reads_photo(actor: Actor, stored: StoredFile) -> bool:
    """Photos are part of the marks: the same rule."""
    held = Evaluation.objects.visible_to(actor).filter(photos=stored).select_related(*RELATED)
    return any(readable(each, actor) for each in held)


class EvaluationList(TableView):
    """An expert's own; a centre sees that they exist and whether they are in."""

    model = Evaluation
    title = "实地评估"
    roles = READERS
    related = RELATED
    columns = (
        Column("申请单位", "member.panel.application.organization.name", link=True),
        Column("专家", "member.person.name"),
        Column("考察日期", "member.panel.visit_on", order="member__panel__visit_on"),
        Column("提交时间", "submitted_at", order="submitted_at"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有评估任务", "市中心组建专家评估组后，评估任务会出现在这里。")


class EvaluationRecord(RecordView):
    """The marks with their remarks, the verdicts, the photos."""

    model = Evaluation
    roles = READERS
    related = RELATED

    def title(self, record: Evaluation) -> str:
        return record.member.panel.application.organization.name

    def subtitle(self, record: Evaluation) -> str:
        return f"{record.member}的实地评估 · {record.member.panel.rubric}"

    def groups(self, record: Evaluation) -> Sequence[FactGroup]:
        panel = record.member.panel
        shown = readable(record, self.actor)
        visit = FactGroup(
            "考察",
            (
                Fact("考察日期", panel.visited_on or panel.visit_on),
                Fact("地点", panel.application.address),
                Fact("申请", str(panel.application.number), url=self.application_url(record)),
            ),
        )
        if not shown:
            return [visit, FactGroup("评分", (Fact("说明", "全体专家提交评估前，评分不公开。", wide=True),))]
        return [visit, *marks_groups(record)]

    def application_url(self, record: Evaluation) -> str:
        """None for an expert without a seat: what they wrote stays theirs to read, the application does not."""
        if self.actor.role == Role.EXPERT and record.status not in SEATED:
            return ""
        return reverse("applications:record", args=[record.member.panel.application.uid])

    def files(self, record: Evaluation) -> Sequence[FileLine]:
        if not readable(record, self.actor):
            return ()
        urls = {each.pk: reverse("files:download", args=[each.uid]) + "?inline=1" for each in record.photos.all()}
        return [
            FileLine(each.name, urls[each.pk], "现场照片", each.size, preview_url=urls[each.pk])
            for each in record.photos.all()
        ]

    def blockers(self, record: Evaluation) -> Sequence[Blocker]:
        mine = self.actor.may("evaluation.submit") and record.status == Evaluation.Status.DRAFT
        return rules.evaluation_incomplete(record, clock.today()) if mine else ()

    def links(self, record: Evaluation) -> Sequence[Button]:
        if not self.actor.may("evaluation.edit") or record.member.person.user_id != self.actor.user_required.pk:
            return ()
        found = []
        if record.status == Evaluation.Status.DRAFT:
            found.append(Button("填写评估", reverse("evaluations:edit", args=[record.uid]), primary=True))
        if record.member.leads and not rules.outstanding(record.member.panel):
            found.append(Button("填写评估结论", reverse("evaluations:conclusion", args=[record.uid]), primary=True))
        return found


def marks_groups(evaluation: Evaluation) -> list[FactGroup]:
    """Marks by section, verdicts, comment."""
    rubric = evaluation.member.panel.rubric
    sections: dict[str, list[Fact]] = {}
    for item in rubric.items:
        mark, remark = evaluation.marks.get(item["code"]), evaluation.remarks.get(item["code"], "")
        text = f"{'未评' if mark is None else mark} / {item['full']}" + (f"　{remark}" if remark else "")
        sections.setdefault(item["section"], []).append(Fact(item["name"], text))
    names = dict(evaluation.member.panel.application.projects.values_list("project__code", "project__name"))
    said = {True: "同意", False: "不同意", None: "尚未决定"}
    verdicts = tuple(Fact(name, said[evaluation.verdicts.get(code)]) for code, name in names.items())
    total = Fact("合计", f"{sum(evaluation.marks.values())} / {rubric.full}")
    return [
        *(FactGroup(title, tuple(facts)) for title, facts in sections.items()),
        FactGroup("各项目意见", (*verdicts, total, Fact("综合评语", evaluation.comment, wide=True))),
    ]


def own_or_404(actor: Actor, uid: Any) -> Evaluation:
    """An evaluation that this person fills in."""
    mine = Evaluation.objects.visible_to(actor).filter(member__person__user=actor.user)
    return get_object_or_404(mine.select_related(*RELATED), uid=uid)


class OwnEvaluation(EditView):
    """Pages on which a member works on their own evaluation."""

    evaluation: Evaluation

    def found(self) -> Evaluation:
        return own_or_404(self.actor, self.kwargs["uid"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.evaluation = self.found()
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.evaluation = self.found()
        return super().post(request, **kwargs)

    def back_url(self) -> str:
        return services.evaluation_path(self.evaluation)


class EvaluationEdit(OwnEvaluation):
    """The rubric, made for a phone at the site: one item under the other, saved whenever asked."""

    grants = ("evaluation.edit",)
    title = "实地评估"
    intro = "可随时保存，填完后在评估页面提交。提交前只有您本人能看到。"
    template = "sites/evaluations/edit.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The record page says why it is not, or no longer, to be filled in."""
        evaluation = self.found()
        if evaluation.status != Evaluation.Status.DRAFT:
            return redirect("evaluations:record", uid=evaluation.uid)
        return super().get(request, **kwargs)

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return evaluation_form(self.evaluation)(data, files, actor=self.actor, evaluation=self.evaluation)

    def save(self, form: Any) -> str:
        services.save(self.evaluation, by=self.actor, base=base_of(self.request.POST), **form.values())
        self.tell("评估已保存，尚未提交。")
        return services.evaluation_path(self.evaluation)

    def context(self) -> dict[str, Any]:
        """With what is kept now beside what was typed, when somebody saved meanwhile."""
        evaluation = self.evaluation
        stale = self.request.method == "POST" and base_of(self.request.POST) not in (None, evaluation.revision)
        return {
            "evaluation": evaluation,
            "host": evaluation.member.panel.application.organization,
            "draft_id": f"evaluation-{evaluation.uid}:{evaluation.member.person_id}",
            "draft_url": reverse("evaluations:draft", args=[evaluation.uid]),
            "photo_url": reverse("evaluations:photo", args=[evaluation.uid]),
            "worker_url": reverse("evaluations:worker"),
            "kept": kept_elsewhere(evaluation) if stale else (),
        }


def kept_elsewhere(evaluation: Evaluation) -> list[Fact]:
    """What is kept now, field by field, for the page of somebody who started from an older revision."""
    fields = evaluation_form(evaluation).base_fields
    items = {item["code"]: item["name"] for item in evaluation.member.panel.rubric.items}
    said = {"yes": "同意", "no": "不同意"}
    found = []
    for name, value in initial_of(evaluation).items():
        kind, _, code = name.partition("_")
        if name != "photos" and value != "":
            label = f"{items[code]}：{fields[name].label}" if code in items else str(fields[name].label)
            found.append(Fact(label, said.get(value, value) if kind == "verdict" else value))
    return found


class EvaluationConclusion(OwnEvaluation):
    """The leader's conclusion."""

    grants = ("evaluation.conclude",)
    title = "填写评估结论"
    intro = "依据全体专家的评估写出结论，提交后由市中心汇总，汇总前可以修改。"
    template = "sites/evaluations/conclusion.html"

    def found(self) -> Evaluation:
        evaluation = super().found()
        if not evaluation.member.leads:
            raise Http404
        return evaluation

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        panel = self.evaluation.member.panel
        return ConclusionForm(data, initial={"conclusion": panel.conclusion, "opinion": panel.opinion})

    def save(self, form: Any) -> str:
        services.write_conclusion(self.evaluation, by=self.actor, **form.cleaned_data)
        self.tell("评估结论已保存。")
        return services.evaluation_path(self.evaluation)

    def context(self) -> dict[str, Any]:
        """The marks side by side; on a first look what is still waited for."""
        panel = self.evaluation.member.panel
        shown = compared(panel)
        return {**shown, "blockers": rules.not_all_submitted(panel)} if self.request.method == "GET" else shown


class EvaluationStep(StepView):
    """Accepting, submitting, leaving; the centre replaces who left."""

    model = Evaluation
    actions: ClassVar = {
        "accept": Action(panel_services.accept, blockers=panel_rules.not_acceptable, done="已确认参加。"),
        "submit": Action(
            services.submit,
            blockers=lambda record: rules.evaluation_incomplete(record, clock.today()),
            done="评估已提交。",
        ),
        "recuse": Action(panel_services.recuse, form=RecuseForm, done="已退出本次评估，市中心将更换专家。"),
        "replace": Action(
            panel_services.replace,
            form=ReplaceForm,
            done="已更换专家，重新出具的通知已发出。",
            context=seat_context,
            template="sites/evaluations/panels/replace.html",
        ),
    }

    def get_record(self, uid: Any) -> Any:
        visible: QuerySet[Evaluation] = Evaluation.objects.visible_to(self.actor)
        return get_object_or_404(visible.select_related(*RELATED), uid=uid)
