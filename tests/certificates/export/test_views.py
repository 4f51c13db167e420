"""The pages of exports."""

import pytest

from certificates.export.models import ExportLayout, ExportRun
from sdzx.accounts.roles import Role
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db
NEW = "/certificates/exports/new/"


def text(answer):
    return answer.content.decode()


def test_preview_masks_then_export_gives_the_file_and_warns_of_the_second(enter):
    certificate = certificates.numbered()[0]
    client = enter(certificates.officer(certificate))
    data = {"session": certificate.session.number, "format": "xlsx"}
    shown = text(client.post(NEW, data))
    assert certificate.number in shown
    assert certificate.document_number not in shown
    assert "已导出过一次" not in shown
    answer = client.post(NEW, {**data, "do": "issue"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.content.startswith(b"PK")
    assert "已导出过一次" in text(client.post(NEW, data))
    assert client.post(NEW, {**data, "format": "csv", "do": "issue"})["Content-Type"].startswith("text/csv")
    listed = text(client.get("/certificates/exports/"))
    assert ExportRun.objects.first().sha256 in listed


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "填写一种"),
        ({"session": "无", "year": "2026"}, "填写一种"),
        ({"year": "moon"}, "整数"),
        ({"session": "无"}, "没有找到这个场次"),
        ({"first": "2026-01-02"}, "起止都填写"),
        ({"last": "2026-01-02"}, "起止都填写"),
        ({"first": "2026-01-02", "last": "2026-01-01"}, "早于起始"),
    ],
)
def test_batch_is_named_in_one_way(enter, data, sentence):
    client = enter(people.actor(Role.DIRECTOR))
    answer = client.post(NEW, {"format": "csv", **data})
    assert (answer.status_code, sentence in text(answer)) == (422, True)


def test_empty_year_shows_so_and_gives_no_file(enter):
    client = enter(people.actor(Role.DIRECTOR))
    data = {"year": "2001", "format": "csv"}
    assert "这一批没有证书" in text(client.post(NEW, data))
    answer = client.post(NEW, {**data, "do": "issue"})
    assert (answer.status_code, "不能导出" in text(answer)) == (422, True)


def test_layout_is_kept_and_a_wrong_one_is_not(enter):
    client = enter(people.actor(Role.DIRECTOR))
    address = "/certificates/exports/layout/"
    assert "证书编号" in text(client.get(address))
    rows = {"columns-TOTAL_FORMS": "2", "columns-INITIAL_FORMS": "0", "columns-0-field": "number", "columns-1-field": "name",
            "columns-1-heading": "持证人", "dates": "%Y%m%d"}  # fmt: skip
    assert client.post(address, {**rows, "columns-1-field": "number"}).status_code == 422
    assert client.post(address, {**rows, "columns-1-field": "moon"}).status_code == 422
    assert client.post(address, rows).status_code == 302
    assert ExportLayout.objects.get().columns == [
        {"field": "number", "heading": "证书编号"}, {"field": "name", "heading": "持证人"},
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(enter, django_assert_num_queries, count):
    director = people.actor(Role.DIRECTOR)
    for place in range(count):
        ExportRun.objects.create(
            center=director.center,
            batch=f"{place}",
            format="csv",
            columns=[],
            rows=1,
            sha256="0" * 64,
            made_by=director.user,
        )
    client = enter(director)
    client.get("/certificates/exports/")
    with django_assert_num_queries(6):
        client.get("/certificates/exports/")
