"""What a page that is filled in at a site (static/js/offline.js) asks for in the background.

The page keeps a draft on the phone and sends it here under a key of its own; the same key twice is kept once. Answers:
200 kept, 409 with what is kept now when that is newer than the draft's base, 410 when it is closed, 422 with sentences.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sdzx.ui.views import OfficeView
from sdzx.workflow import Refused
from sites.offline.saves import NoLongerOpen, Stale, base_of, key_of


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served from the pages' own folder, which is its scope. It says nothing about anybody."""
    return render(request, "sites/offline/worker.js", content_type="text/javascript")


def state(record: Any, **more: Any) -> dict[str, Any]:
    """Where the record stands on the server."""
    return {"revision": record.revision, "status": record.status, **more}


class Background(OfficeView):
    """Answers in JSON about a record that this person fills in; it has `revision`, `status` and `save_key`."""

    def found(self, uid: Any) -> Any:
        """The record, open or not. Raises Http404 for somebody else's."""
        raise NotImplementedError(type(self))

    def closed(self, record: Any) -> str:
        """What the person is told when nothing can be saved any more."""
        raise NotImplementedError(type(self))

    def values(self, record: Any) -> dict[str, str]:
        """The fields as the page has them; photos are sent apart."""
        raise NotImplementedError(type(self))

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        record = self.found(uid)
        try:
            kept = self.keep(record)
        except Stale:
            return JsonResponse(state(record, values=self.values(record)), status=409)
        except NoLongerOpen:
            return JsonResponse(state(record, sentence=self.closed(record)), status=410)
        except Refused as refusal:
            return JsonResponse({"errors": {"": [str(each) for each in refusal.blockers]}}, status=422)
        return kept if isinstance(kept, HttpResponse) else JsonResponse(state(kept))

    def keep(self, record: Any) -> Any:
        raise NotImplementedError(type(self))


class BackgroundDraft(Background):
    """GET: the revision, the values and a token to send with. POST: keep what was filled in, without photos."""

    service: ClassVar[Any]

    def form(self, record: Any, data: Mapping[str, Any]) -> Any:
        """The page's form with what was sent."""
        raise NotImplementedError(type(self))

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        record = self.found(uid)
        answer = JsonResponse(state(record, values=self.values(record), token=get_token(request)))
        answer["Cache-Control"] = "no-store"
        return answer

    def keep(self, record: Any) -> Any:
        data = self.request.POST
        form = self.form(record, data)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        values = {**form.values(), "photos": None, "key": key_of(data), "base": base_of(data) or 0}
        return type(self).service(record, by=self.actor, **values)


class BackgroundPhoto(Background):
    """POST: keep one photo, in `photo`, for the file field that `field` names."""

    service: ClassVar[Any]

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        self.found(uid)
        return HttpResponse(status=405)

    def place(self, field: str) -> dict[str, Any]:
        """What the service wants to know about the field."""
        return {}

    def keep(self, record: Any) -> Any:
        data, upload = self.request.POST, self.request.FILES.get("photo")
        if upload is None:
            raise Refused("没有收到照片。")
        place = self.place(str(data.get("field", "")))
        return type(self).service(record, by=self.actor, upload=upload, key=key_of(data), **place)
