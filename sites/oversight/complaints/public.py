"""What the public sees: filing, the receipt, following. A person who is signed in is treated as nobody in particular."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sdzx.accounts.actors import VISITOR
from sdzx.audit.services import entries_of
from sdzx.ui.parts import Fact, FactGroup
from sdzx.ui.views import spread
from sdzx.workdays.due import in_list
from sdzx.workflow import Refused
from sites.oversight.complaints import documents, services
from sites.oversight.complaints.forms import ComplaintForm, FollowForm
from sites.oversight.complaints.models import Complaint

S = Complaint.Status
UNKNOWN = "受理编号或查询码不对。请对照回执核对：字母不分大小写，查询码里没有数字0、1和字母O、I、L。"
# What the complainant reads of each entry of the trace; the others are nobody's business.
SAID = {
    "complaint.file": "已收到",
    "complaint.transfer": "已转有管辖权的市中心办理",
    "complaint.accept": "已受理，正在调查",
    "complaint.refuse": "不予受理",
    "complaint.investigate": "调查结束，正在作出结论",
    "complaint.send_back": "正在补充调查",
    "complaint.conclude": "已办结",
    "complaint.tell": "办理结果已发送到您留下的联系方式",
}


@method_decorator(never_cache, name="dispatch")
class FileView(View):
    """The form, and after it the receipt in the same answer: the code is shown this once and kept nowhere."""

    def page(self, form: Any, blockers: Any = (), status: int = 200) -> HttpResponse:
        context = {"title": "投诉举报", "form": form, "blockers": blockers, "submit_label": "提交"}
        return render(self.request, "sites/oversight/complaints/file.html", context, status=status)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(ComplaintForm(actor=VISITOR, initial={"site": request.GET.get("site")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ComplaintForm(request.POST, request.FILES, actor=VISITOR)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            receipt = services.file_complaint(by=VISITOR, **form.values())
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        context = {
            "title": "已收到您的投诉举报",
            "complaint": receipt.complaint,
            "code": documents.spaced(receipt.code),
            "token": documents.slip_token(receipt),
        }
        return render(request, "sites/oversight/complaints/receipt.html", context)


@never_cache
@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """The receipt as a PDF, for an hour after filing."""
    receipt = documents.receipt_of(request.POST.get("token", ""))
    if receipt is None:
        context = {
            "title": "回执已不能打印",
            "sentence": "回执只能在提交后1小时内打印。受理编号和查询码如已记下，可以直接查询办理结果。",
        }
        return render(request, "sites/oversight/complaints/gone.html", context, status=410)
    headers = {"Content-Disposition": f'attachment; filename="{receipt.complaint.number}.pdf"'}
    return HttpResponse(documents.slip_pdf(receipt), content_type="application/pdf", headers=headers)


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """How a complaint stands. Number and code travel in the body, never in the address."""
    form = FollowForm(request.POST) if request.method == "POST" else FollowForm()
    found = None
    if form.is_bound and form.is_valid():
        found = services.followed(*(services.cleaned(form.cleaned_data[name]) for name in ("number", "code")))
        if found is None:
            form.add_error("code", UNKNOWN)
    context: dict[str, Any] = {"title": "查询办理结果", "form": form, "submit_label": "查询"}
    if found is not None:
        context |= {"complaint": found, "groups": [standing(found)], "timeline": timeline(found)}
    return render(request, "sites/oversight/complaints/follow.html", context, status=422 if form.errors else 200)


def timeline(complaint: Complaint) -> list[tuple[Any, str]]:
    """When and what, oldest first; by whom stays inside."""
    return [(entry.at, SAID[entry.verb]) for entry in entries_of(complaint) if entry.verb in SAID]


def standing(complaint: Complaint) -> FactGroup:
    """The state in words, until when, and the outcome."""
    facts = [
        Fact("受理编号", complaint.number),
        Fact("办理中心", complaint.center.name),
        Fact("状态", complaint.get_status_display()),
    ]
    if complaint.center.phone:
        facts.insert(2, Fact("咨询电话", complaint.center.phone))
    if complaint.is_open:
        facts.append(Fact("办结期限", in_list(complaint.due_on, timezone.localdate(complaint.created_at))))
    if complaint.status == S.NOT_ACCEPTED:
        facts.append(Fact("不予受理的理由", complaint.refusal, wide=True))
    if complaint.status == S.CONCLUDED:
        facts += [Fact("结论", complaint.get_result_display()), Fact("答复", complaint.answer, wide=True)]
    return FactGroup("", tuple(facts))
