"""The pages of an inspection."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from sites.oversight.inspections.models import Inspection
from tests.factories import inspections, people, sessions, sites
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db
BASE = "/sites/inspections"
S = Inspection.Status


def picture(name="现场.jpg"):
    return SimpleUploadedFile(name, portrait())


def address(made, tail=""):
    return f"{BASE}/{made.uid}/{tail}"


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        inspections.closed()
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/")
    assert len(page.context["table"].rows) == count
    assert [each.label for each in page.context["actions"]] == ["安排检查", "待检查考点"]


@pytest.mark.parametrize("count", [1, 3])
def test_due_sites_ask_the_same_number_of_queries(enter, django_assert_num_queries, count):
    long_ago = clock.today() - datetime.timedelta(days=400)
    for _ in range(count):
        site = sites.site()
        site.publication.issued_on = long_ago
        site.publication.save()
    client = enter(people.actor(Role.DIRECTOR))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/due/")
    assert len(page.context["table"].rows) == count
    assert page.context["table"].rows[0].url.startswith(f"{BASE}/new/?site=")


def test_arranging_keeps_what_was_typed_and_marks_each_field(enter):
    session = sessions.session("published", candidates=1)
    team = inspections.team()
    client = enter(people.actor(Role.ARRANGER))
    page = client.get(f"{BASE}/new/?site={session.site.uid}")
    form = page.context["form"]
    assert form["site"].value() == str(session.site.uid)
    assert [key for key, _ in form.fields["session"].choices] == ["", str(session.uid)]
    data = {"site": str(session.site.uid), "announced": "no", "scheduled_on": clock.today(), "session": str(session.uid), "reason": "抽查",
            "inspectors": [str(team[0].user.pk)]}  # fmt: skip
    refused = client.post(f"{BASE}/new/", data)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"scheduled_on", "inspectors"}
    assert "抽查" in refused.content.decode()
    both = [str(each.user.pk) for each in team]
    answer = client.post(f"{BASE}/new/", {**data, "scheduled_on": session.day, "inspectors": both})
    made = Inspection.objects.get()
    assert (answer.url, made.announced, made.session) == (address(made), False, session.uid)
    assert session.number in client.get(address(made)).content.decode()


def test_checklist_is_filled_in_with_photos_kept_on_a_refusal(enter):
    made = inspections.planned()
    client = enter(inspections.inspector(made))
    page = client.get(address(made, "edit/")).content.decode()
    assert "消防" in page
    assert "重点项" in page
    wrong = client.post(
        address(made, "edit/"), {"base": 0, "value_A1": "maybe", "remark_A1": "门牌相符", "photos_A1": picture()}
    )
    assert wrong.status_code == 422
    assert "门牌相符" in wrong.content.decode()
    kept = wrong.context["form"]["photos_A1"].value()
    assert [stored.name for stored, _ in kept] == ["现场.jpg"]
    good = {"base": 0, "value_A1": "yes", "remark_A1": "门牌相符", "photos_A1-kept": kept[0][1]}
    assert client.post(address(made, "edit/"), good).url == address(made)
    made.refresh_from_db()
    assert made.answers == {"A1": {"value": "yes", "remark": "门牌相符"}}
    assert made.photos.get().code == "A1"
    shown = client.get(address(made)).content.decode()
    assert "A1现场照片" in shown
    assert "填写检查表" in shown


def test_other_device_saved_meanwhile_shows_both_and_loses_nothing(enter):
    made = inspections.planned()
    client = enter(inspections.inspector(made))
    client.post(
        address(made, "edit/"),
        {"base": 0, "value_A1": "no", "remark_A1": "换了地址", "summary": "甲在场"},
    )
    answer = client.post(address(made, "edit/"), {"base": 0, "value_A1": "yes", "remark_A1": "没有换"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不符合：换了地址" in page
    assert "甲在场" in page
    assert "没有换" in page
    assert client.post(address(made, "edit/"), {"base": 1, "value_A1": "yes"}).status_code == 302


@pytest.mark.clause("5.1")
def test_submitting_lists_what_is_missing_with_links(enter):
    made = inspections.planned()
    client = enter(inspections.inspector(made, 1))
    page = client.get(address(made, "carry_out/"))
    assert len(page.context["blockers"]) == len(made.checklist.items)
    assert page.context["blockers"][0].url == address(made, "edit/#item-A1")
    assert client.post(address(made, "carry_out/"), {"carried_out_on": clock.today()}).status_code == 422
    inspections.fill(made)
    assert client.post(address(made, "carry_out/"), {"carried_out_on": clock.today()}).status_code == 302
    assert client.get(address(made, "edit/")).url == address(made)


@pytest.mark.clause("5.1")
def test_before_its_day_it_cannot_be_submitted(enter):
    made = inspections.fill(inspections.planned(scheduled_on=clock.today() + datetime.timedelta(days=1)))
    client = enter(inspections.inspector(made))
    page = client.get(address(made, "carry_out/"))
    assert [each.clause for each in page.context["blockers"]] == ["5.1"]
    assert client.post(address(made, "carry_out/"), {"carried_out_on": clock.today()}).status_code == 422


def test_who_does_not_inspect_neither_fills_in_nor_submits(enter):
    made = inspections.planned()
    client = enter(people.actor(Role.CLERK))
    assert [client.get(address(made, each)).status_code for each in ("edit/", "carry_out/")] == [404, 404]
    page = client.get(address(made)).content.decode()
    assert "填写检查表" not in page
    assert "取消检查" in page


@pytest.mark.clause("5.1")
def test_site_reads_nothing_before_the_submission(enter):
    made = inspections.fill(inspections.planned(), {"B2": ("no", "另收费")})
    staff = sites.staff(made.site.organization)
    client, shot = enter(staff), made.photos.first().file
    assert "另收费" not in client.get(address(made)).content.decode()
    clerk = inspections.inspector(made)
    assert [may_read(each, shot) for each in (clerk, staff, VISITOR)] == [True, False, False]
    Inspection.objects.update(status=S.CARRIED_OUT, carried_out_on=clock.today())
    assert "【重点项】不符合：另收费" in client.get(address(made)).content.decode()
    assert may_read(staff, shot)


def test_site_signs_director_closes_and_goes_on_to_a_violation(enter):
    made = inspections.carried_out(faults={"B2": ("no", "另收费50元。")})
    director = people.actor(Role.DIRECTOR)
    client = enter(sites.staff(made.site.organization))
    assert client.post(address(made, "sign/"), {"representative": "", "opinion": ""}).status_code == 422
    assert client.post(address(made, "sign/"), {"representative": "李明", "opinion": "收费属实"}).status_code == 302
    made.refresh_from_db()
    assert may_read(director, made.document)
    client = enter(director)
    refused = client.post(address(made, "close/"), {"result": "passed"})
    assert "重点项B2不符合" in refused.content.decode()
    assert client.post(address(made, "close/"), {"result": "violation", "conclusion": "立案"}).status_code == 302
    page = client.get(address(made)).content.decode()
    assert f"/sites/violations/new/?inspection={made.uid}" in page
    assert "收费属实" in page
    assert "检查记录" in page


def test_refusal_to_sign_shows_how(enter):
    made = inspections.carried_out()
    assert enter(people.actor(Role.CLERK)).get(address(made, "record_refusal/")).status_code == 404
    client = enter(inspections.inspector(made))
    assert client.post(address(made, "record_refusal/"), {"ground": "负责人离场"}).status_code == 302
    assert "负责人离场" in client.get(address(made)).content.decode()


def test_clean_inspection_leads_to_no_violation(enter):
    made = inspections.closed()
    page = enter(people.actor(Role.DIRECTOR)).get(address(made)).content.decode()
    assert "据此登记违规" not in page


def test_site_page_shows_its_inspections(enter):
    site = sites.site()
    inspections.closed(site)
    hidden = inspections.planned(site, announced=False)
    page = enter(people.actor(Role.CLERK)).get(f"/sites/records/{site.uid}/")
    text = page.content.decode()
    assert "合格" in text
    assert f"{BASE}/{hidden.uid}/" in text
    assert f"{BASE}/new/?site={site.uid}" in text
