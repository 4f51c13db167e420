"""Saving the sections of annex 2: versions, the trace of what saves itself, drafts, uploads (A2, 2.2)."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx.accounts.models import Organization
from sdzx.audit.services import entries_of
from sdzx.files import accept
from sdzx.workflow import Refused
from sites.applications.entry import services
from sites.applications.models import Application, ExaminerRow
from sites.applications.sections import Section
from tests.factories import catalogue, sites
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db
PERSON = {"name": "孙丽", "sex": "女", "birth_date": datetime.date(1990, 1, 1), "education": "大专"}


def edits(app: Application) -> list[tuple[str, dict]]:
    return [(entry.label, entry.after) for entry in entries_of(app)]


def version(app: Application, section: Section) -> int:
    return services.version_of(app, section).version


def test_save_fields_writes_what_changed() -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    values = {"responsible": "张华", "address": ""}
    for _ in range(2):
        services.save_fields(app, by=by, section=Section.UNIT, values=values, kind="school")
    app.refresh_from_db()
    assert (app.responsible, app.organization.kind, version(app, Section.UNIT)) == ("张华", "school", 1)
    assert edits(app) == [("填写“申请单位”", {"fields": ["responsible", "kind"]})]


@pytest.mark.clause("2.1")
def test_save_fields_other_kind_without_reason_is_refused() -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    with pytest.raises(Refused) as refusal:
        services.save_fields(app, by=by, section=Section.UNIT, values={}, kind="other")
    assert [blocker.clause for blocker in refusal.value.blockers] == ["2.1"]
    assert Organization.objects.get(pk=app.organization.pk).kind == "training"


@pytest.mark.clause("A2")
def test_save_fields_longer_than_the_form_is_refused() -> None:
    app = sites.draft()
    with pytest.raises(Refused, match="负责人"):
        services.save_fields(
            app, by=sites.staff(app.organization), section=Section.UNIT, values={"responsible": "字" * 51}
        )


def test_save_after_submission_or_by_another_host_is_refused() -> None:
    app = sites.submitted()
    with pytest.raises(Refused, match="不能再修改"):
        services.save_rows(app, by=sites.staff(app.organization), section=Section.EQUIPMENT, rows=[])
    with pytest.raises(Refused, match="没有找到这条记录"):
        services.save_rows(sites.draft(), by=sites.staff(), section=Section.EQUIPMENT, rows=[])


def test_save_over_what_somebody_saved_meanwhile_is_refused_and_says_who() -> None:
    app = sites.draft()
    first, second = (sites.staff(app.organization) for _ in range(2))
    with time_machine.travel("2026-03-02 10:40+08:00", tick=False):
        services.save_fields(app, by=first, section=Section.UNIT, values={"responsible": "王芳"}, base=0)
        with pytest.raises(services.Overtaken, match=f"{first.name}于10:40保存了“申请单位”"):
            services.save_fields(app, by=second, section=Section.UNIT, values={"responsible": "李雷"}, base=0)
    app.refresh_from_db()
    assert (app.responsible, version(app, Section.UNIT)) == ("王芳", 1)
    with (
        time_machine.travel("2026-03-03 09:00+08:00"),
        pytest.raises(services.Overtaken, match="您在另一个窗口于3月2日"),
    ):
        services.save_fields(app, by=first, section=Section.UNIT, values={"responsible": "李雷"}, base=0)
    services.save_fields(app, by=second, section=Section.UNIT, values={"responsible": "王芳"}, base=0)
    services.save_fields(app, by=second, section=Section.UNIT, values={"responsible": "李雷"}, base=1)
    assert version(app, Section.UNIT) == 2


def test_what_saves_itself_is_traced_once_a_stretch_and_a_pressed_button_always() -> None:
    app = sites.draft()
    by, other = (sites.staff(app.organization) for _ in range(2))
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as clock:
        for name in ("王", "王芳", "王芳芳"):
            services.save_fields(app, by=by, section=Section.UNIT, values={"responsible": name}, by_itself=True)
        services.save_fields(app, by=by, section=Section.UNIT, values={"responsible": "王芳芳"})
        services.save_fields(app, by=by, section=Section.UNIT, values={"responsible": "王芳芳"})
        services.save_fields(app, by=by, section=Section.UNIT, values={"responsible": "王"}, by_itself=True)
        services.save_fields(app, by=other, section=Section.UNIT, values={"responsible": "李"}, by_itself=True)
        clock.shift(datetime.timedelta(minutes=31))
        services.save_fields(app, by=other, section=Section.UNIT, values={"responsible": "李雷"}, by_itself=True)
    by_itself = ("填写“申请单位”（自动保存）", {"fields": ["responsible"]})
    assert edits(app) == [by_itself, ("填写“申请单位”", {"version": 3}), by_itself, by_itself, by_itself]


def test_save_rows_replaces_them_and_the_same_rows_again_change_nothing() -> None:
    app = sites.complete()
    by = sites.staff(app.organization)
    new = catalogue.project()
    project = {"project": new, "workstations": 12, "rooms": 1}
    services.save_rows(app, by=by, section=Section.PROJECTS, rows=[project])
    examiner = {**PERSON, "trade": "烘焙", "card_number": "K1", "projects": [new]}
    given = {
        Section.PROJECTS: [project],
        Section.EQUIPMENT: [{"name": "和面机", "quantity": "2台"}],
        Section.MANAGERS: [{**PERSON, "title": "主任"}],
        Section.EXAMINERS: [examiner],
    }
    for _ in range(2):
        for section, rows in given.items():
            services.save_rows(app, by=by, section=section, rows=rows)
    assert [(row.project, row.workstations) for row in app.projects.all()] == [(new, 12)]
    assert [row.name for row in app.equipment.all()] == ["和面机"]
    assert [row.title for row in app.managers.all()] == ["主任"]
    assert [(row.card_number, list(row.projects.all())) for row in app.examiners.all()] == [("K1", [new])]
    assert [label for label, _ in edits(app)] == [f"填写“{section.label}”" for section in given]


def test_examiners_lose_a_project_that_is_gone_and_their_page_notices() -> None:
    kept, gone = catalogue.project(), catalogue.project()
    app = sites.complete(projects=[kept, gone])
    by = sites.staff(app.organization)
    row = {"project": kept, "workstations": 12, "rooms": 1}
    services.save_rows(app, by=by, section=Section.PROJECTS, rows=[row])
    assert not ExaminerRow.objects.filter(application=app, projects=gone).exists()
    assert ExaminerRow.objects.filter(application=app, projects=kept).count() == 3
    assert version(app, Section.EXAMINERS) == 1


def test_save_attachments_adopts_new_drops_missing_and_keeps_the_order() -> None:
    app = sites.complete()
    by = sites.staff(app.organization)
    kept = app.attachments.get(kind="image").file
    new = sites.stored("draft", "新图.pdf")
    new.uploaded_by = by.user
    new.save()
    for _ in range(2):
        services.save_attachments(app, by=by, attached={"image": [new, kept], "rules": []})
    new.refresh_from_db()
    assert new.kind == "application.image"
    assert [(each.kind, each.file) for each in app.attachments.all()][:2] == [("image", new), ("image", kept)]
    assert list(app.attachments.values_list("kind", flat=True)) == ["image", "image", "stamped"]
    assert edits(app) == [("填写“证明材料”", {"场地设施设备图像": 2, "考核工作管理制度": 0})]


@pytest.mark.clause("2.2")
def test_attach_takes_one_upload_and_no_more_than_the_limit() -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    files = [SimpleUploadedFile(f"{n}.jpg", portrait(900 + n, 700)) for n in range(3)]
    for upload in files[:2]:
        services.attach(app, by=by, kind="image", upload=upload, accept=accept.IMAGE, limit=2)
    with pytest.raises(Refused, match="最多上传2个文件"):
        services.attach(app, by=by, kind="image", upload=files[2], accept=accept.IMAGE, limit=2)
    false = SimpleUploadedFile("假.jpg", sites.PDF)
    with pytest.raises(Refused, match="实际内容不是"):
        services.attach(app, by=by, kind="image", upload=false, accept=accept.IMAGE, limit=9)
    assert [(each.file.name, each.position) for each in app.attachments.all()] == [("0.jpg", 1), ("1.jpg", 2)]


def test_rearrange_moves_within_the_kind_and_removes() -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    first, second = (app.attachments.create(kind="image", file=sites.stored(name=f"{n}.pdf")) for n in "甲乙")
    rules = app.attachments.create(kind="rules", file=sites.stored("application.rules"))

    def order() -> list[int]:
        return [each.pk for each in app.attachments.all()]

    services.rearrange(app, by=by, attachment=str(second.pk), to="up")
    assert order() == [second.pk, first.pk, rules.pk]
    services.rearrange(app, by=by, attachment=str(second.pk), to="up")
    services.rearrange(app, by=by, attachment=str(second.pk), to="down")
    assert order() == [first.pk, second.pk, rules.pk]
    services.rearrange(app, by=by, attachment=str(first.pk), to="remove")
    assert order() == [second.pk, rules.pk]
    for nobody in (str(first.pk), "x"):
        services.rearrange(app, by=by, attachment=nobody, to="remove")
    assert order() == [second.pk, rules.pk]
    assert edits(app)[-1] == ("填写“证明材料”", {"移除场地设施设备图像": "甲.pdf"})


def test_draft_is_each_persons_own_sealed_and_forgotten_when_dropped() -> None:
    from django.db import connection

    app = sites.draft()
    by, other = (sites.staff(app.organization) for _ in range(2))
    for typed in ("一", "二"):
        services.keep_draft(app, by=by, section=Section.UNIT, typed=typed, base=0, problems=1)
    services.keep_draft(app, by=other, section=Section.UNIT, typed="三", base=0, problems=1)
    assert sorted(each.typed for each in app.section_drafts.all()) == ["三", "二"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM sites_sectiondraft")
        assert not any("二" in row[0] for row in cursor.fetchall())
    services.drop_draft(app, by=by, section=Section.UNIT)
    assert [each.typed for each in app.section_drafts.all()] == ["三"]
    with pytest.raises(Refused, match="没有找到这条记录"):
        services.keep_draft(app, by=sites.staff(), section=Section.UNIT, typed="", base=0, problems=0)


@pytest.mark.parametrize("count", [1, 200])
def test_save_rows_asks_as_many_queries_for_hundreds(count, django_assert_num_queries) -> None:
    app = sites.complete()
    by, project = sites.staff(app.organization), app.projects.get().project
    rows = [{**PERSON, "trade": "烘焙", "card_number": f"K{n}", "projects": [project]} for n in range(count)]
    with django_assert_num_queries(17):
        services.save_rows(app, by=by, section=Section.EXAMINERS, rows=rows)
    assert app.examiners.count() == count


def test_people_of_the_version_are_named() -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    services.save_fields(app, by=by, section=Section.OPINION, values={"opinion": "同意"})
    found = services.version_of(app, Section.OPINION)
    assert (str(found), found.saved_by) == ("申报单位意见 第1次保存", by.user)
    draft = services.keep_draft(app, by=by, section=Section.OPINION, typed="{}", base=1, problems=0)
    assert str(draft) == "申报单位意见的未完成内容"
