"""Cards in batches, and the public page that a card's QR code opens."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sdzx import clock
from sdzx.documents.errors import UnprintableText
from sdzx.personnel import documents, rules, services
from sdzx.personnel.models import Qualification
from sdzx.personnel.views.register import attached, chosen
from sdzx.ui.views import OfficeView

MOST = 200
PDF = "application/pdf"


class Cards(OfficeView):
    """The valid cards among the filtered ones as a PDF; leaves a trace at each, hence a POST."""

    grants = (services.EDIT,)

    def post(self, request: HttpRequest, uid: Any = None) -> HttpResponse:
        found = chosen(self).filter(uid=uid) if uid else chosen(self)
        if uid and not found.exists():
            raise Http404(str(uid))
        back = reverse("personnel:qualifications:record", args=[uid]) if uid else list_url(request)
        valid = found.valid_on(clock.today()).select_related("person__center", "person__photo")
        held = list(valid.order_by("person__employer_name", "kind", "card_number")[: MOST + 1])
        if not held:
            messages.error(request, "没有可打印的证卡：只打印今日有效的资格。")
            return redirect(back)
        if len(held) > MOST:
            messages.error(request, f"一次最多打印{MOST}张证卡，请用筛选条件缩小范围。")
            return redirect(back)
        try:
            body = documents.cards_pdf(held)
        except UnprintableText as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        services.note_printed(held, by=self.actor)
        return attached(body, "zhengka.pdf", PDF)


def list_url(request: HttpRequest) -> str:
    """The list with the filters of the address."""
    query = request.GET.urlencode()
    return reverse("personnel:list") + (f"?{query}" if query else "")


@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a scanned card counts for today; 404 with an explanation when the code is not ours. No number of a document,
    no phone, no photo: the card in the hand shows the face."""
    held = Qualification.objects.filter(code=code).select_related("person__center").first()
    context: dict[str, Any] = {"held": held}
    if held is not None:
        context["state"], context["tone"] = rules.standing(held, clock.today())
        context["scope"] = documents.scope(held) or "不限"
    return render(request, "personnel/verify.html", context, status=200 if held else 404)
