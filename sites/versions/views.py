"""The pages of a list in versions: all of them, one with its rows, a new one, a draft changed."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx.ui import tables
from sdzx.ui.parts import Button, Column
from sdzx.ui.views import EditView, RecordView, TableView
from sdzx.workflow import Blocker
from sites.versions import services


def office(version: Any) -> str:
    """Whose it is."""
    return version.center.name if version.center else "全省统一"


NAME = Column("名称", "name", link=True)
NUMBER = Column("版本", "version", order="version", number=True)
OFFICE = Column("制定单位", office)
STATUS = Column("状态", "get_status_display", order="status", badge=True)


class VersionList(TableView):
    """Every version, the newest first. `SPACE` is the namespace of the addresses."""

    SPACE: ClassVar[str]
    related = ("center",)
    order = ("center", "-version")

    def actions(self) -> list[Button]:
        kind: Any = self.model
        may = self.actor.may(f"{kind.FLOW}.edit")
        return [Button("新建版本", reverse(f"{self.SPACE}:new"), primary=True)] if may else []


class VersionRecord(RecordView):
    """A version with its rows: `ROWS` are their columns, under the heading `CAPTION`."""

    SPACE: ClassVar[str]
    ROWS: ClassVar[Sequence[Column]]
    CAPTION: ClassVar[str]
    rows_of: ClassVar[Callable[[Any], Sequence[Any]]]
    obstacles: ClassVar[Callable[[Any], list[Blocker]]]
    related = ("center",)
    template = "sites/versions/record.html"

    def blockers(self, record: Any) -> Sequence[Blocker]:
        return type(self).obstacles(record) if record.status == "draft" else ()

    def links(self, record: Any) -> Sequence[Button]:
        mine = self.actor.may(f"{record.FLOW}.edit") and record.center == services.owner_of(self.actor)
        return (
            [Button("修改", reverse(f"{self.SPACE}:edit", args=[record.uid]))]
            if mine and record.status == "draft"
            else []
        )

    def more(self, record: Any) -> dict[str, Any]:
        return {"items": tables.build(self.ROWS, type(self).rows_of(record), caption=self.CAPTION)}


class VersionNew(EditView):
    """The next version, filled from the one that this office uses now."""

    MODEL: ClassVar[Any]
    FORM: ClassVar[Any]
    SPACE: ClassVar[str]
    CAPTION: ClassVar[str]
    intro = "保存为草稿，核对后启用。"
    template = "sites/versions/form.html"

    def base(self) -> Any:
        """What the form is filled from; None when nothing is in use."""
        used = self.MODEL.objects.visible_to(self.actor).filter(status="in_use")
        return used.filter(center=services.owner_of(self.actor)).first() or used.filter(center=None).first()

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return self.FORM(data, version=self.base())

    def context(self) -> dict[str, Any]:
        return {"caption": self.CAPTION, "add_label": f"再加一项{self.CAPTION}"}

    def save(self, form: Any) -> str:
        made = services.create(self.MODEL, by=self.actor, **form.values())
        self.tell(f"已新建{made}，核对后启用。")
        return reverse(f"{self.SPACE}:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse(f"{self.SPACE}:list")


class VersionEdit(VersionNew):
    """Change a draft of one's own office."""

    def base(self) -> Any:
        found = get_object_or_404(self.MODEL.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        if found.center != services.owner_of(self.actor):
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A version that was put in use is read, not changed."""
        if self.base().status != "draft":
            return redirect(self.back_url())
        return super().get(request, **kwargs)

    def save(self, form: Any) -> str:
        services.edit(self.base(), by=self.actor, **form.values())
        self.tell("已保存。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse(f"{self.SPACE}:record", args=[self.kwargs["uid"]])
