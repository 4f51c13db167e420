"""The four kinds of page: a table, a record, a step with its confirmation, a form. Slices derive and fill in.

Every view finds its object through `visible_to(actor)`: what is not visible answers 404, as does what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views import View

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.scope import visible
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, FactGroup, FileLine, Stage, StageState
from sdzx.ui.tracing import trace_lines
from sdzx.workflow import Blocker, Flow, Refused, Step, available, step_of


class ActorRequest(HttpRequest):
    """A request with the acting person on it."""

    actor: Actor


class OfficeView(View):
    """A page for people who signed in, as one of `roles` or with one of `grants` (both empty: anybody signed in)."""

    grants: ClassVar[tuple[str, ...]] = ()
    roles: ClassVar[tuple[str, ...]] = ()
    request: ActorRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not self.admits(self.actor):
            raise PermissionDenied("您当前的身份不能打开这个页面。")
        return super().dispatch(request, *args, **kwargs)

    def admits(self, actor: Actor) -> bool:
        """May this actor open the page at all? Over what is decided by `visible_to`."""
        if not self.grants and not self.roles:
            return True
        return actor.role in self.roles or any(map(actor.may, self.grants))

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @property
    def center(self) -> Center:
        """The centre that the person acts for. Raises PermissionDenied when they act for none."""
        if self.actor.center is None:
            raise PermissionDenied("请切换到市中心的身份。")
        return self.actor.center

    def tell(self, sentence: str) -> None:
        """A message on the next page."""
        messages.success(self.request, sentence)


class Worded(OfficeView):
    """A page with a title and a line below it: words of the class, or properties where they depend on the record."""

    if TYPE_CHECKING:

        @property
        def title(self) -> str: ...

        @property
        def intro(self) -> str: ...

    else:
        intro = ""


class TableView(Worded):
    """A list page: filters, sorting, paging, export. `model` needs `visible_to`, or override `records()`."""

    model: ClassVar[type[models.Model]]
    columns: ClassVar[Sequence[Column]]
    order: ClassVar[Sequence[str]] = ("-pk",)
    related: ClassVar[Sequence[str]] = ()
    filter_class: ClassVar[type[Any] | None] = None
    per_page: ClassVar[int] = 30
    paginator_class: ClassVar[type[Paginator]] = Paginator
    template: ClassVar[str] = "ui/list.html"
    exports: ClassVar[bool] = True

    @property
    def empty(self) -> tuple[Any, ...]:
        """Title, hint and perhaps a button of a list without rows."""
        return ("还没有记录", "")

    def records(self) -> models.QuerySet[Any]:
        return visible(self.model, self.actor).select_related(*self.related)

    def filtered(self, records: models.QuerySet[Any]) -> tuple[models.QuerySet[Any], Any]:
        """Apply `filter_class`: a form with `apply(queryset) -> queryset`, bound to the query string."""
        if self.filter_class is None:
            return records, None
        form = self.filter_class(self.request.GET or None)
        return (form.apply(records) if form.is_bound and form.is_valid() else records), form

    def url_of(self, record: Any) -> str:
        return record_url(self.request, record)

    def actions(self) -> list[Button]:
        return []

    def get(self, request: HttpRequest) -> HttpResponse:
        records, form = self.filtered(self.records())
        records = records.order_by(*tables.ordering(self.columns, request.GET.get("sort", ""), self.order))
        if self.exports and request.GET.get("export") == "xlsx":
            return self.export(records)
        page = self.paginator_class(records, self.per_page).get_page(request.GET.get("page"))
        table = tables.build(
            self.columns, page, caption=self.title, query=request.GET, url_of=self.url_of, export=self.exports
        )
        context = {"title": self.title, "intro": self.intro, "table": table, "filters": form, "actions": self.actions(),
                   "empty": self.empty}  # fmt: skip
        return render(request, self.template, context)

    def export(self, records: models.QuerySet[Any]) -> HttpResponse:
        """The whole filtered list as a workbook; every cell is text, so that none becomes a formula."""
        from sdzx.documents.columns import ColumnSpec
        from sdzx.documents.workbook import export_workbook

        specs = [ColumnSpec(column.label, column.label, width=22) for column in self.columns]
        rows = (tables.spoken(self.columns, record) for record in records[:50_000])
        content = export_workbook(title=self.title, columns=specs, rows=rows)
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{slugify(type(self).__name__)}.xlsx"'
        return response


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RecordView(OfficeView):
    """A record's page: where it stands, the facts, the files, the trace, and only the buttons that may be pressed."""

    model: ClassVar[type[models.Model]]
    related: ClassVar[Sequence[str]] = ()
    template: ClassVar[str] = "ui/record.html"

    def get_record(self, uid: Any) -> Any:
        found = visible(self.model, self.actor)
        return get_object_or_404(found.select_related(*self.related), uid=uid)

    def title(self, record: Any) -> str:
        return str(record)

    def subtitle(self, record: Any) -> str:
        return ""

    def groups(self, record: Any) -> Sequence[FactGroup]:
        return ()

    def files(self, record: Any) -> Sequence[FileLine]:
        return ()

    def blockers(self, record: Any) -> Sequence[Blocker]:
        """What still stands in the way of the next step, shown beside the buttons."""
        return ()

    def links(self, record: Any) -> Sequence[Button]:
        """Further buttons: documents, edit pages."""
        return ()

    def more(self, record: Any) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        record = self.get_record(uid)
        context = {
            "record": record,
            "title": self.title(record),
            "subtitle": self.subtitle(record),
            "groups": self.groups(record),
            "files": self.files(record),
            "blockers": self.blockers(record),
            "trace": trace_lines(record),
            "buttons": list(self.links(record)),
        }
        if isinstance(record, Flow):
            context |= {
                "status_label": record.get_status_display(),
                "status_tone": record.tone,
                "stages": stages(record),
            }
            context["buttons"] = [*step_buttons(request, record, self.actor), *context["buttons"]]
        return render(request, self.template, context | self.more(record))


