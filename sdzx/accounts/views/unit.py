"""本单位人员: who acts for one's institution, and who asks to."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx.accounts import joining
from sdzx.accounts.forms import JoinForm
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.accounts.views.members import MembershipState
from sdzx.identifiers import mask_phone
from sdzx.ui.parts import Column
from sdzx.ui.views import EditView, TableView

DECIDERS = (Role.REGISTRAR, Role.SITE, Role.DIRECTOR)


class UnitView(TableView):
    """Everybody who acts for the institution; who waits is on top and leads to the decision."""

    roles = DECIDERS
    model = Membership
    title = "本单位人员"
    intro = "可以代表本单位办理业务的人员。申请加入的，由本单位已有人员或所在市中心确认。"
    columns = (
        Column("姓名", "user.name", order="user__name", link=True),
        Column("单位", "organization.name", order="organization__name"),
        Column("身份", "get_role_display", order="role"),
        Column("状态", MembershipState, order="is_asked", badge=True),
        Column("时间", "created_at", order="created_at"),
    )
    order = ("-is_asked", "id")
    exports = False

    def records(self) -> Any:
        return joining.present(self.actor)

    def url_of(self, record: Membership) -> str:
        return reverse("accounts:unit-join", args=[record.pk]) if record.is_asked else ""


class JoinView(EditView):
    """确认加入单位: who asks, and the decision."""

    roles = DECIDERS
    title = "确认加入单位"
    submit_label = "提交决定"

    def asked(self) -> Membership:
        found: Membership = get_object_or_404(joining.people_of(self.actor), pk=self.kwargs["pk"])
        return found

    def context(self) -> dict[str, Any]:
        asked = self.asked()
        return {
            "intro": f"{asked.user.name}（电话{mask_phone(asked.user.phone)}）申请以“{asked.get_role_display()}”的身份代表"
            f"{asked.organization}办理业务。请先向本人核实。"
        }

    def get_form(self, data: Any = None, files: Any = None) -> JoinForm:
        self.asked()
        return JoinForm(data)

    def save(self, form: JoinForm) -> str:
        asked = self.asked()
        if form.cleaned_data["decision"] == "admit":
            joining.admit(asked, by=self.actor)
            self.tell(f"已同意{asked.user.name}加入。")
        else:
            joining.decline(asked, by=self.actor, ground=form.cleaned_data["ground"])
            self.tell(f"已拒绝{asked.user.name}的申请。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("accounts:unit")
