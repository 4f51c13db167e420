"""Annex 2 as it was submitted, and what differs between two submissions (2.2, A2)."""

import json

import pytest
from django.db import connection

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from sites.applications import services, snapshots
from sites.applications.content import in_sections, items_of, plain, restored
from sites.applications.entry import services as entry
from sites.applications.models import Application, Attachment
from sites.applications.review_models import Snapshot
from sites.applications.sections import Section
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db
S = Application.Status


def fresh(app: Application) -> Application:
    return Application.objects.get(pk=app.pk)


def compared(app: Application, before: list) -> list[tuple[str, str, str, list]]:
    found = snapshots.differences(before, items_of(fresh(app)))
    return [(each.section.slug, each.label, each.kind, list(each.cells)) for each in found]


@pytest.mark.clause("A2")
def test_items_stand_in_the_order_of_annex_2_and_come_back_from_json() -> None:
    app = fresh(sites.complete())
    items = items_of(app)
    assert restored(json.loads(json.dumps(plain(items)))) == items
    assert [part["section"] for part in plain(items)] == [section.slug for section in Section]
    assert {section: len(held) for section, held in in_sections(items).items()} == {
        Section.UNIT: 10, Section.PREMISES: 8, Section.PROJECTS: 1, Section.EQUIPMENT: 1, Section.MANAGERS: 1,
        Section.EXAMINERS: 3, Section.ATTACHMENTS: 3, Section.OPINION: 1,
    }  # fmt: skip
    oven = in_sections(items)[Section.EQUIPMENT][0]
    assert (oven.title, oven.said) == ("设施设备“层式烤箱”", "层式烤箱 · 三层六盘 · 4台 · 完好")


def test_items_of_the_same_name_are_told_apart_and_a_file_counts_once() -> None:
    app = sites.complete()
    app.equipment.create(name="层式烤箱", model="三层六盘", quantity="1台")
    app.attachments.create(kind="image", file=app.attachments.get(kind="image").file)
    keys = [item.key for item in items_of(app) if item.section == Section.EQUIPMENT]
    assert keys == ["层式烤箱|三层六盘", "层式烤箱|三层六盘#2"]
    assert sum(item.section == Section.ATTACHMENTS for item in items_of(app)) == 3


def test_items_ask_as_many_queries_for_many_rows_as_for_few(django_assert_num_queries) -> None:
    few, many = sites.complete(), sites.complete(projects=[catalogue.project() for _ in range(3)])
    for n in range(3):
        many.equipment.create(name=f"设备{n}", quantity="1")
    for app in (fresh(few), fresh(many)):
        with django_assert_num_queries(7):
            items_of(app)


@pytest.mark.clause("A2")
def test_submission_freezes_annex_2_and_traces_its_digest() -> None:
    app = sites.complete()
    services.submit(app, by=sites.staff(app.organization))
    snapshot = app.snapshots.get()
    assert (snapshot.number, str(snapshot)) == (1, "第1次提交")
    assert restored(snapshot.parts) == items_of(fresh(app))
    assert entries_of(app).last().after["sha256"] == snapshot.digest
    files = {item.key for item in restored(snapshot.parts) if item.section == Section.ATTACHMENTS}
    assert files == {f"{each.kind}:{each.file.sha256}" for each in app.attachments.all()}


