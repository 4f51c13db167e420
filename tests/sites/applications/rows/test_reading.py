"""From the clipboard or a workbook to rows of the page: tidied, never refused."""

import pytest

from sites.applications.rows.columns import COLUMNS
from sites.applications.rows.reading import joined, pasted
from sites.applications.sections import Section
from tests.factories import catalogue

EQUIPMENT = COLUMNS[Section.EQUIPMENT]


def row(name: str, model: str = "", quantity: str = "", note: str = "") -> dict[str, list[str]]:
    return {"name": [name], "model": [model], "quantity": [quantity], "note": [note]}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("烤箱\t三层\t６台\t完好\n和面机\t\t2台", [row("烤箱", "三层", "6台", "完好"), row("和面机", "", "2台")]),
        ("数量\t名称*\t别的\r\n2台\t烤箱\tx\r\n", [row("烤箱", "", "2台")]),
        ('"烤箱\n（大）"\t"5""屏"\t1台', [row("烤箱 （大）", '5"屏', "1台")]),
        ("\n \t \n烤箱\t\t1台\t好\t多出的", [row("烤箱", "", "1台", "好")]),
        ("名称\r烤箱", [row("名称"), row("烤箱")]),
        ("", []),
        ("烤\0箱\t\t1台", [row("烤箱", "", "1台")]),
        ("长" * 140_000 + "\t\t1台", [row("长" * 140_000, "", "1台")]),
    ],
)
def test_pasted(text, rows) -> None:
    assert pasted(text, EQUIPMENT, ()) == rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("born", "kept"),
    [("1990/1/2", "1990-01-02"), ("１９９００１０２", "1990-01-02"), ("1990年1月2日", "1990-01-02"), ("32874", "32874"), ("去年", "去年")],
)  # fmt: skip
def test_pasted_people_have_days_and_projects_by_name_or_code(born, kept) -> None:
    first, second = catalogue.project(), catalogue.project()
    line = f"孙丽\t女\t{born}\t大专\t讲师\t二级\t烘焙\tK1\t{second.code}、{first.name}；不存在"
    (found,) = pasted(line, COLUMNS[Section.EXAMINERS], [first, second])
    assert (found["birth_date"], found["projects"]) == ([kept], sorted([str(first.pk), str(second.pk), "不存在"]))


def test_joined_adds_only_what_is_not_there_and_counts_doubles() -> None:
    rows, places = joined([row("烤箱")], [row("烤箱"), row("烤箱"), row("和面机")])
    assert (rows, places) == ([row("烤箱"), row("烤箱"), row("和面机")], [-1, 1, 2])
    assert joined(rows, [row("烤箱"), row("烤箱"), row("和面机")]) == (rows, [-1, -1, -1])