@dataclass(frozen=True, slots=True)
class Action:
    """What a step's page needs: the service, its form, and the rules that may stand in its way.

    `service` is called as `service(record, by=actor, **form.cleaned_data)`. A step whose table row asks for a ground gets
    a form with `ground` when `form` is None. `context(record, actor)` and `template` show more on its page than the form.
    """

    service: Callable[..., Any]
    form: type[BaseForm] | None = None
    blockers: Callable[[Any], Iterable[Blocker]] | None = None
    done: str = ""
    context: Callable[[Any, Actor], dict[str, Any]] | None = None
    template: str = ""


class StepView(OfficeView):
    """Every step of a flow, through one confirm page: GET asks, POST does. Nothing typed is lost by a refusal."""

    model: ClassVar[type[Flow]]
    template: ClassVar[str] = "ui/step.html"

    if TYPE_CHECKING:  # an attribute of the class, or a property of those that look at the record

        @property
        def actions(self) -> dict[str, Action]: ...

    def get_record(self, uid: Any) -> Any:
        return get_object_or_404(visible(self.model, self.actor), uid=uid)

    def form_for(self, action: Action, step: Step, record: Any) -> BaseForm | None:
        from sdzx.ui.forms import GroundForm

        kind = action.form or (GroundForm if step.ground else None)
        if kind is None:
            return None
        takes = {"record": record} if getattr(kind, "takes_record", False) else {}
        if getattr(kind, "takes_actor", False):
            takes["actor"] = self.actor
        if self.request.method == "POST":
            return kind(self.request.POST, self.request.FILES, **takes)
        return kind(**takes)

    def prepare(self, uid: Any, verb: str) -> tuple[Any, Step, Action]:
        record = self.get_record(uid)
        action = get_or_404(self.actions, verb)
        step = step_of(record, verb)
        if not self.actor.may(f"{record.FLOW}.{verb}"):
            raise PermissionDenied(f"您当前的身份不能执行“{step.label}”。")
        return record, step, action

    def page(
        self, record: Any, step: Step, action: Action, form: Any, blockers: Iterable[Blocker], status: int = 200
    ) -> HttpResponse:
        context = {"record": record, "record_title": str(record), "title": step.label, "step": step, "form": form,
                   "blockers": list(blockers), "back_url": record_url(self.request, record)}  # fmt: skip
        more = action.context(record, self.actor) if action.context else {}
        return render(self.request, action.template or self.template, context | more, status=status)

    def get(self, request: HttpRequest, uid: Any, verb: str) -> HttpResponse:
        record, step, action = self.prepare(uid, verb)
        found: list[Blocker] = []
        if record.status not in step.sources:
            found = [Blocker(f"当前状态为“{record.get_status_display()}”，不能“{step.label}”。")]
        elif action.blockers:
            found = list(action.blockers(record))
        return self.page(record, step, action, self.form_for(action, step, record), found)

    def post(self, request: HttpRequest, uid: Any, verb: str) -> HttpResponse:
        record, step, action = self.prepare(uid, verb)
        form = self.form_for(action, step, record)
        if form is not None and not form.is_valid():
            return self.page(record, step, action, form, (), status=422)
        try:
            action.service(record, by=self.actor, **(form.cleaned_data if form is not None else {}))
        except Refused as refusal:
            return self.page(record, step, action, form, spread(refusal, form), status=422)
        self.tell(action.done or f"已完成：{step.label}。")
        return redirect(record_url(request, record))


