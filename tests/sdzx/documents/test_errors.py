from sdzx.documents.errors import MissingFact, RenderError, UnprintableText, UnreadableWorkbook
from sdzx.workflow import Blocker, Refused


def test_unprintable_text_names_every_character_in_order() -> None:
    refusal = UnprintableText({"\ue815", "\U0003fffd"})
    assert refusal.characters == ("\ue815", "\U0003fffd")
    assert refusal.blockers == (
        Blocker(
            "下列字符没有可用的字体，无法打印：“\ue815”（U+E815）、“\U0003fffd”（U+3FFFD）。"
            "请核对录入是否有误；确为生僻字的，请联系管理员安装字体。"
        ),
    )


def test_unreadable_workbook_is_a_refusal_with_its_sentence() -> None:
    refusal = UnreadableWorkbook("文件已损坏。")
    assert (isinstance(refusal, Refused), refusal.blockers) == (True, (Blocker("文件已损坏。"),))


def test_missing_fact_is_a_defect_and_not_a_refusal() -> None:
    error = MissingFact("name")
    assert (isinstance(error, RenderError), isinstance(error, Refused), str(error)) == (
        True,
        False,
        "the context has no 'name'",
    )
