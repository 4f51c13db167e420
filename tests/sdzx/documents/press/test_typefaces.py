"""Shaping says when a text is more than glyphs in a row."""

from sdzx.documents.press.typefaces import chain


def test_text_from_right_to_left_is_not_stamped() -> None:
    assert chain("serif", bold=False)[0].shape("שלום") is None


def test_bold_has_a_file_of_its_own() -> None:
    assert chain("sans", bold=True)[0].path.name != chain("sans", bold=False)[0].path.name


def test_glyphs_say_what_they_stand_for() -> None:
    glyphs = chain("serif", bold=False)[0].shape("张伟")
    assert glyphs is not None
    assert [glyph.text for glyph in glyphs] == ["张", "伟"]
