import pytest
from django import forms
from django.template import engines

from sdzx.ui.forms import FieldError, PlainForm, field_errors
from sdzx.ui.samples import RowForm, SampleForm


class CrossForm(PlainForm, forms.Form):
    name = forms.CharField(label="姓名")

    def clean(self):
        raise forms.ValidationError("起止日期颠倒。")


def draw(template, **context):
    return engines["django"].from_string(template).render(context)


def test_required_sentences_name_the_field():
    errors = SampleForm({}, {}).errors

    assert {name: list(found) for name, found in errors.items()} == {
        "name": ["请填写姓名。"],
        "project": ["请选择考核项目。"],
        "day": ["请填写考核日期。"],
        "kind": ["请选择单位类别。"],
        "photo": ["请上传证件照。"],
        "truth": ["请先勾选“以上内容属实”。"],
    }


def test_errors_link_to_their_fields():
    assert [(error.label, error.target) for error in field_errors(SampleForm({}, {}))] == [
        ("姓名", "id_name"),
        ("考核项目", "id_project"),
        ("考核日期", "id_day"),
        ("单位类别", "div_id_kind"),
        ("证件照", "id_photo"),
        ("以上内容属实", "id_truth"),
    ]


def test_errors_of_the_whole_form_come_first():
    assert list(field_errors(CrossForm({}))) == [
        FieldError("", "起止日期颠倒。", ""),
        FieldError("姓名", "请填写姓名。", "id_name"),
    ]


def test_unbound_form_has_no_errors():
    assert list(field_errors(SampleForm())) == []


def test_errors_of_a_formset_name_the_row():
    rows = forms.formset_factory(RowForm)(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-item": "灶",
            "form-0-amount": "2",
            "form-1-item": "台",
        }
    )

    assert list(field_errors(rows)) == [FieldError("第2行 数量", "请填写数量。", "id_form-1-amount")]


@pytest.mark.parametrize("tag", ["{% fields form %}", "{% load crispy_forms_tags %}{% crispy form %}"])
def test_field_names_its_error_and_hint(tag):
    html = draw(tag, form=SampleForm({}, {}))

    assert html.count('aria-describedby="id_name_helptext id_name_error"') == 1
    assert html.count('id="id_name_error"') == 1
    assert html.count('id="id_name_helptext"') == 1
    assert html.count('class="form-control is-invalid" aria-required="true"') >= 1


def test_form_rows_offers_an_empty_row():
    html = draw("{% form_rows rows %}", rows=forms.formset_factory(RowForm, extra=1)(prefix="items"))

    assert [html.count(name) for name in ('name="items-0-item"', 'name="items-__prefix__-item"', "data-add-row")] == [
        1,
        1,
        1,
    ]


def test_hidden_field_is_drawn_bare():
    class Hidden(PlainForm, forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert draw("{% fields form %}", form=Hidden()).strip() == '<input type="hidden" name="token" id="id_token">'


def test_choice_not_made_yet_asks_to_choose():
    class ChoiceForm(PlainForm, forms.Form):
        kind = forms.TypedChoiceField(label="类别", choices=[("", "---------"), ("a", "甲")])
        other = forms.TypedChoiceField(label="其他", choices=[("", "不限"), ("a", "甲")])

    form = ChoiceForm()

    assert list(form.fields["kind"].choices) == [("", "请选择"), ("a", "甲")]
    assert list(form.fields["other"].choices) == [("", "不限"), ("a", "甲")]
