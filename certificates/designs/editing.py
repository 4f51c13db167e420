"""The preview beside the editor: what the form says now, printed with made-up facts, and what is wrong with it."""

import base64
from dataclasses import replace
from typing import Any

from certificates.designs import samples, services, sheets
from certificates.designs.forms import DesignForm
from certificates.designs.models import Design
from sdzx.documents.errors import RenderError, UnprintableText
from sdzx.workflow import Blocker

DPI = 80  # of the picture: as wide as its column, and quick


def preview(design: Design, form: DesignForm | None, which: str) -> dict[str, Any]:
    """The context of `_preview.html`: a picture, or why there is none; and what stands between the look and its use.

    `form` is None, unbound (the look as it is saved) or bound; pictures that were not saved yet are not in it.
    """
    which = which if which in samples.NAMES else "ordinary"
    context: dict[str, Any] = {"which": which, "samples": [(key, label) for key, (label, _) in samples.NAMES.items()]}
    if form is not None and form.is_bound:
        if not form.is_valid():
            return {**context, "unreadable": True}
        design = unsaved(design, form)
    unfit = [replace(each, url=f"#slot_{each.field}" if each.field else "") for each in services.obstacles(design)]
    return {**context, "unfit": unfit, **_picture(design, which)}


def unsaved(design: Design, form: DesignForm) -> Design:
    """The design as the valid form would have it, not to be saved; its pictures are those saved before."""
    look = form.look()
    for name in ("art", "palette", "title", "statement", "fields"):
        setattr(design, name, look[name])
    if form.cleaned_data.get("without_seal"):
        design.seal = None
    return design


def _picture(design: Design, which: str) -> dict[str, Any]:
    try:
        body = sheets.preview_png(design, which, dpi=DPI)
    except (UnprintableText, RenderError) as error:
        return {"failed": [Blocker(str(error))]}
    return {"picture": f"data:image/png;base64,{base64.b64encode(body).decode('ascii')}"}
