"""A record's documents: the frozen copy where there is one, else made on the spot; for those who may open the record."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx.accounts.scope import visible
from sdzx.files.models import StoredFile
from sdzx.ui.views import OfficeView

Made = StoredFile | bytes | None


class PrintView(OfficeView):
    """`kinds` says what each document is made from: a stored file, bytes of a PDF, or None where there is none yet (404)."""

    model: ClassVar[type[models.Model]]
    related: ClassVar[Sequence[str]] = ()
    kinds: ClassVar[Mapping[str, Callable[[Any], Made]]]

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        record = get_object_or_404(visible(self.model, self.actor).select_related(*self.related), uid=uid)
        made = self.kinds[kind](record) if kind in self.kinds else None
        if made is None:
            raise Http404(kind)
        if isinstance(made, StoredFile):
            return redirect(f"{reverse('files:download', args=[made.uid])}?inline=1")
        headers = {"Content-Disposition": f'inline; filename="{kind}.pdf"'}
        return HttpResponse(made, content_type="application/pdf", headers=headers)