def test_snapshot_is_sealed_in_the_database() -> None:
    snapshot = snapshots.freeze(fresh(sites.complete()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM sites_snapshot WHERE id = %s", [snapshot.pk])
        (stored,) = cursor.fetchone()
    assert "李明" not in stored
    assert "李明" in Snapshot.objects.get().content


def test_differences_fields_rows_and_files() -> None:
    app = sites.complete()
    before = items_of(fresh(app))
    app.responsible, app.rented_classrooms = "张华", 1
    app.save()
    app.equipment.update(quantity="6台")
    app.equipment.create(name="和面机", quantity="2台")
    gone = app.attachments.get(kind="rules")
    gone.delete()
    added = Attachment.objects.create(
        application=app, kind="other", file=sites.stored(name="补充.pdf", content=sites.PDF + b"x")
    )
    assert compared(app, before) == [
        ("unit", "负责人", "修改", [("负责人", "李明", "张华")]),
        ("premises", "租用教室数", "修改", [("租用教室数", "0", "1")]),
        ("equipment", "层式烤箱", "修改", [("数量", "4台", "6台")]),
        ("equipment", "和面机", "新增", [("名称", "", "和面机"), ("数量", "", "2台")]),
        ("attachments", "补充.pdf", "新增",
         [("材料类别", "", "其他材料"), ("文件名", "", "补充.pdf"), ("SHA-256", "", added.file.sha256)]),
        ("attachments", "场地.pdf", "删除",
         [("材料类别", "考核工作管理制度", ""), ("文件名", "场地.pdf", ""), ("SHA-256", gone.file.sha256, "")]),
    ]  # fmt: skip


def test_differences_a_corrected_card_number_is_a_change_and_not_another_person() -> None:
    app = sites.complete()
    before = items_of(fresh(app))
    row = app.examiners.first()
    old, row.card_number = row.card_number, "KPX1"
    row.save()
    assert compared(app, before) == [("examiners", row.name, "修改", [("考评员证书号", old, "KPX1")])]


def test_differences_two_of_one_name_are_not_guessed() -> None:
    app = sites.complete()
    app.examiners.update(name="李强")
    before = items_of(fresh(app))
    for number, row in enumerate(app.examiners.all()[:2]):
        row.card_number = f"KPY{number}"
        row.save()
    assert sorted(kind for _, _, kind, _ in compared(app, before)) == ["删除", "删除", "新增", "新增"]


def test_history_is_the_newest_first() -> None:
    app = fresh(sites.complete())
    snapshots.freeze(app)
    assert snapshots.history(app) == []
    app.opinion = "同意设立。"
    app.save()
    snapshots.freeze(app)
    snapshots.freeze(app)
    found = snapshots.history(app)
    assert [(each.before.number, each.now.number, len(each.changes)) for each in found] == [(2, 3, 0), (1, 2, 1)]


def test_office_reads_the_submission_while_the_host_edits(enter) -> None:
    app = sites.complete()
    host = sites.staff(app.organization)
    services.submit(app, by=host)
    services.return_for_supplement(app, by=people.actor(Role.CLERK), items=["负责人：请核对"])
    Application.objects.filter(pk=app.pk).update(responsible="改到一半")
    clerk, own = people.actor(Role.CLERK), host
    seen = {}
    for who in (clerk, own):
        page = enter(who).get(f"/sites/applications/{app.uid}/").content.decode()
        seen[who.role] = ("改到一半" in page, "李明" in page)
    assert seen == {Role.CLERK: (False, True), Role.SITE: (True, False)}


@pytest.mark.parametrize("field", ["number", "digest"])
def test_snapshot_constraints(field) -> None:
    from django.db import IntegrityError

    app = fresh(sites.complete())
    first = snapshots.freeze(app)
    values = {"number": first.number} if field == "number" else {"number": 0}
    with pytest.raises(IntegrityError):
        Snapshot.objects.create(application=app, content="[]", digest="", submitted_at=first.submitted_at, **values)


def test_differences_page_says_in_words_what_changed(enter) -> None:
    app = sites.complete()
    host = sites.staff(app.organization)
    services.submit(app, by=host)
    services.return_for_supplement(app, by=people.actor(Role.CLERK), items=["负责人：请核对"])
    Application.objects.filter(pk=app.pk).update(responsible="张华")
    services.submit(fresh(app), by=host)
    client = enter(people.actor(Role.CLERK))
    for address in (f"/sites/applications/{app.uid}/differences/", f"/sites/applications/{app.uid}/"):
        page = client.get(address).content.decode()
        assert (
            '<del><span class="visually-hidden">原来：</span>李明</del> → <ins><span class="visually-hidden">现在：</span>张华</ins>'
            in page
        )
    assert enter(people.actor(Role.CLERK, city=people.center("370200"))).get(address).status_code == 404


@pytest.mark.parametrize("status", [S.SUBMITTED, S.ACCEPTED, S.REJECTED, S.APPROVED])
def test_host_changes_nothing_that_is_under_review_or_decided(status: str) -> None:
    app = sites.submitted(status=status)
    host = sites.staff(app.organization)
    before = items_of(fresh(app))
    tries = [
        lambda: entry.save_fields(app, by=host, section=Section.UNIT, values={"responsible": "改"}, kind="school"),
        *(
            lambda section=section: entry.save_rows(app, by=host, section=section, rows=[])
            for section in entry.ROW_MODELS
        ),
        lambda: entry.save_attachments(app, by=host, attached={"image": []}),
        lambda: services.submit(app, by=host),
        lambda: services.answer_marks(app, by=host, answers={}),
    ]
    for press in tries:
        with pytest.raises(Refused):
            press()
    assert items_of(fresh(app)) == before
