"""The scoring page's background: an expert's own evaluation, kept while there is no network."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sites.evaluations import services
from sites.evaluations.forms import evaluation_form, initial_of
from sites.evaluations.models import Evaluation
from sites.evaluations.views import own_or_404
from sites.offline.views import Background, BackgroundDraft, BackgroundPhoto

CLOSED = {
    Evaluation.Status.RECUSED: "您已退出本次评估，本机填写的内容没有发送。",
    Evaluation.Status.REPLACED: "您已不在本次专家组，本机填写的内容没有发送。",
}


class Own(Background):
    """One's own evaluation."""

    grants = ("evaluation.edit",)

    def found(self, uid: Any) -> Evaluation:
        return own_or_404(self.actor, uid)

    def closed(self, record: Evaluation) -> str:
        return CLOSED.get(Evaluation.Status(record.status), "评估已提交，本机后来填写的内容没有发送。")

    def values(self, record: Evaluation) -> dict[str, str]:
        fields = evaluation_form(record).base_fields
        held = {name: value for name, value in initial_of(record).items() if name != "photos"}
        return {name: str(held.get(name, "")) for name in fields if name != "photos"}


class Draft(Own, BackgroundDraft):
    """Marks, remarks, verdicts, comment."""

    service: ClassVar[Any] = services.save

    def form(self, record: Evaluation, data: Mapping[str, Any]) -> Any:
        return evaluation_form(record)(data, None, actor=self.actor, evaluation=record)


class Photo(Own, BackgroundPhoto):
    """The photos of the visit."""

    service: ClassVar[Any] = services.add_photo
