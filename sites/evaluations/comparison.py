"""The members' evaluations side by side: what the leader concludes from, the director decides from, the report prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sdzx import policy
from sdzx.workflow import Blocker
from sites.evaluations import rules
from sites.evaluations.models import Evaluation, Panel


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the rubric: a mark for each expert, their mean, and in words how far they lie apart."""

    section: str
    name: str
    full: int
    veto: bool
    marks: tuple[int, ...]
    named: tuple[tuple[str, int], ...]
    mean: Decimal
    apart: str
    failed: bool


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project: what each expert, by name, said of it, the count, and why it cannot be recommended, if anything."""

    name: str
    opinions: tuple[tuple[str, str], ...]
    agreed: int
    verdict: str
    obstacles: tuple[str, ...]

    @property
    def count(self) -> str:
        return f"{len(self.opinions)}名专家中{self.agreed}名同意"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it; `obstacles` are what forbids to recommend any project."""

    names: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[tuple[str, int], ...]
    mean: Decimal
    full: int
    pass_mark: int
    apart: str
    vetoes: Mapping[str, Sequence[str]]
    projects: tuple[ProjectLine, ...]
    comments: tuple[tuple[str, str], ...]
    obstacles: tuple[Blocker, ...]

    @property
    def passed(self) -> bool:
        return not any("低于通过分数" in each.sentence for each in self.obstacles)

    @property
    def differing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.apart)


def rounded(value: Fraction) -> Decimal:
    """To one decimal place."""
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.1"))


def apart(names: Sequence[str], marks: Sequence[int], full: int, percent: int) -> str:
    """«相差6分：甲9分，乙3分» when the marks lie further apart than `percent` of the full mark; else empty."""
    most, least = max(marks), min(marks)
    if (most - least) * 100 < percent * full or most == least:
        return ""
    high, low = names[list(marks).index(most)], names[list(marks).index(least)]
    return f"相差{most - least}分：最高{high}{most}分，最低{low}{least}分"


def line(item: Mapping[str, Any], evaluations: Sequence[Evaluation], percent: int) -> Line:
    marks = tuple(each.marks[item["code"]] for each in evaluations)
    names = [each.member.person.name for each in evaluations]
    return Line(
        section=item["section"],
        name=item["name"],
        full=item["full"],
        veto=item["veto"],
        marks=marks,
        named=tuple(zip(names, marks, strict=True)),
        mean=rounded(Fraction(sum(marks), len(marks))),
        apart=apart(names, marks, item["full"], percent),
        failed=item["veto"] and 0 in marks,
    )


def compare(panel: Panel) -> Comparison | None:
    """None until all have submitted: until then nobody sees another's marks (2.3)."""
    every = rules.sitting(panel)
    if not every or rules.outstanding(panel):
        return None
    percent = policy.of(panel.application.center).marks_apart_percent
    names = tuple(each.member.person.name for each in every)
    totals = tuple(sum(each.marks.values()) for each in every)
    shared = (*rules.below_pass_mark(panel, every), *rules.vetoed(panel, every))
    return Comparison(
        names=names,
        lines=tuple(line(item, every, percent) for item in panel.rubric.items),
        totals=tuple(zip(names, totals, strict=True)),
        mean=rounded(rules.mean_of(every)),
        full=panel.rubric.full,
        pass_mark=panel.rubric.pass_mark,
        apart=apart(names, totals, panel.rubric.full, percent),
        vetoes=rules.failed_vetoes(panel, every),
        projects=tuple(project_lines(panel, every, shared)),
        comments=tuple((each.member.person.name, each.comment) for each in every),
        obstacles=shared,
    )


def project_lines(panel: Panel, evaluations: Sequence[Evaluation], shared: Sequence[Blocker]) -> list[ProjectLine]:
    found = []
    for row in panel.application.projects.select_related("project"):
        code = row.project.code
        against = rules.opposed(evaluations, code)
        own = ["没有得到多数专家同意。"] if against else []
        opinions = tuple((each.member.person.name, "同意" if each.verdicts[code] else "不同意") for each in evaluations)
        found.append(
            ProjectLine(
                name=row.project.name,
                opinions=opinions,
                agreed=sum(each.verdicts[code] for each in evaluations),
                verdict="不同意" if against else "同意",
                obstacles=(*(each.sentence for each in shared), *own),
            )
        )
    return found
