"""What a field says of wrong input, in plain words; nothing that the framework says of its own is shown to anybody.

What a form's author wrote stays: only the framework's own sentences give way. Their codes and parameters are Django's.
"""

from collections.abc import Mapping
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet

# Limits, said by validators of any field.
LIMITS: Mapping[str, str] = {
    "max_length": "最多%(limit_value)d个字，现在是%(show_value)d个字。",
    "min_length": "至少%(limit_value)d个字，现在是%(show_value)d个字。",
    "min_value": "不能小于%(limit_value)s。",
    "max_value": "不能大于%(limit_value)s。",
    "step_size": "应为%(limit_value)s的倍数。",
    "max_digits": "最多%(max)s位数字。",
    "max_decimal_places": "最多%(max)s位小数。",
    "max_whole_digits": "整数部分最多%(max)s位。",
    "null_characters_not_allowed": "有不能识别的字符，请删去后重新填写。",
    "unique": "%(field_label)s已经有相同的，不能重复。",
}
CHOICE = "没有这个选项，请重新选择。"
DAY = "请填写日期，如2026-03-09。"
TIME = "请填写时间，如09:30。"
# Kinds of field, the more special first; a kind's own words for a limit go before the common ones.
KINDS: Mapping[type[forms.Field], Mapping[str, str]] = {
    forms.FloatField: {"invalid": "请填写数字。"},
    forms.DecimalField: {"invalid": "请填写数字。"},
    forms.IntegerField: {"invalid": "请填写整数。"},
    forms.SplitDateTimeField: {"invalid_date": DAY, "invalid_time": TIME},
    forms.DateTimeField: {"invalid": "请填写日期和时间，如2026-03-09 09:30。"},
    forms.DateField: {"invalid": DAY},
    forms.TimeField: {"invalid": TIME},
    forms.EmailField: {"invalid": "请填写正确的电子邮箱，如name@example.com。"},
    forms.URLField: {"invalid": "请填写正确的网址，如https://example.com/。"},
    forms.UUIDField: {"invalid": "编号不对，请从列表中重新选择。"},
    forms.RegexField: {"invalid": "填写的格式不对，请检查后重新填写。"},
    forms.SlugField: {"invalid": "只能填写字母、数字、下划线和连字符。"},
    forms.ModelMultipleChoiceField: {"invalid_choice": CHOICE, "invalid_list": CHOICE, "invalid_pk_value": CHOICE},
    forms.MultipleChoiceField: {"invalid_choice": CHOICE, "invalid_list": CHOICE},
    forms.ChoiceField: {"invalid_choice": CHOICE},
    forms.FileField: {
        "invalid": "没有收到文件，请重新选择。",
        "missing": "没有收到文件，请重新选择。",
        "empty": "文件是空的，请重新选择。",
        "max_length": "文件名最多%(max)d个字，现在是%(length)d个字。",
        "contradiction": "请选择上传新文件，或者勾选移除，不要两样都选。",
        "invalid_image": "这不是能识别的图片，请重新选择。",
    },
}


def speak_plainly(field: forms.Field) -> None:
    """Replace the framework's sentences among the field's by ours; «required» each form says with the field's name."""
    framework, plain = _words(type(field))  # type: ignore[arg-type]  # a class can be hashed, whatever its instances
    held = field.error_messages
    for code, sentence in plain.items():
        if held.get(code) is framework.get(code):
            held[code] = sentence


def said_plainly(field: forms.Field, error: ValidationError) -> ValidationError:
    """What a list of records says of a value that cannot even be looked up: its model speaks before the field can."""
    if isinstance(field, forms.ModelChoiceField) and getattr(error, "code", "") in (
        "invalid",
        "null_characters_not_allowed",
    ):
        return ValidationError(CHOICE, code="invalid_choice")
    return error


@cache
def _words(kind: type[forms.Field]) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """By code: what the framework's own classes among the field's say, and what we say instead."""
    framework: dict[str, object] = {}
    for each in reversed(kind.__mro__):
        if each.__module__.startswith("django."):
            framework |= getattr(each, "default_error_messages", {})
    own = next((words for each, words in KINDS.items() if issubclass(kind, each)), {})
    return framework, {**LIMITS, **own}


class PlainRows(BaseFormSet):
    """Rows that say plainly when there are too many or too few, or their count was lost on the way."""

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "missing_management_form": "页面内容没有收全，请刷新页面后重新填写。",
        "too_many_forms": "行数过多，最多%(num)d行。",
        "too_few_forms": "行数不够，至少%(num)d行。",
    }
