"""No form of the portal says one of the framework's own sentences: Django is asked in English, so that they would show."""

import importlib
import pkgutil
import re
from contextlib import suppress
from copy import deepcopy

import pytest
from django import forms
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet, formset_factory
from django.utils import translation

from exams.announcements.models import Announcement
from sdzx.accounts.models import Center
from sdzx.files.forms import KeptFilesField
from sdzx.ui.forms import PlainForm
from sdzx.ui.samples import RowForm
from sdzx.ui.sentences import PlainRows, said_plainly, speak_plainly

pytestmark = pytest.mark.django_db
OURS = ("sdzx", "sites", "exams", "certificates")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} ?[a-z]*")
KEPT = KeptFilesField.default_error_messages
NASTY = ["", "\x00", "x" * 100_000, "-99999999999999", "99999999999999999999", "1.23456789", "1", "①", "2026-13-45", "25:61",
         "不是选项", "a@", "http://", ["不是选项"], "NaN", [], None]  # fmt: skip


def loaded():
    for package in OURS:
        for each in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if each.name.rsplit(".", 1)[-1] == "forms" or each.name.endswith((".views", "_views")):
                importlib.import_module(each.name)


def heirs(kind):
    for each in kind.__subclasses__():
        yield each
        yield from heirs(each)


def ours(kind):
    loaded()
    found = {each for each in heirs(kind) if each.__module__.split(".")[0] in OURS}
    return sorted(found, key=lambda each: f"{each.__module__}.{each.__qualname__}")


def said_by(field):
    """All that the field says of nasty input."""
    for value in NASTY:
        try:
            field.clean(value)
        except ValidationError as error:
            yield from said_plainly(field, error).messages
        except (TypeError, AttributeError):
            continue  # no browser sends such a value to such a field


def foreign(sentences):
    return sorted({each for each in map(str, sentences) if ENGLISH.search(each) or not re.search(r"[一-鿿]", each)})


def test_every_form_is_a_plain_one():
    assert len(ours(BaseForm)) > 100
    bases = [each for each in ours(BaseForm) if not issubclass(each, PlainForm)]
    # an underscored one is a base of plain ones; the sample is never sent
    assert [each for each in bases if not each.__name__.startswith("_") and each.__module__ != "sdzx.ui.samples"] == []


def test_no_field_says_a_sentence_of_the_framework():
    found = {}
    with translation.override("en"):
        for kind in ours(BaseForm):
            for name, original in kind.base_fields.items():
                field = deepcopy(original)
                field.error_messages["required"] = "请填写。"
                speak_plainly(field)
                kept = isinstance(field, KeptFilesField)
                said = map(KEPT.get, ("required", "expired", "many")) if kept else said_by(field)
                if wrong := foreign(said):
                    found[f"{kind.__qualname__}.{name}"] = wrong
    assert found == {}


def test_no_form_and_no_rows_say_one():
    with translation.override("en"):
        said = {each.__qualname__: foreign(getattr(each, "error_messages", {}).values()) for each in ours(BaseForm)}
    assert {name: found for name, found in said.items() if found} == {}
    rows = [each for each in ours(BaseFormSet) if "FormSet" in each.__name__ or each.__bases__ == (BaseFormSet,)]
    for each in rows:
        messages = {**getattr(each, "default_error_messages", {})}
        assert messages["missing_management_form"] != BaseFormSet.default_error_messages["missing_management_form"], (
            each
        )


def test_no_password_rule_says_one():
    said = []
    for rule in get_default_password_validators():
        for password in ("1", "12345678901", "password", "zhangsan1234"):
            with suppress(ValidationError):
                rule.validate(password, None)
                continue
            said.append(rule.get_help_text())
    assert foreign(said) == []


def test_what_the_author_wrote_stays():
    field = forms.IntegerField(max_value=3, error_messages={"max_value": "一次最多3份。"})
    speak_plainly(field)
    with pytest.raises(ValidationError, match="一次最多3份。"):
        field.clean("4")
    with pytest.raises(ValidationError, match="请填写整数。"):
        field.clean("x")


def test_fields_that_a_form_makes_for_itself_speak_plainly_too():
    class Growing(PlainForm, forms.Form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["age"] = forms.IntegerField(label="年龄", min_value=16)

    assert Growing({"age": "3"}).errors == {"age": ["不能小于16。"]}


def test_a_list_of_records_says_the_same_of_any_nonsense():
    class Picking(PlainForm, forms.Form):
        center = forms.ModelChoiceField(Center.objects.all(), to_field_name="code", label="中心")
        announcement = forms.ModelChoiceField(Announcement.objects.all(), to_field_name="uid", label="公告")

    found = Picking({"center": "\x00", "announcement": "25:61"}).errors
    assert found == {"center": ["没有这个选项，请重新选择。"], "announcement": ["没有这个选项，请重新选择。"]}


@pytest.mark.parametrize(
    ("total", "sentence"),
    [("9", "行数过多，最多2行。"), ("0", "行数不够，至少1行。")],
)
def test_rows(total, sentence):
    kind = formset_factory(RowForm, formset=PlainRows, max_num=2, min_num=1, validate_max=True, validate_min=True)
    rows = kind({"form-TOTAL_FORMS": total, "form-INITIAL_FORMS": "0"})
    assert rows.non_form_errors() == [sentence]
