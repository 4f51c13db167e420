"""Public pages: the lookup and the target of the QR code. No account, no session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from certificates.lookup import services
from certificates.lookup.forms import LookupForm

REASONS = (
    "输入有误：请核对证书上的编号、姓名和证件号码，包括生僻字和间隔号。",
    "成绩刚刚确认：证书编号当日生效，请稍后再查。",
    "不在本系统查询范围：本页只能查询本省通过本系统考核发放的专项职业能力证书。",
)


@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """Any two of three facts. Facts travel in the body, never in the address, so that no log keeps them."""
    form = LookupForm(request.POST) if request.method == "POST" else LookupForm()
    found, asked = [], False
    if form.is_bound and form.is_valid():
        asked = True
        found = services.find(**form.cleaned_data)
    context = {"form": form, "found": found, "asked": asked, "reasons": REASONS}
    return render(request, "certificates/lookup/lookup.html", context, status=422 if form.errors else 200)


@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a scanned certificate says; 404 with an explanation when the code is not ours."""
    certificate = services.verify(code)
    context = {"certificate": certificate}
    return render(request, "certificates/lookup/verify.html", context, status=200 if certificate else 404)
