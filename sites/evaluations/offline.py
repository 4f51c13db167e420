"""What the scoring page asks for in the background, so that it can be filled in without a network.

The page keeps a draft on the phone and sends it here under a key of its own; the same key twice is kept once. Answers:
200 kept, 409 with what is kept now when that is newer than the draft's base, 410 once submitted, 422 with sentences.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sdzx.ui.views import OfficeView
from sdzx.workflow import Refused
from sites.evaluations import services
from sites.evaluations.forms import evaluation_form, initial_of
from sites.evaluations.models import Evaluation
from sites.evaluations.views import own_or_404

LONGEST_KEY = 36


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served from here because its scope is its folder. It says nothing about anybody."""
    return render(request, "sites/evaluations/worker.js", content_type="text/javascript")


def state(evaluation: Evaluation, **more: Any) -> dict[str, Any]:
    """Where the evaluation stands on the server."""
    return {"revision": evaluation.revision, "status": evaluation.status, **more}


def kept_values(evaluation: Evaluation) -> dict[str, str]:
    """The fields as the page has them; photos are sent apart."""
    fields = evaluation_form(evaluation).base_fields
    held = {name: value for name, value in initial_of(evaluation).items() if name != "photos"}
    return {name: str(held.get(name, "")) for name in fields if name != "photos"}


def key_of(data: Mapping[str, Any]) -> str:
    """The key of a save. Raises Refused without one: it could be kept twice."""
    key = str(data.get("key", ""))
    if not 8 <= len(key) <= LONGEST_KEY:
        raise Refused("缺少本次保存的编号，请刷新页面后重试。")
    return key


class Background(OfficeView):
    """Answers in JSON about one's own evaluation."""

    grants = ("evaluation.edit",)

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        evaluation = own_or_404(self.actor, uid)
        try:
            kept = self.keep(evaluation)
        except services.Stale:
            return JsonResponse(state(evaluation, values=kept_values(evaluation)), status=409)
        except services.AlreadySubmitted:
            return JsonResponse(state(evaluation), status=410)
        except Refused as refusal:
            return JsonResponse({"errors": {"": [str(each) for each in refusal.blockers]}}, status=422)
        return kept if isinstance(kept, HttpResponse) else JsonResponse(state(kept))

    def keep(self, evaluation: Evaluation) -> Evaluation | HttpResponse:
        raise NotImplementedError(type(self))


class Draft(Background):
    """GET: the revision, the values and a token to send with. POST: keep what was filled in, without photos."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        evaluation = own_or_404(self.actor, uid)
        answer = JsonResponse(state(evaluation, values=kept_values(evaluation), token=get_token(request)))
        answer["Cache-Control"] = "no-store"
        return answer

    def keep(self, evaluation: Evaluation) -> Evaluation | HttpResponse:
        data = self.request.POST
        form = evaluation_form(evaluation)(data, None, actor=self.actor, evaluation=evaluation)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        base = str(data.get("base", ""))
        return services.save(
            evaluation,
            by=self.actor,
            key=key_of(data),
            base=int(base) if base.isdecimal() else 0,
            **{**form.values(), "photos": None},
        )


class Photo(Background):
    """POST: keep one photo, in `photo`."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        own_or_404(self.actor, uid)
        return HttpResponse(status=405)

    def keep(self, evaluation: Evaluation) -> Evaluation | HttpResponse:
        upload = self.request.FILES.get("photo")
        if upload is None:
            raise Refused("没有收到照片。")
        return services.add_photo(evaluation, by=self.actor, upload=upload, key=key_of(self.request.POST))
