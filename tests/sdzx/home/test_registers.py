"""The registers that docs/ holds."""

import ast
import io

import pytest
from django.core.management import CommandError, call_command

from sdzx.archive.models import Case
from sdzx.home import registers
from sdzx.workflow import flows

MODULE = """
import pytest
pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2")]

@pytest.mark.clause("4.3")
@pytest.mark.parametrize("n", [1])
def test_one(n): ...

def test_two(): ...

@pytest.mark.clause("1", "3.1")
class TestGroup:
    pytestmark = pytest.mark.clause("2.4")

    def test_three(self): ...

def helper(): ...
"""


def test_marked_finds_marks_of_modules_classes_and_functions():
    assert list(registers.marked(ast.parse(MODULE))) == [
        ("test_one", "5.2"), ("test_one", "4.3"), ("test_two", "5.2"),
        ("TestGroup::test_three", "5.2"), ("TestGroup::test_three", "1"), ("TestGroup::test_three", "3.1"), ("TestGroup::test_three", "2.4"),
    ]  # fmt: skip


def test_clause_tests_names_them_by_path(tmp_path):
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_a.py").write_text(MODULE, encoding="utf-8")
    (folder / "helper.py").write_text(MODULE, encoding="utf-8")
    assert registers.clause_tests(folder)["2.4"] == ["tests/test_a.py::TestGroup::test_three"]


def test_clause_map_names_what_lacks(tmp_path, monkeypatch):
    monkeypatch.setattr(registers, "ENFORCERS", dict.fromkeys(registers.CLAUSES, ()) | {"5.2": ["b.f", "a.f", "a.f"]})
    text, lacking = registers.clause_map(tmp_path)
    assert "Code:\n\n- `a.f`\n- `b.f`\n\nTests:\n\n- none\n" in text
    assert (len(lacking), lacking[0]) == (2 * len(registers.CLAUSES) - 1, "1 考核范围: no code")


def test_table_and_diagram_of_a_flow():
    assert registers.table(Case).splitlines()[2] == "| `complete` | 归档 | 收集中 | 已归档 | 5.2 |  |"
    lines = registers.diagram(Case).splitlines()
    assert (lines[:3], lines[7]) == (
        ["```mermaid", "stateDiagram-v2", '    state "收集中" as open'],
        "    [*] --> open",
    )
    assert lines[-2] == "    disposed --> complete: (其余材料继续保管)"


def test_state_map_has_every_flow():
    text = registers.state_map()
    assert [model.FLOW for model in flows() if f"(`{model.FLOW}`)" not in text] == []


def test_keep_writes_and_compares(tmp_path):
    path = tmp_path / "docs" / "x.md"
    assert registers.keep(path, "a", check=True) is False
    assert not path.exists()
    assert registers.keep(path, "a", check=False) is False
    assert [registers.keep(path, "a", check=check) for check in (True, False)] == [True, True]


@pytest.mark.parametrize("command", ["clause_map", "state_map", "role_map"])
def test_commands_refuse_a_stale_file(command, tmp_path, settings, monkeypatch):
    settings.BASE_DIR = tmp_path
    out = io.StringIO()
    call_command(command, stdout=out)
    assert out.getvalue().startswith("docs/")
    with_gaps = "faults" if command == "clause_map" else "stale"
    (next((tmp_path / "docs").iterdir())).write_text("old", encoding="utf-8")
    with pytest.raises(CommandError, match=with_gaps):
        call_command(command, check=True, stderr=io.StringIO())


def test_state_map_check_of_a_fresh_file(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    call_command("state_map", stdout=io.StringIO())
    out = io.StringIO()
    call_command("state_map", check=True, stdout=out)
    assert out.getvalue() == "docs/states.md\n"
