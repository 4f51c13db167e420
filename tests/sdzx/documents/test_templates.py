"""Every printed form, filled with its sample."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest

from sdzx.documents.errors import MissingFact
from sdzx.documents.render import SHEETS, filled, render
from tests.sdzx.documents.samples import CASES, SAMPLES
from tests.sdzx.documents.samples.common import DOTTED, RARE, RARER

NOT_DOCUMENTS = {"base.html", "application_letter_items.html", "notice_of_publication_rows.html"}
LOOK_ALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


def text_of(content: bytes) -> tuple[int, str]:
    """Number of pages, and all text without white space."""
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
        return len(pages), without_space("".join(pages))


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_samples_cover_every_template() -> None:
    templates = {f"pdf/{Path(path).name}" for path in SHEETS.glob("*.html") if path.name not in NOT_DOCUMENTS}
    assert set(SAMPLES) == templates


@pytest.mark.parametrize("case", CASES)
def test_form_prints_its_facts_on_its_pages(case: str) -> None:
    name, sample, context, pages = CASES[case]
    count, text = text_of(render(name, context, title=sample.title))
    assert count == pages
    assert LOOK_ALIKES.findall(text) == []
    if context is sample.context:
        assert [fact for fact in sample.facts if without_space(fact) not in text] == []


@pytest.mark.parametrize("name", [DOTTED, RARE, RARER])
def test_certificate_text_equals_the_name_of_the_record(name: str) -> None:
    sample = SAMPLES["pdf/certificate.html"]
    _, text = text_of(render("pdf/certificate.html", {**sample.context, "name": name}, title=sample.title))
    assert re.findall(r"姓名(.+?)证件类型", text) == [name]


@pytest.mark.parametrize("name", SAMPLES)
def test_form_is_refused_without_any_one_of_its_names(name: str) -> None:
    sample = SAMPLES[name]
    contexts = [sample.context, *(context for context, _ in sample.variants.values())]
    needed = set()
    for context in contexts:
        for key in context:
            try:
                filled(name, {other: context[other] for other in context if other != key}, title="")
            except MissingFact as error:
                needed.add((key, str(error)))
    assert needed == {(key, f"the context has no {key!r}") for key in sample.context}


def test_form_is_refused_when_a_row_lacks_a_name() -> None:
    sample = SAMPLES["pdf/annex2.html"]
    row = {key: value for key, value in sample.context["equipment"][0].items() if key != "model"}
    with pytest.raises(MissingFact, match=r"row\.model"):
        filled("pdf/annex2.html", {**sample.context, "equipment": [row]}, title="")


def test_letter_of_unknown_kind_is_refused() -> None:
    sample = SAMPLES["pdf/application_letter.html"]
    with pytest.raises(MissingFact, match="letter_of_this_kind"):
        filled("pdf/application_letter.html", {**sample.context, "kind": "受理决定"}, title="")


def test_names_are_escaped() -> None:
    sample = SAMPLES["pdf/certificate.html"]
    name = "<img src=x>&"
    _, text = text_of(render("pdf/certificate.html", {**sample.context, "name": name}, title=sample.title))
    assert re.findall(r"姓名(.+?)证件类型", text) == [without_space(name)]
