"""The page of an import: upload, look at what would happen, take it. Nothing is written before the second press."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sdzx.documents.excel import CellProblem
from sdzx.files.media import XLSX
from sdzx.files.models import StoredFile
from sdzx.files.services import content
from sdzx.ui.views import EditView, spread
from sdzx.workflow import Refused

SHOWN = 100  # problems on the page; the workbook given back has them all


class Previewed(Protocol):
    """What taking a file would do: computed for the preview, and again when it is taken."""

    problems: list[CellProblem]

    @property
    def acts(self) -> bool:
        """Would taking it change anything?"""

    @property
    def good_rows(self) -> int:
        """Rows without a problem."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of what, as the preview and the message say it."""

    @property
    def notes(self) -> Sequence[str]:
        """What was passed over in reading."""

    def annotated(self) -> bytes:
        """The file back as a workbook, with the problems beside the cells."""


class ImportView(EditView):
    """Derive with a form that has the kept `file`, `plan`, `take` and `done_url`; the template extends ui/import.html.

    `unchanged` says that the file and what is there agree; `annotated_name` is the name of the workbook given back.
    """

    submit_label = "预览"
    unchanged: ClassVar[str]
    annotated_name: ClassVar[str]

    def plan(self, table: bytes) -> Previewed:
        """What the file would do. Raises Refused for one that cannot be read."""
        raise NotImplementedError(type(self))

    def take(self, table: bytes, *, partly: bool) -> Previewed:
        """Do it, with all rows or only with the good ones."""
        raise NotImplementedError(type(self))

    def done_url(self) -> str:
        return self.back_url()

    def shown(self, plan: Any) -> dict[str, Any]:
        """What the page of this import shows besides counts and problems."""
        return {}

    def context(self) -> dict[str, Any]:
        return {"unchanged": self.unchanged, **getattr(self, "_found", {})}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        stored: StoredFile = form.cleaned_data["file"]
        wish = request.POST.get("do", "") if request.POST.get("previewed") == stored.sha256 else ""
        try:
            if wish in ("take", "partly"):
                return self._taken(content(stored), partly=wish == "partly")
            plan = self.plan(content(stored))
            if wish == "annotated":
                return attached(plan.annotated(), self.annotated_name)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        return self._preview(form, plan, stored)

    def _preview(self, form: Any, plan: Previewed, stored: StoredFile) -> HttpResponse:
        self._found = {
            "plan": plan,
            "counts": list(plan.counts.items()),
            "shown": plan.problems[:SHOWN],
            "hidden": max(len(plan.problems) - SHOWN, 0),
            "previewed": stored.sha256,
            **self.shown(plan),
        }
        return self.page(form)

    def _taken(self, table: bytes, *, partly: bool) -> HttpResponse:
        plan = self.take(table, partly=partly)
        said = "，".join(f"{name}{count}" for name, count in plan.counts.items() if count)
        self.tell(f"导入完成：{said}。" if plan.acts else self.unchanged)
        return redirect(self.done_url())


def attached(body: bytes, name: str, media_type: str = XLSX) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
