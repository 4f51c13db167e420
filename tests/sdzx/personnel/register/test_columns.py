import pytest

from sdzx.documents.excel import read_rows
from sdzx.personnel.register import columns
from tests.factories import catalogue, personnel


def test_template_is_read_back_empty():
    sheet = read_rows(columns.template(), columns=columns.COLUMNS)

    assert (sheet.rows, sheet.problems, sorted(sheet.letters)) == (
        [],
        [],
        sorted(columns.BY_FIELD.keys() - {"employer"}),
    )


@pytest.mark.django_db
def test_export_keeps_numbers_as_text():
    held = personnel.qualified(project=catalogue.project())

    row = read_rows(columns.export([held]), columns=columns.COLUMNS).rows[0]

    assert (row.value("document_number"), row.value("card_number")) == (held.person.document_number, held.card_number)
    assert (row.value("kind"), row.value("valid_to"), row.value("uscc")) == ("考评员", personnel.VALID_TO, "")


@pytest.mark.django_db
def test_export_names_the_employers_code():
    host = personnel.people.organization()

    assert columns.row_of(personnel.qualified(employer=host))["uscc"] == host.uscc
