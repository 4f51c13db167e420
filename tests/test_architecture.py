"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
TREES = ("sdzx", "sites", "exams", "certificates")
CODE = sorted(
    path
    for tree in TREES
    for path in (ROOT / tree).rglob("*.py")
    if "migrations" not in path.parts and "local" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "pdf" not in path.parts)
SERVICES = [path for path in CODE if path.name == "services.py"]
# The only excuses for an import inside a function.
INLINE_IMPORTS = {
    "sdzx/audit": "commands and apps load before models do",
    "sdzx/celery.py": "settings are read when Celery asks, not when the module loads",
    "sdzx/demo": "the demo is loaded only when it is made",
    "sdzx/documents": "WeasyPrint reads fontconfig's environment when it is imported, and is slow to load",
    "sdzx/files": "pikepdf and Pillow are loaded only when a file of their kind comes",
    "sdzx/home": "the composition root loads slices when the apps are ready",
    "sdzx/notifications/services.py": "the task module imports the models that this one writes",
    "sdzx/ui/views.py": "the document machine and forms are loaded by the pages that need them",
    "sdzx/workflow.py": "the trace knows actors, which know models: the door is below both",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_slice_is_gathered_by_its_app():
    gathered = {model.__module__ for model in apps.get_models()}
    for app, slices in settings.SLICES.items():
        assert {path.parent.name for path in (ROOT / app).glob("*/models.py")} <= set(slices)
        for path in (ROOT / app).glob("*/models.py"):
            assert f"{app}.{path.parent.name}.models" in gathered, name_of(path)


def test_slices_stand_in_no_list_of_apps():
    for app, slices in settings.SLICES.items():
        assert not {f"{app}.{name}" for name in slices} & set(settings.INSTALLED_APPS)


@pytest.mark.parametrize(("paths", "most"), [(CODE, 400), (TESTS, 500)], ids=["code", "tests"])
def test_no_file_is_longer_than_agreed(paths, most):
    long = {
        name_of(path): lines for path in paths if (lines := len(path.read_text(encoding="utf-8").splitlines())) > most
    }
    assert long == {}


@pytest.mark.parametrize("path", SERVICES, ids=name_of)
def test_services_take_no_request_and_are_atomic(path):
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        arguments = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
        assert "request" not in arguments, function.name
        inside = path.parts[-2] == "audit"  # the trace belongs into the act's transaction and refuses to open its own
        if "by" in arguments and not function.name.startswith("_") and writes(function) and not inside:
            assert any("atomic" in ast.unparse(each) for each in function.decorator_list), (
                f"{function.name} is not atomic"
            )


def writes(function: ast.FunctionDef) -> bool:
    text = ast.unparse(function)
    return any(word in text for word in ("advance(", ".save(", ".create(", "record("))


def test_every_public_function_of_rules_and_services_says_what_it_does():
    silent = [
        f"{name_of(path)}: {function.name}"
        for path in CODE
        if path.name in ("rules.py", "services.py")
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and not ast.get_docstring(function)
    ]
    assert silent == []


def test_every_module_says_what_it_is_for():
    silent = [
        name_of(path)
        for path in CODE
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_imports_inside_functions_have_an_excuse():
    found = {
        name_of(path)
        for path in CODE
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom) and not under_type_checking(function, statement)
    }
    assert {name for name in found if not name.startswith(tuple(INLINE_IMPORTS))} == set()


def under_type_checking(function: ast.AST, statement: ast.stmt) -> bool:
    return any(
        isinstance(each, ast.If) and "TYPE_CHECKING" in ast.unparse(each.test) and statement in each.body
        for each in ast.walk(function)
    )


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_pages_have_no_inline_script_style_or_unescaped_text(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "|safe" not in text
    assert "autoescape off" not in text


def test_no_page_or_code_names_another_host():
    allowed = ("www.sdosta.org.cn", "www.w3.org", "127.0.0.1", "www.gov.cn", "example.com", "localhost")
    for path in (*CODE, *PAGES):
        for host in re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8")):
            assert host in allowed, (name_of(path), host)
