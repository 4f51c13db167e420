"""The list page's export, which every list offers."""

import io

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Column
from sdzx.ui.views import TableView


class CenterTable(TableView):
    title = "中心"
    columns = (Column("名称", "name", order="name"), Column("电话", "phone"))

    def records(self):
        return Center.objects.filter(code__startswith="3799")

    def url_of(self, record):
        return f"/{record.pk}/"


@pytest.fixture
def centers(db):
    for code, name in (("379901", "=甲中心"), ("379902", "乙中心")):
        Center.objects.create(code=code, kind="city", city=name, name=name, bureau_name=name)


def get(query):
    request = RequestFactory().get("/", query)
    request.actor = Actor(Role.AUDITOR)
    view = CenterTable()
    view.setup(request)
    return view.get(request)


@pytest.mark.usefixtures("centers")
def test_export_holds_the_list_as_text():
    book = CalamineWorkbook.from_filelike(io.BytesIO(get({"export": "xlsx", "sort": "-name"}).content))

    assert book.get_sheet_by_index(0).to_python() == [["名称", "电话"], ["乙中心", ""], ["=甲中心", ""]]


@pytest.mark.usefixtures("centers")
def test_export_is_offered_as_a_file():
    assert get({"export": "xlsx"})["Content-Disposition"] == 'attachment; filename="centertable.xlsx"'


@pytest.mark.usefixtures("centers")
def test_list_page_offers_the_export():
    assert get({}).content.decode().count('href="?export=xlsx"') == 1
