"""The only way to a stored file from outside: through its registered readers."""

import io
import uuid
from typing import IO

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sdzx.accounts.actors import Actor
from sdzx.audit.services import record
from sdzx.files.access import is_sensitive, may_read
from sdzx.files.media import PDF
from sdzx.files.models import StoredFile
from sdzx.files.services import ContentMissing, content


@require_safe
def download(request: HttpRequest, uid: uuid.UUID) -> HttpResponse | FileResponse:
    """Send the file; `?inline=1` shows images and PDFs in the browser. 404 when no reader lets this person."""
    stored = get_object_or_404(StoredFile, uid=uid)
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not may_read(actor, stored):
        raise Http404
    source = _opened(stored)
    if is_sensitive(stored):
        with transaction.atomic():
            record(by=actor, verb="file.read", label="查看文件", subject=stored, after={"sha256": stored.sha256})
    shown = "inline" in request.GET and (stored.is_image or stored.media_type == PDF)
    response = FileResponse(source, as_attachment=not shown, filename=stored.name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    if shown and stored.media_type == PDF:  # our review pages show it in a frame
        response["X-Frame-Options"] = "SAMEORIGIN"
        response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]  # as csp_replace() does
    if stored.media_type != PDF:
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _opened(stored: StoredFile) -> IO[bytes]:
    try:
        return io.BytesIO(content(stored)) if stored.sealed or stored.erased_at else stored.path.open("rb")
    except (ContentMissing, FileNotFoundError) as error:
        raise Http404("the content is gone") from error
