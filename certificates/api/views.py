"""The province's pages about the keys of the verification interface."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from certificates.api import services
from certificates.api.forms import KeyForm
from certificates.api.interface import HEADER, PER_MINUTE
from certificates.api.models import ApiKey
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView, spread
from sdzx.workflow import Refused

READERS = (Role.PROVINCE,)


class KeyList(TableView):
    """Every key, the newest first; of its text only the beginning."""

    model = ApiKey
    title = "接口密钥"
    intro = f"核验接口不用密钥每分钟可查{PER_MINUTE}次；经常批量核验的单位凭密钥查询。密钥只在发放时显示一次。"
    roles = READERS
    related = ("issued_by",)
    columns = (
        Column("使用单位", "holder", order="holder", link=True),
        Column("密钥开头", "prefix"),
        Column("每分钟次数", "per_minute", order="per_minute"),
        Column("发放人", "issued_by"),
        Column("发放时间", "created_at", order="created_at"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有发放密钥", "合作单位申请后在这里发放。")

    def actions(self) -> list[Button]:
        return [Button("发放密钥", reverse("api_keys:new"), primary=True)]


class KeyRecord(RecordView):
    """Whose key it is."""

    model = ApiKey
    roles = READERS
    related = ("issued_by",)

    def groups(self, record: ApiKey) -> Sequence[FactGroup]:
        return [
            FactGroup(
                "密钥",
                (
                    Fact("使用单位", record.holder), Fact("联系人", record.contact), Fact("密钥开头", record.prefix),
                    Fact("每分钟次数", record.per_minute), Fact("发放人", record.issued_by), Fact("发放时间", record.created_at),
                ),
            )
        ]  # fmt: skip


class KeyStep(StepView):
    """Stop a key."""

    model = ApiKey
    actions: ClassVar = {"revoke": Action(services.revoke, done="密钥已停用。")}


@method_decorator(never_cache, name="dispatch")
class KeyNew(EditView):
    """Issue a key. Its text stands on the answer to this one request and nowhere else."""

    title = "发放密钥"
    intro = "密钥只在发放后显示一次，系统只保存它的散列。"
    submit_label = "发放"
    grants = ("api_key.issue",)

    def get_form(self, data: Any = None, files: Any = None) -> KeyForm:
        return KeyForm(data)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            made, key = services.issue(by=self.actor, **form.cleaned_data)
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        context = {"made": made, "key": key, "header": HEADER}
        return render(request, "certificates/api/issued.html", context)

    def back_url(self) -> str:
        return reverse("api_keys:list")
