"""The registers in docs/: which code enforces and which test proves each clause, and the flows as tables and diagrams."""

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from sdzx.accounts.roles import GRANTS
from sdzx.clauses import CLAUSES, ENFORCERS
from sdzx.workflow import Flow, flows

LAYER_NAMES = ("rules", "services")
HEADING = "<!-- made by `manage.py {command}`; do not edit -->\n"


def clause_map(tests: Path) -> tuple[str, list[str]]:
    """The register as Markdown, and a sentence for each clause without code or without a test."""
    import_slices()
    proofs = clause_tests(tests)
    parts = [
        HEADING.format(command="clause_map"),
        "# The clauses, the code that enforces them, the tests that prove it\n",
    ]
    lacking = []
    for each in CLAUSES.values():
        code, proof = sorted(set(ENFORCERS[each.id])), sorted(set(proofs.get(each.id, ())))
        parts += [
            f"## {each.article} {each.title}（{each.id}）\n",
            f"{each.demand}。\n",
            "Code:\n",
            bullets(code),
            "Tests:\n",
            bullets(proof),
        ]
        lacking += [
            f"{each.id} {each.title}: no {what}" for what, found in (("code", code), ("test", proof)) if not found
        ]
    return "\n".join(parts), lacking


def bullets(names: list[str]) -> str:
    return "".join(f"- `{name}`\n" for name in names) or "- none\n"


def import_slices() -> None:
    """Import every module that may hold a mark."""
    packages = [f"{app}.{name}" for app, names in settings.SLICES.items() for name in names]
    packages += [name for name in settings.INSTALLED_APPS if name.startswith("sdzx.")]
    for package in packages:
        for name in LAYER_NAMES:
            if find_spec(f"{package}.{name}"):
                import_module(f"{package}.{name}")


def clause_tests(folder: Path) -> dict[str, list[str]]:
    """clause → tests («path::name») marked with it, read from the sources without importing them."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for name, clause in marked(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(clause, []).append(f"{path.relative_to(folder.parent).as_posix()}::{name}")
    return found


def marked(module: ast.Module) -> Iterator[tuple[str, str]]:
    """(test, clause) for each mark: on functions, on classes for their methods, and of `pytestmark` for all."""
    yield from _of_body(module.body, _own(module.body), "")


def _of_body(body: list[ast.stmt], inherited: list[str], prefix: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            marks = [*inherited, *_clauses(node.decorator_list), *_own(node.body)]
            yield from _of_body(node.body, marks, f"{prefix}{node.name}::")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            for clause in [*inherited, *_clauses(node.decorator_list)]:
                yield f"{prefix}{node.name}", clause


def _own(body: list[ast.stmt]) -> list[str]:
    """The clauses of a `pytestmark = …`."""
    assigned = [node.value for node in body if isinstance(node, ast.Assign) and _named(node.targets[0], "pytestmark")]
    return _clauses(assigned)


def _named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _clauses(marks: list[ast.expr]) -> list[str]:
    """The arguments of every `pytest.mark.clause(…)` inside these expressions."""
    calls = [node for mark in marks for node in ast.walk(mark) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "clause"]
    return [str(each.value) for call in named for each in call.args if isinstance(each, ast.Constant)]


def state_map() -> str:
    """Every flow as a table of its steps and a diagram of its states."""
    parts = [HEADING.format(command="state_map"), "# The flows: every status, every step\n"]
    for model in flows():
        parts += [
            f"## {model.__module__.removesuffix('.models')}.{model.__name__} (`{model.FLOW}`)\n",
            table(model),
            diagram(model),
        ]
    return "\n".join(parts)


def table(model: type[Flow]) -> str:
    """The steps: verb, label, from, to, clause; automatic ones and those that ask for a ground are marked."""
    labels = status_labels(model)
    rows = ["| verb | step | from | to | clause | |", "| --- | --- | --- | --- | --- | --- |"]
    for step in model.STEPS:
        notes = [
            note
            for note, holds in (("automatic", step.automatic), ("ground", step.ground), ("danger", step.danger))
            if holds
        ]
        sources = "、".join(labels[source] for source in step.sources)
        rows.append(
            f"| `{step.verb}` | {step.label} | {sources} | {labels[step.target]} | {step.clause} | {', '.join(notes)} |"
        )
    return "\n".join(rows) + "\n"


def diagram(model: type[Flow]) -> str:
    """A mermaid state diagram; automatic steps in brackets."""
    labels = status_labels(model)
    lines = ["```mermaid", "stateDiagram-v2", *(f'    state "{label}" as {status}' for status, label in labels.items())]
    lines.append(f"    [*] --> {model.MAIN[0]}")
    for step in model.STEPS:
        label = f"({step.label})" if step.automatic else step.label
        lines += [f"    {source} --> {step.target}: {label}" for source in step.sources]
    return "\n".join([*lines, "```"]) + "\n"


def status_labels(model: type[Flow]) -> dict[str, str]:
    return {str(value): str(label) for value, label in model._meta.get_field("status").flatchoices}  # type: ignore[misc]  # of a field with choices


def keep(path: Path, text: str, *, check: bool) -> bool:
    """Write the register, or with `check` only compare; whether the file held it already."""
    same = path.exists() and path.read_text(encoding="utf-8") == text
    if not check and not same:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return same


ACTS = {
    "edit": "编辑", "spoil": "登记作废", "tick": "逐项登记", "send": "发出", "enter": "录入", "draw": "抽题", "open": "提起", "hold": "暂缓销毁",
    "release": "解除暂缓", "upload": "补充材料", "sign_in": "考生签到", "invite": "派遣", "amend": "调整", "read": "查阅",
    "verify": "校验", "request_opening": "申请启封", "approve_opening": "批准启封", "hand_over": "交接", "conclude": "写结论",
}  # fmt: skip


def role_map() -> str:
    """GRANTS as Markdown: a section a role, its verbs with what the buttons say."""
    labels = {f"{model.FLOW}.{step.verb}": step.label for model in flows() for step in model.STEPS}
    parts = [
        HEADING.format(command="role_map"),
        "# Who may what\n",
        "Over what is decided by `visible_to`: an office sees its own city, a site and a unit their own, a person themselves.\n",
    ]
    for role, verbs in GRANTS.items():
        rows = [f"- `{verb}` {labels.get(verb) or ACTS.get(verb.partition('.')[2], '')}" for verb in sorted(verbs)]
        parts += [f"## {role.label}（`{role.value}`）\n", "\n".join(rows) + "\n" if rows else "No verbs of its own.\n"]
    return "\n".join(parts)
