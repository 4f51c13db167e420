"""The checklist's background: an inspection that this person carries out, kept while there is no network."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sites.offline.views import Background, BackgroundDraft, BackgroundPhoto
from sites.oversight.inspections import forms, services
from sites.oversight.inspections.answers import rows_of
from sites.oversight.inspections.models import Inspection
from sites.oversight.inspections.views import inspects_or_404


class Own(Background):
    """An inspection that one carries out."""

    grants = ("inspection.edit",)

    def found(self, uid: Any) -> Inspection:
        return inspects_or_404(self.actor, uid)

    def closed(self, record: Inspection) -> str:
        return f"检查{record.get_status_display()}，本机后来填写的内容没有发送。"

    def values(self, record: Inspection) -> dict[str, str]:
        held = forms.initial_of(rows_of(record), record)
        return {name: value for name, value in held.items() if not name.startswith("photos_")}


class Draft(Own, BackgroundDraft):
    """Answers, remarks, summary."""

    service: ClassVar[Any] = services.save

    def form(self, record: Inspection, data: Mapping[str, Any]) -> Any:
        return forms.checking_form(record)(data, None, actor=self.actor, inspection=record)


class Photo(Own, BackgroundPhoto):
    """The photos of an item: the field is «photos_A1»."""

    service: ClassVar[Any] = services.add_photo

    def place(self, field: str) -> dict[str, Any]:
        return {"code": field.removeprefix("photos_")}
