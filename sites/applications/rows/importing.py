"""A workbook put to the rows of a section: what would stand there, which cells are bad, and the taking of it."""

from dataclasses import dataclass, field
from typing import Any

from sdzx.accounts.actors import Actor
from sdzx.documents.excel import CellProblem, Sheet, read_rows
from sdzx.documents.workbook import annotated_workbook
from sites.applications.entry import services
from sites.applications.entry.building import problems_in, rows_form
from sites.applications.entry.drafts import Raw, as_sent, packed, rows_in, stored_rows, unpacked
from sites.applications.entry.models import SectionDraft
from sites.applications.forms import MOST_ROWS
from sites.applications.models import Application
from sites.applications.rows.columns import COLUMNS, TITLES
from sites.applications.rows.merging import projects_of
from sites.applications.rows.reading import joined, of_sheet
from sites.applications.sections import Section

REPLACE, APPEND = "replace", "append"


@dataclass(slots=True)
class Plan:
    """What taking the workbook would do. `rows` are all rows of the section afterwards, `form` holds them checked."""

    section: Section
    sheet: Sheet
    base: int
    rows: list[Raw]
    form: Any
    new: int
    same: int
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})

    def annotated(self) -> bytes:
        """The workbook back, with the problems beside the cells."""
        return annotated_workbook(
            title=TITLES[self.section], columns=COLUMNS[self.section], sheet=self.sheet, problems=self.problems
        )


def present_rows(application: Application, section: Section, draft: SectionDraft | None) -> list[Raw]:
    """The rows as this person's page shows them: the draft's when there is one."""
    return rows_in(unpacked(draft.typed), section) if draft else stored_rows(application, section)


def plan_of(
    application: Application, section: Section, content: bytes, *, mode: str, draft: SectionDraft | None
) -> Plan:
    """Read a workbook for a section. Raises UnreadableWorkbook for a file that is no such workbook."""
    columns = COLUMNS[section]
    sheet = read_rows(content, columns=columns, max_rows=MOST_ROWS)
    base = services.version_of(application, section).version
    projects = projects_of(application) if section == Section.EXAMINERS else ()
    new = of_sheet(sheet, columns, projects)
    rows, places = joined(present_rows(application, section, draft) if mode == APPEND else [], new)
    if mode == REPLACE:
        rows, places = new, list(range(len(new)))
    form = rows_form(application, section, as_sent(rows))
    form.is_valid()
    added = [place for place in places if place >= 0]
    plan = Plan(section, sheet, base, rows, form, new=len(added), same=len(places) - len(added))
    plan.problems = _problems(plan, places)
    return plan


def _problems(plan: Plan, places: list[int]) -> list[CellProblem]:
    """The sheet's own problems and what the rows' form says of the other cells, in reading order."""
    sheet, form = plan.sheet, plan.form
    unread = {(problem.row, problem.header) for problem in sheet.problems}
    specs = {spec.key: spec for spec in COLUMNS[plan.section]}
    found = list(sheet.problems)
    for row, place in zip(sheet.rows, places, strict=True):
        if not 0 <= place < len(form.forms):
            continue
        for name, sentences in form.forms[place].errors.items():
            if (row.number, specs[name].header) not in unread:
                found += [sheet.problem(row.number, specs[name], f"：{sentence}") for sentence in sentences]
    return sorted(found, key=lambda each: (each.row, len(each.letter), each.letter))


def take(application: Application, plan: Plan, *, by: Actor) -> None:
    """Write the good rows; with bad ones the whole stays on this person's page, to be mended there.

    Raises Overtaken when somebody saved the section meanwhile, Refused when it may not be written.
    """
    services.save_rows(application, by=by, section=plan.section, rows=plan.form.rows(), base=plan.base)
    if problems := problems_in(plan.form):
        base = services.version_of(application, plan.section).version
        typed = packed(plan.form.data, [])
        services.keep_draft(application, by=by, section=plan.section, typed=typed, base=base, problems=problems)
    else:
        services.drop_draft(application, by=by, section=plan.section)
