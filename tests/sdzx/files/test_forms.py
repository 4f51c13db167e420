"""A refused form keeps its files, for the person who sent them."""

import re

import pytest
from django import forms
from django.core import signing
from django.utils.datastructures import MultiValueDict

from sdzx.accounts.actors import VISITOR
from sdzx.files import accept, services
from sdzx.files.forms import KeptFileField, KeptFilesField, KeptFilesMixin, draft_of, token_of
from sdzx.files.models import StoredFile
from tests.sdzx.files import samples

pytestmark = pytest.mark.django_db


class OneForm(KeptFilesMixin, forms.Form):
    title = forms.CharField()
    scan = KeptFileField(label="扫描件", accept=accept.PDF)


class ManyForm(KeptFilesMixin, forms.Form):
    photos = KeptFilesField(label="照片", accept=accept.IMAGE, limit=2)


def token_in(html: str) -> str:
    return re.search(r'type="hidden" name="\w+-kept" value="([^"]+)"', html)[1]


def sent(name: str, *contents: bytes) -> MultiValueDict:
    return MultiValueDict({name: [samples.upload(each, f"第{at}份.bin") for at, each in enumerate(contents, 1)]})


def test_kept_file_survives_a_refused_form(actor):
    refused = OneForm({}, sent("scan", samples.pdf()), actor=actor)
    assert refused.errors == {"title": ["这个字段是必填项。"]}
    html = str(refused["scan"])
    assert "第1份.pdf" in html
    accepted = OneForm({"title": "a", "scan-kept": token_in(html)}, {}, actor=actor)
    assert accepted.is_valid()
    assert accepted.cleaned_data["scan"] == StoredFile.objects.get()
    assert accepted.cleaned_data["scan"].uploaded_by == actor.user


def test_kept_file_is_replaced_by_a_new_upload(actor):
    draft = services.store(samples.pdf(), name="old.pdf", kind="draft", by=actor)
    form = OneForm({"title": "a", "scan-kept": token_of(draft, actor)}, sent("scan", samples.pdf()), actor=actor)
    assert form.is_valid()
    assert form.cleaned_data["scan"].name == "第1份.pdf"


def test_kept_file_that_is_refused(actor):
    form = OneForm({"title": "a"}, sent("scan", b"hello"), actor=actor)
    assert form.errors == {"scan": ["第1份.bin：这里只能上传PDF文件，所选文件的实际内容不是。"]}
    assert "kept" not in str(form["scan"])


def test_kept_file_missing(actor):
    assert OneForm({"title": "a"}, {}, actor=actor).errors == {"scan": ["请上传文件。"]}


def test_kept_file_initial_stays(actor):
    stored = services.store(samples.pdf(), name="old.pdf", kind="application", by=actor)
    form = OneForm({"title": "a"}, {}, actor=actor, initial={"scan": stored.pk})
    assert form.is_valid()
    assert form.cleaned_data["scan"] == stored
    assert "old.pdf" in str(OneForm(actor=actor, initial={"scan": stored})["scan"])


def test_draft_of_for_others_and_forged(actor, stranger):
    draft = services.store(b"x", name="a.txt", kind="draft", by=actor)
    token = token_of(draft, actor)
    assert draft_of(token, actor) == draft
    assert [draft_of(token, stranger), draft_of(token, VISITOR), draft_of("forged", actor)] == [None, None, None]
    someone_elses = services.store(b"x", name="a.txt", kind="draft", by=stranger)
    assert draft_of(token_of(someone_elses, actor), actor) is None
    assert draft_of(signing.dumps([str(draft.uid), actor.user.pk], salt="other"), actor) is None


def test_kept_file_token_used_up(actor):
    draft = services.store(b"x", name="a.txt", kind="draft", by=actor)
    token = token_of(draft, actor)
    services.adopt(draft, kind="application", by=actor)
    form = OneForm({"title": "a", "scan-kept": token}, {}, actor=actor)
    assert form.errors == {"scan": ["之前上传的文件已失效，请重新选择。"]}


def test_kept_files_new_kept_stored_and_dropped(actor):
    stored = services.store(samples.jpeg(), name="stored.jpg", kind="site", by=actor)
    draft = services.store(samples.jpeg(), name="draft.jpg", kind="draft", by=actor)
    data = MultiValueDict({"photos-kept": [token_of(draft, actor)], "photos-drop": [str(stored.uid)]})
    form = ManyForm(data, sent("photos", samples.jpeg()), actor=actor, initial={"photos": [stored.pk]})
    assert form.is_valid()
    assert [each.name for each in form.cleaned_data["photos"]] == ["draft.jpg", "第1份.jpg"]


def test_kept_files_too_many_are_shown_to_choose_from(actor):
    form = ManyForm({}, sent("photos", *[samples.jpeg()] * 3), actor=actor)
    assert form.errors == {"photos": ["最多上传2个文件。"]}
    html = str(form["photos"])
    assert (html.count('name="photos-kept"'), html.count('name="photos-drop"')) == (3, 3)


def test_kept_files_one_good_one_bad_keeps_the_good(actor):
    form = ManyForm({}, sent("photos", samples.jpeg(), b"text"), actor=actor)
    assert [each.split("：")[0] for each in form.errors["photos"]] == ["第2份.bin"]
    assert str(form["photos"]).count('name="photos-kept"') == 1


def test_kept_file_of_a_visitor():
    form = OneForm({}, sent("scan", samples.pdf()), actor=VISITOR)
    token = token_in(str(form["scan"]) if form.errors else "")
    assert OneForm({"title": "a", "scan-kept": token}, {}, actor=VISITOR).is_valid()


def test_kept_file_in_two_forms_of_one_class(actor):
    first = OneForm({"title": "a"}, sent("scan", samples.pdf()), actor=actor)
    second = OneForm({"title": "a"}, {}, actor=actor)
    assert (first.is_valid(), second.is_valid()) == (True, False)
