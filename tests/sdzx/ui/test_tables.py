import pytest
from django.core.paginator import Paginator
from django.http import QueryDict

from sdzx.accounts.models import User
from sdzx.ui import tables
from sdzx.ui.parts import Column

NAME = Column("姓名", "name", order="person__name", link=True)
STATUS = Column("状态", lambda person: person["status"], badge=True)
PEOPLE = [{"name": "赵一", "status": "已确认"}, {"name": "钱二", "status": ""}]


def test_rows_hold_cells_in_order_of_columns():
    table = tables.build([NAME, STATUS], PEOPLE, caption="考生", url_of=lambda person: f"/{person['name']}/")

    assert [(row.url, [cell.text for cell in row.cells]) for row in table.rows] == [
        ("/赵一/", ["赵一", "已确认"]),
        ("/钱二/", ["钱二", "—"]),
    ]


@pytest.mark.parametrize(
    ("query", "state", "url"),
    [
        ("", "", "?sort=person__name"),
        ("sort=person__name", "up", "?sort=-person__name"),
        ("sort=-person__name", "down", "?sort=person__name"),
        ("q=a&page=3", "", "?q=a&sort=person__name"),
    ],
)
def test_head_sorts_the_other_way_and_keeps_filters(query, state, url):
    head = tables.build([NAME], [], caption="考生", query=QueryDict(query)).heads[0]

    assert (head.sorted, head.sort_url) == (state, url)


def test_column_without_order_cannot_be_sorted():
    assert tables.build([STATUS], [], caption="考生").heads[0].sort_url == ""


def test_export_keeps_filters_and_drops_the_page():
    table = tables.build([NAME], [], caption="考生", query=QueryDict("q=a&page=2"), export=True)

    assert table.export_url == "?q=a&export=xlsx"


def test_page_of_records_keeps_its_pager():
    page = Paginator(PEOPLE, 1).page(1)

    assert tables.build([NAME], page, caption="考生").page is page


@pytest.mark.parametrize(
    ("chosen", "order"),
    [
        ("person__name", ["person__name", "pk"]),
        ("-person__name", ["-person__name", "pk"]),
        ("password", ["-pk"]),
        ("", ["-pk"]),
    ],
)
def test_ordering_takes_only_what_a_column_offers(chosen, order):
    assert tables.ordering([NAME, STATUS], chosen) == order


class Site:
    def get_kind_display(self):
        return "院校"


class Session:
    site = Site()
    nobody = None


def test_value_follows_a_path_and_calls_methods():
    assert tables.value_of(Column("类别", "site.get_kind_display"), Session()) == "院校"


def test_value_beyond_nothing_is_nothing():
    assert tables.value_of(Column("名称", "nobody.name"), Session()) is None


def test_spoken_record_leaves_empty_cells_empty():
    assert tables.spoken([NAME, STATUS], PEOPLE[1]) == {"姓名": "钱二", "状态": ""}


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "count", "more"), [(0, 0, False), (3, 3, False), (4, 3, True), (9, 3, True)])
def test_first_pages_count_no_further_than_they_show(monkeypatch, rows, count, more):
    monkeypatch.setattr(tables.FirstPages, "MOST", 3)
    people = [User.objects.create(username=f"u{n}", name="赵一") for n in range(rows)]
    found = User.objects.filter(pk__in=[each.pk for each in people]).order_by("-pk")
    pages = tables.FirstPages(found, 2)
    assert (pages.count, pages.more) == (count, more)
    assert [each.pk for each in pages.get_page(99)] == [each.pk for each in people[::-1][:3]][
        2 * (pages.num_pages - 1) :
    ]
