"""File inputs that show what has been received already and carry it on in signed hidden tokens."""

from dataclasses import dataclass, field
from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from sdzx.files.models import StoredFile


@dataclass(slots=True)
class Submitted:
    """What one submission says about the field; `kept` is filled when the field is cleaned."""

    uploads: list[UploadedFile] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    dropped: frozenset[str] = frozenset()
    kept: list[StoredFile] = field(default_factory=list)


class KeptFileInput(forms.FileInput):
    """One file. The value to show is a list of pairs: a StoredFile, and its token (empty for the stored initial)."""

    template_name = "ui/kept_file.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self._submitted: dict[str, Submitted] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied = super().__deepcopy__(memo)
        copied._submitted = {}
        return copied

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Submitted:
        """One and the same object for the whole life of the form: cleaning notes in it what was received."""
        if name not in self._submitted:
            uploads = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
            self._submitted[name] = Submitted(
                uploads=[each for each in uploads if each],
                tokens=[each for each in _listed(data, f"{name}-kept") if each],
                dropped=frozenset(_listed(data, f"{name}-drop")),
            )
        return self._submitted[name]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        lines = [_line(stored, token) for stored, token in value or ()]
        context["widget"].update(self._shown(name, lines))
        return context

    def _shown(self, name: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
        kept = lines[0] if lines else None
        return {"kept": kept, "kept_name": f"{name}-kept", "kept_token": kept["token"] if kept else ""}


class KeptFilesInput(KeptFileInput):
    """Several files, each of which can be taken out again."""

    template_name = "files/kept_files.html"
    allow_multiple_selected = True

    def _shown(self, name: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
        return {"kept_files": lines, "kept_name": f"{name}-kept", "drop_name": f"{name}-drop"}


def _listed(data: Any, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return [str(each) for each in data.getlist(name)]
    held = data.get(name, [])
    return [held] if isinstance(held, str) else list(held)


def _line(stored: StoredFile, token: str) -> dict[str, Any]:
    opens = not token or stored.uploaded_by_id is not None  # a visitor's draft opens for nobody
    return {
        "name": stored.name,
        "size": stored.size,
        "uid": str(stored.uid),
        "token": token,
        "url": reverse("files:download", args=[stored.uid]) if opens else "",
    }
