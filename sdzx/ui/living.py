"""The living page: every component with sample values, in the demo and in tests only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sdzx.ui import samples


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """All components on one page. Http404 in production."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "ui/components.html", samples.context())
