"""The evaluations side by side."""

from decimal import Decimal

import pytest

from sites.evaluations import rules
from sites.evaluations.comparison import apart, compare
from sites.evaluations.models import Evaluation
from tests.factories import catalogue, sites

pytestmark = pytest.mark.django_db


def test_compare_waits_for_everybody():
    assert compare(sites.visited().panel) is None


def test_compare_marks_means_vetoes_and_majorities():
    app = sites.judged(projects=[catalogue.project(), catalogue.project()])
    one, two, three = rules.sitting(app.panel)
    codes = [row.project.code for row in app.projects.select_related("project")]
    Evaluation.objects.filter(pk=three.pk).update(
        marks={**three.marks, "A1": 0}, verdicts={codes[0]: True, codes[1]: False}
    )
    Evaluation.objects.filter(pk=two.pk).update(verdicts={codes[0]: True, codes[1]: False})
    found = compare(app.panel)
    names = [each.member.person.name for each in (one, two, three)]
    line = found.lines[0]
    assert (line.marks, line.mean, line.failed) == ((10, 10, 0), Decimal("6.7"), True)
    assert line.apart == f"相差10分：最高{names[0]}10分，最低{names[2]}0分"
    assert [each.apart for each in found.lines[1:]] == [""] * (len(found.lines) - 1)
    assert (found.totals, found.mean) == (tuple(zip(names, (100, 100, 90), strict=True)), Decimal("96.7"))
    assert (found.passed, found.differing, list(found.vetoes.values())) == (True, (line,), [[names[2]]])
    assert [(row.count, row.verdict, len(row.obstacles)) for row in found.projects] == [
        ("3名专家中3名同意", "同意", 1), ("3名专家中1名同意", "不同意", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("marks", "said"), [((9, 9), ""), ((9, 7), ""), ((9, 6), "相差3分：最高甲9分，最低乙6分")])
def test_apart_says_who_from_the_line_on(marks, said):
    assert apart(["甲", "乙"], marks, 10, 30) == said
