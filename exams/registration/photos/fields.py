"""The photo in a form: a file that is kept, a frame that is moved on the screen, a camera where there is one."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from exams.registration.photos.frame import Frame, parsed
from sdzx.files.accept import PORTRAIT
from sdzx.files.forms import KeptFileField
from sdzx.files.widgets import KeptFileInput
from sdzx.policy import Policy


class PhotoInput(KeptFileInput):
    """The file input with its frame. `numbers` has the centre's size; without JavaScript it is a plain file input."""

    template_name = "exams/registration/photo.html"
    numbers = Policy()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        size = urlencode({"photo_width": self.numbers.photo_width, "photo_height": self.numbers.photo_height})
        context["widget"] |= {
            "least_width": self.numbers.photo_width,
            "least_height": self.numbers.photo_height,
            "upload_url": f"{reverse('registration:photo')}?{size}",
        }
        return context


class PhotoField(KeptFileField):
    """A portrait of any reasonable size and format."""

    widget = PhotoInput

    def __init__(self, **kwargs: Any) -> None:
        size = PORTRAIT.limit // 2**20
        kwargs.setdefault(
            "help_text",
            f"近期正面免冠彩色照片，白色或浅色背景。手机照片即可（JPEG、PNG、WebP、HEIC，不超过{size}MB），系统自动转正和裁剪。",
        )
        super().__init__(accept=PORTRAIT, **kwargs)


class FrameField(forms.CharField):
    """Cleans to a Frame, or None where the browser sent none: then the server cuts about the middle."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=100)

    def clean(self, value: Any) -> Frame | None:
        return parsed(super().clean(value))
