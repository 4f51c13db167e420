"""A new design, the whole look of one with a row for each slot, and a printer's calibration."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from certificates.designs import samples
from certificates.designs.layout import LONGEST, PAPERS, SHORTEST, SLOTS, Placed, Slot
from certificates.designs.models import FURTHEST, Design
from certificates.designs.rules import LARGEST_TYPE, SMALLEST_TYPE
from certificates.designs.services import Look
from sdzx.accounts.actors import Actor
from sdzx.files.accept import ARTWORK, PHOTO
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.ui.forms import PlainForm

OTHER = "other"
TURNS = (("landscape", "横向"), ("portrait", "纵向"))
ALIGNS = (("left", "左"), ("center", "中"), ("right", "右"))


class NewForm(PlainForm, forms.Form):
    """How and on what paper a design prints, and what it begins with; its look comes after."""

    kind = forms.ChoiceField(label="打印方式", choices=Design.Kind.choices, widget=forms.RadioSelect)
    paper = forms.ChoiceField(
        label="纸张", choices=[*((name, f"{name}（{short}×{long}毫米）") for name, (short, long) in PAPERS.items()), (OTHER, "其他尺寸")]
    )  # fmt: skip
    turn = forms.ChoiceField(label="方向", choices=TURNS, initial="landscape")
    width = forms.IntegerField(
        label="纸宽（毫米）", min_value=SHORTEST, max_value=LONGEST, required=False, help_text="选“其他尺寸”时填写。"
    )
    height = forms.IntegerField(
        label="纸高（毫米）", min_value=SHORTEST, max_value=LONGEST, required=False, help_text="选“其他尺寸”时填写。"
    )
    start = forms.ModelChoiceField(
        Design.objects.none(), label="以哪一版为起点", required=False, empty_label="默认版面",
        help_text="纸张尺寸相同时连同各项位置一起复制。",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].queryset = Design.objects.visible_to(actor).select_related("center").order_by("-id")

    def clean(self) -> dict[str, Any]:
        """Another size is given by both sides."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("paper") == OTHER:
            for name, label in (("width", "纸宽"), ("height", "纸高")):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, f"请填写{label}。")
        return data

    def page(self) -> tuple[int, int]:
        """Width and height in millimetres."""
        data = self.cleaned_data
        if data["paper"] == OTHER:
            return data["width"], data["height"]
        short, long = PAPERS[data["paper"]]
        return (long, short) if data["turn"] == "landscape" else (short, long)


def _millimetres(label: str, **options: Any) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(
        label=label, min_value=0, max_value=LONGEST, max_digits=4, decimal_places=1, widget=widget, **options
    )