class EditView(Worded):
    """A form page. Override `get_form`, `save(form) -> address`; `title` and labels as class attributes."""

    submit_label: ClassVar[str] = "保存"
    template: ClassVar[str] = "ui/form.html"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        raise NotImplementedError(type(self))

    def save(self, form: Any) -> str:
        """Call the service; the address to go to. Refused comes back to the form."""
        raise NotImplementedError(type(self))

    def back_url(self) -> str:
        return ""

    def context(self) -> dict[str, Any]:
        return {}

    def page(self, form: Any, blockers: Iterable[Blocker] = (), status: int = 200) -> HttpResponse:
        context = {"title": self.title, "intro": self.intro, "form": form, "submit_label": self.submit_label,
                   "back_url": self.back_url(), "blockers": list(blockers)}  # fmt: skip
        return render(self.request, self.template, context | self.context(), status=status)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.get_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            address = self.save(form)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        return redirect(address)


def spread(refusal: Refused, form: Any) -> list[Blocker]:
    """Put blockers that name a field of the form beside it; the rest is returned for the top of the page."""
    rest = []
    for blocker in refusal.blockers:
        if form is not None and blocker.field in form.fields:
            form.add_error(blocker.field, str(blocker))
        else:
            rest.append(blocker)
    return rest


def get_or_404(actions: dict[str, Action], verb: str) -> Action:
    from django.http import Http404

    if verb not in actions:
        raise Http404(verb)
    return actions[verb]


def namespace(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.namespace if match else ""


def record_url(request: HttpRequest, record: Any) -> str:
    """The record's page in the namespace of the page shown."""
    return reverse(f"{namespace(request)}:record", args=[record.uid])


def step_buttons(request: HttpRequest, record: Flow, actor: Actor) -> list[Button]:
    """A button for each step that may be taken now; the first that leads forward is the primary one."""
    steps = available(record, actor)
    forward = next((step for step in steps if not step.danger and step.target in record.MAIN), None)
    space = namespace(request)
    return [
        Button(
            step.label,
            reverse(f"{space}:step", args=[record.uid, step.verb]),
            danger=step.danger,
            primary=step is forward,
        )
        for step in steps
    ]


def stages(record: Flow) -> list[Stage]:
    """The main line of the flow with the record's place on it; off the line it is shown as stopped at the end."""
    main = list(record.MAIN)
    labels = statuses(type(record))
    if record.status in main:
        here = main.index(record.status)
        last = here == len(main) - 1
        states = [StageState.DONE] * here + [StageState.DONE if last else StageState.CURRENT]
        states += [StageState.NEXT] * (len(main) - here - 1)
        return [Stage(str(labels[status]), state) for status, state in zip(main, states, strict=True)]
    return [Stage(str(labels[main[0]]), StageState.DONE), Stage(str(record.get_status_display()), StageState.STOPPED)]


def statuses(model: Any) -> dict[str, str]:
    """The states of a flow with their names."""
    return {str(value): str(label) for value, label in model._meta.get_field("status").flatchoices}
