"""The directory as a file: nothing in it can become a formula; the documents of a mixed batch (2.4)."""

import pytest

from sdzx.documents import delimited
from sites.registry.models import Site
from tests.factories import sites

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "kept"), [("=1+1", "'=1+1"), ("+5", "'+5"), ("-5", "'-5"), ("@x", "'@x"), ("面包", "面包"), ("", "")]
)
def test_text_stays_text(text: str, kept: str) -> None:
    assert delimited.safe(text) == kept


def test_directory_as_csv_and_workbook(client) -> None:
    site = sites.site()
    Site.objects.filter(pk=site.pk).update(name='=HYPERLINK("http://x")')
    answer = client.get("/sites/?export=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="sites.csv"'
    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("考点名称,考点编号,城市,考核项目和有效期")
    assert row.startswith("\"'=HYPERLINK(")
    book = client.get("/sites/?export=xlsx")
    assert book.content[:2] == b"PK"
    assert client.get("/sites/?export=pdf").status_code == 200
