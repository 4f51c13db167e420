"""Public pages: the lookup, the target of the QR code, the check of a signed PDF, the photo beside them. No account, no session, no cookie.

They are exempt from the CSRF check: nobody is signed in here and nothing is changed, so there is nothing to forge.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates.electronic.verification import verify_pdf
from certificates.lookup import pages, photos, services
from certificates.lookup.forms import FileForm, LookupForm


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Any two of three facts. Facts travel in the body, never in the address, so that no log keeps them."""
    form = LookupForm(request.POST) if request.method == "POST" else LookupForm()
    asked = form.is_bound and form.is_valid()
    if asked and (found := services.find(**form.cleaned_data)):
        return pages.about("certificates/lookup/found.html", found)
    context = {"form": form, "asked": asked, "reasons": services.REASONS, "not_found": services.NOT_FOUND}
    return pages.response("certificates/lookup/lookup.html", context, 422 if form.errors else 200)


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a scanned certificate says; 404 with an explanation when the code is not ours."""
    certificate = services.verify(code)
    return pages.about("certificates/lookup/verify.html", [certificate]) if certificate else pages.unknown()


@never_cache
@require_safe
def photo(request: HttpRequest, token: str) -> HttpResponse:
    """The photo of a page that was just shown; other sites cannot embed it."""
    body = photos.picture(token)
    if body is None:
        return HttpResponse(status=404)
    return HttpResponse(body, content_type="image/jpeg", headers={"Cross-Origin-Resource-Policy": "same-origin"})


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """A signed PDF: is it ours, is it unchanged, and does its certificate stand? Nothing of it is kept."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    verdict = verify_pdf(form.cleaned_data["file"]) if form.is_bound and form.is_valid() else None
    certificate = services.verify(verdict.certificate.code) if verdict and verdict.certificate else None
    article = pages.article(certificate) if certificate else ""
    context = {"form": FileForm() if verdict else form, "verdict": verdict, "article": article}
    return pages.response("certificates/lookup/file.html", context, 422 if form.errors else 200)