class SlotForm(PlainForm, forms.Form):
    """Where one slot stands and how it is set; a picture has no type, only a text has words before it."""

    shown = forms.BooleanField(label="印出", required=False)
    x = _millimetres("左")
    y = _millimetres("上")
    width = _millimetres("宽")
    height = _millimetres("高")
    size = forms.DecimalField(
        label="字号", min_value=Decimal(SMALLEST_TYPE), max_value=Decimal(LARGEST_TYPE), max_digits=4, decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    align = forms.ChoiceField(label="对齐", choices=ALIGNS)
    label = forms.CharField(label="前置文字", max_length=12, required=False, strip=False)
    lead = _millimetres("前置文字占宽")
    line = forms.BooleanField(label="底线", required=False)

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot = slot
        kept = {"shown", "x", "y", "width", "height"}
        if slot.kind == "text":
            kept |= {"size", "align"} if slot.fixed else {"size", "align", "label", "lead", "line"}
        elif slot.kind == "code":
            kept |= {"label"}
            self.fields["label"].label = "下方文字"
        for name in set(self.fields) - kept:
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{slot.label}：{field.label}"
            field.label = f"{slot.label}：{field.label}" if name != "shown" else field.label

    def placed(self) -> Placed:
        """What the layout keeps of a valid row."""
        data = {
            name: float(value) if isinstance(value, Decimal) else value for name, value in self.cleaned_data.items()
        }
        if self.slot.kind == "text":
            data = {"label": "", "lead": 0.0, "line": False, **data}
        return Placed(**data)  # type: ignore[typeddict-item]  # the form's fields are its keys


def plain(placed: Placed) -> dict[str, Any]:
    """What a row begins with: whole millimetres without a point."""
    return {name: f"{value:g}" if isinstance(value, float) else value for name, value in placed.items()}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows as the summary of errors reads a formset."""

    forms: list[SlotForm]

    @property
    def is_bound(self) -> bool:
        return any(row.is_bound for row in self.forms)

    def non_form_errors(self) -> list[str]:
        """None of the table as a whole: what rules say of it stands beside the preview."""
        return []


class DesignForm(KeptFilesMixin, PlainForm, forms.Form):
    """The whole look of a draft. Valid when it and all its rows are."""

    art = forms.ChoiceField(label="底图", choices=Design.Art.choices)
    palette = forms.ChoiceField(label="颜色", choices=Design.Palette.choices)
    background = KeptFileField(accept=ARTWORK, label="上传底图", required=False)
    seal = KeptFileField(accept=PHOTO, label="印章图片", required=False)
    without_seal = forms.BooleanField(label="不用印章图片，打印后盖章", required=False)
    title = forms.CharField(label="证书标题", max_length=30, required=False)
    statement = forms.CharField(
        label="颁证用语", max_length=120, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如：为什么要换一版。")

    PLAIN = ("art", "palette", "title", "statement", "note")

    def __init__(self, data: Any = None, files: Any = None, *, design: Design, actor: Actor) -> None:
        initial = {name: getattr(design, name) for name in (*self.PLAIN, "background", "seal")}
        super().__init__(data, files, initial=initial, actor=actor)
        self.design = design
        self.fields["background"].help_text = "JPEG、PNG、SVG或一页的PDF，宽高比与纸张相同；SVG中的文字先转为曲线。"
        self.fields["seal"].help_text = "JPEG或PNG，短边至少200像素；白底自动变为透明。"
        if design.is_overlay:
            for name in ("art", "palette", "background", "seal", "without_seal", "title", "statement"):
                del self.fields[name]
        self.rows = {
            key: SlotForm(data, prefix=key, slot=slot, initial=plain(design.fields[key]))
            for key, slot in SLOTS.items()
            if not (design.is_overlay and slot.fixed)
        }

    @property
    def all_rows(self) -> Rows:
        return Rows(list(self.rows.values()))

    def is_valid(self) -> bool:
        """All are looked at, so that all errors show at once."""
        return all([super().is_valid(), *(row.is_valid() for row in self.rows.values())])

    def look(self) -> Look:
        """What the service takes; of an overlay what its page does not ask stays as it was."""
        data, design = self.cleaned_data, self.design
        words = {name: data.get(name, getattr(design, name)) for name in self.PLAIN}
        return Look(
            **words,  # type: ignore[typeddict-item]  # PLAIN are keys of Look
            fields={**design.fields, **{key: row.placed() for key, row in self.rows.items()}},
            background=data.get("background", design.background),
            seal=None if data.get("without_seal") else data.get("seal", design.seal),
        )


class SampleForm(PlainForm, forms.Form):
    """Which made-up certificate a preview shows."""

    sample = forms.ChoiceField(label="示例", choices=[(key, label) for key, (label, _) in samples.NAMES.items()])


class CalibrationForm(PlainForm, forms.Form):
    """What was measured on the test sheet of a printer."""

    printer = forms.CharField(
        label="打印机", max_length=40, help_text="打印机的名称，如“证书室HP M401”。已校准过的填相同的名称。"
    )
    right = forms.DecimalField(
        label="向右移动（毫米）", max_digits=4, decimal_places=1, min_value=-FURTHEST, max_value=FURTHEST,
        help_text="印得偏左时填正数，偏右时填负数。", widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    down = forms.DecimalField(
        label="向下移动（毫米）", max_digits=4, decimal_places=1, min_value=-FURTHEST, max_value=FURTHEST,
        help_text="印得偏上时填正数，偏下时填负数。", widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
