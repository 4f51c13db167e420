"""Uploads one by one, each with its progress and its own answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from sdzx.workflow import Refused
from sites.applications import forms
from sites.applications.editing import SectionPage
from sites.applications.entry import services
from sites.applications.entry.building import KINDS


class UploadView(SectionPage):
    """POST `field` and `file`: 200, or 422 with the sentences of the refusal."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.found()
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        name, upload = request.POST.get("field", ""), request.FILES.get("file")
        field: Any = forms.AttachmentsForm.base_fields.get(name)
        if field is None or upload is None:
            return JsonResponse({"problems": ["没有收到文件，请重新选择。"]}, status=422)
        try:
            services.attach(
                self.application,
                by=self.actor,
                kind=str(KINDS[name]),
                upload=upload,
                accept=field.accept,
                limit=field.limit,
            )
        except Refused as refusal:
            return JsonResponse({"problems": [each.sentence for each in refusal.blockers]}, status=422)
        return JsonResponse({})
