"""Members of a centre, and its policy: the director's pages. Members and letterheads of all centres: an administrator's."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sdzx import policy
from sdzx.accounts import offices, services
from sdzx.accounts.forms import CenterForm, MemberFilter, MemberForm, PolicyForm
from sdzx.accounts.models import Center, Membership
from sdzx.ui.forms import GroundForm
from sdzx.ui.parts import Button, Column
from sdzx.ui.views import EditView, OfficeView, TableView, spread
from sdzx.workflow import Refused


class MembershipState:
    """A membership's badge."""

    def __init__(self, row: Membership) -> None:
        self.tone = "good" if row.is_active else "warning" if row.is_asked else "neutral"
        self.label = "有效" if row.is_active else "待确认" if row.is_asked else "已停用"

    def __str__(self) -> str:
        return self.label


class MembersView(TableView):
    """人员与身份."""

    grants = ("membership.edit",)
    model = Membership
    title = "人员与身份"
    intro = "谁以什么身份使用系统。停用身份不影响其已办理的记录。"
    columns = (
        Column("姓名", "user.name", order="user__name", link=True),
        Column("登录名", "user.username", order="user__username"),
        Column("身份", "get_role_display", order="role"),
        Column("所属", lambda row: row.organization or row.center),
        Column("状态", MembershipState, order="is_active", badge=True),
    )
    order = ("-is_active", "user__name")
    filter_class = MemberFilter

    def records(self) -> Any:
        return services.members_visible_to(self.actor)

    def url_of(self, record: Membership) -> str:
        return reverse("accounts:member-end", args=[record.pk]) if record.is_active else ""

    def actions(self) -> list[Button]:
        return [Button("添加身份", reverse("accounts:member-add"), primary=True)]


class MemberAddView(EditView):
    """添加身份."""

    grants = ("membership.edit",)
    title = "添加身份"
    submit_label = "添加"

    def get_form(self, data: Any = None, files: Any = None) -> MemberForm:
        return MemberForm(data, actor=self.actor)

    def save(self, form: MemberForm) -> str:
        membership, password = services.add_member(by=self.actor, **form.cleaned_data)
        self.tell(f"已添加：{membership.user.name}（{membership.label}）。")
        if password:
            messages.warning(
                self.request, f"初始密码：{password}　只显示这一次，请当面或电话告知本人；首次登录须修改。"
            )
        return self.back_url()

    def back_url(self) -> str:
        return reverse("accounts:members")


class MemberEndView(OfficeView):
    """停用身份, with its reason."""

    grants = ("membership.edit",)

    def page(self, membership: Membership, form: GroundForm, blockers: Any = (), status: int = 200) -> HttpResponse:
        step = {
            "label": "停用身份",
            "danger": True,
            "consequence": "停用后此人不能再以这个身份办理业务，已办理的记录不变。",
        }
        context = {"title": "停用身份", "record_title": f"{membership.user.name}（{membership.label}）", "step": step,
                   "form": form, "blockers": blockers, "back_url": reverse("accounts:members")}  # fmt: skip
        return render(self.request, "ui/step.html", context, status=status)

    def membership(self, pk: int) -> Membership:
        found: Membership = get_object_or_404(services.members_visible_to(self.actor), pk=pk)
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.membership(pk), GroundForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership, form = self.membership(pk), GroundForm(request.POST)
        if not form.is_valid():
            return self.page(membership, form, status=422)
        try:
            services.end_member(membership, by=self.actor, ground=form.cleaned_data["ground"])
        except Refused as refusal:
            return self.page(membership, form, spread(refusal, form), status=422)
        self.tell("身份已停用。")
        return redirect("accounts:members")


class PolicyView(EditView):
    """业务参数: what the regulation leaves to the centre."""

    grants = ("policy.edit",)
    title = "业务参数"
    intro = "规则没有统一规定、由本中心确定的数值。修改后立即生效，已发生的业务不变。"

    def get_form(self, data: Any = None, files: Any = None) -> PolicyForm:
        assert self.actor.center is not None
        return PolicyForm(data, initial=asdict(policy.of(self.actor.center)))

    def save(self, form: PolicyForm) -> str:
        assert self.actor.center is not None
        offices.edit_policy(self.actor.center, by=self.actor, **form.cleaned_data)
        self.tell("业务参数已保存。")
        return reverse("accounts:policy")


class CentersView(TableView):
    """中心信息: the province's and the cities' centres."""

    grants = ("center.edit",)
    model = Center
    title = "中心信息"
    intro = "名称、地址和电话印在文书上，并在公开页面显示。"
    columns = (
        Column("中心", "name", order="code", link=True),
        Column("城市", "city", order="code"),
        Column("人力资源社会保障部门", "bureau_name"),
        Column("地址", "address"),
        Column("咨询电话", "phone"),
    )
    order = ("code",)

    def records(self) -> Any:
        return Center.objects.all()

    def url_of(self, record: Center) -> str:
        return reverse("accounts:center", args=[record.code])


class CenterView(EditView):
    """修改中心信息."""

    grants = ("center.edit",)
    title = "修改中心信息"

    def edited(self) -> Center:
        return get_object_or_404(Center, code=self.kwargs["code"])

    def get_form(self, data: Any = None, files: Any = None) -> CenterForm:
        return CenterForm(data, instance=self.edited())

    def save(self, form: CenterForm) -> str:
        offices.edit_center(self.edited(), by=self.actor, **form.cleaned_data)
        self.tell("中心信息已保存。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("accounts:centers")
