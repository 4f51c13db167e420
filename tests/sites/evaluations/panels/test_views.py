"""The draw's page, naming with reasons, answering and replacing, the evaluations side by side (2.3)."""

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.evaluations import rules
from sites.evaluations.models import Evaluation, PanelDraw
from tests.factories import people, personnel, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/evaluations"


def expert(evaluation):
    return people.actor(Role.EXPERT, person=evaluation.member.person.user)


def test_draw_then_the_naming_page_proposes_it(enter):
    app, members = sites.accepted(), sites.experts(3)
    client = enter(people.actor(Role.CLERK))
    url = f"{BASE}/panels/{app.uid}/draw/"
    assert client.get(url).context["form"]["count"].value() == 3
    wrong = client.post(url, {"visit_on": clock.today(), "count": 4})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["count"])
    answer = client.post(url, {"visit_on": clock.today(), "count": 3})
    assert answer["Location"] == f"/sites/applications/{app.uid}/name_panel/"
    page = client.get(answer["Location"])
    assert PanelDraw.objects.get().seed in page.content.decode()
    assert sorted(page.context["form"]["members"].value()) == sorted(each.pk for each in members)


@pytest.mark.clause("2.3")
def test_naming_page_disables_who_may_not_sit_and_says_why(enter):
    app = sites.accepted()
    (fit,) = sites.experts(1)
    related = personnel.qualified("expert", user=True).person
    personnel.recusal(related, app.organization)
    page = enter(people.actor(Role.CLERK)).get(f"/sites/applications/{app.uid}/name_panel/")
    options = {option.data["value"]: option.data for option in page.context["form"]["members"].subwidgets}
    assert [options[each.pk]["attrs"].get("disabled", False) for each in (fit, related)] == [False, True]
    assert f"不能参加：{related.name}与申请单位有利害关系（近亲属任职），应当回避。" in page.content.decode()


@pytest.mark.parametrize("typed", ["2099-01-01", "2099-13-01", "x"])
def test_naming_page_keeps_what_was_typed_and_checks_for_that_day(enter, typed):
    app, members = sites.accepted(), sites.experts(3)
    data = {"members": [each.pk for each in members], "visit_on": typed, "starts_at": "10:30"}
    page = enter(people.actor(Role.CLERK)).post(f"/sites/applications/{app.uid}/name_panel/", data)
    form = page.context["form"]
    assert (page.status_code, form["starts_at"].value(), form["visit_on"].value()) == (422, "10:30", typed)
    assert ("没有有效的专家资格" in page.content.decode()) is (typed == "2099-01-01")


def test_expert_accepts_and_leaves_and_the_clerk_replaces(enter):
    app = sites.invited()
    evaluation = rules.sitting(app.panel)[0]
    mine = f"{BASE}/{evaluation.uid}"
    client = enter(expert(evaluation))
    assert client.get(f"{mine}/edit/")["Location"] == f"{mine}/"
    assert client.post(f"{mine}/accept/").status_code == 302
    assert client.get(f"{mine}/edit/").status_code == 200
    empty = client.post(f"{mine}/recuse/", {"ground": ""})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["ground"])
    assert client.post(f"{mine}/recuse/", {"ground": "生病", "related": ""}).status_code == 302
    (substitute,) = sites.experts(1)
    clerk = enter(people.actor(Role.CLERK))
    page = clerk.get(f"{mine}/replace/")
    assert page.context["form"]["ground"].value() == f"{evaluation.member.person.name}退出评估。"
    missing = clerk.post(f"{mine}/replace/", {"substitute": substitute.pk, "ground": "生病"})
    assert (missing.status_code, list(missing.context["form"].errors)) == (422, ["leader"])
    sent = {"substitute": substitute.pk, "ground": "生病", "leader": substitute.pk}
    assert clerk.post(f"{mine}/replace/", sent).status_code == 302
    assert rules.sitting(app.panel)[0].member.person == substitute


def test_replace_a_member_asks_for_no_leader(enter):
    member = rules.sitting(sites.panel_named().panel)[1]
    form = enter(people.actor(Role.CLERK)).get(f"{BASE}/{member.uid}/replace/").context["form"]
    assert list(form.fields) == ["substitute", "ground"]


def test_draw_a_substitute_then_the_page_proposes_them(enter):
    app = sites.panel_named()
    member, other = rules.sitting(app.panel)[1:]
    sites.experts(2)
    clerk = enter(people.actor(Role.CLERK))
    page = f"{BASE}/{member.uid}/replace/"
    assert "还没有抽取" in clerk.get(page).content.decode()
    url = f"{BASE}/panels/seats/{member.uid}/draw/"
    assert "抽取一人" in clerk.get(url).content.decode()
    assert clerk.post(url)["Location"] == page
    drawing = member.draws.get()
    shown = clerk.get(page)
    assert drawing.seed in shown.content.decode()
    assert shown.context["form"]["substitute"].value() == drawing.drawn_id
    assert list(shown.context["form"].fields) == ["substitute", "ground", "departure"]
    Evaluation.objects.filter(pk=other.pk).update(status="submitted")
    refused = clerk.post(f"{BASE}/panels/seats/{other.uid}/draw/")
    assert (refused.status_code, "不需要接替专家" in refused.content.decode()) == (422, True)


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("state", ["recused", "replaced"])
def test_without_a_seat_the_application_is_gone_and_what_was_written_stays(enter, state):
    app = sites.panel_named()
    one = rules.sitting(app.panel)[1]
    Evaluation.objects.filter(pk=one.pk).update(status=state, comment="已写的评语。")
    client = enter(expert(one))
    assert client.get(f"/sites/applications/{app.uid}/").status_code == 404
    own = client.get(f"{BASE}/{one.uid}/").content.decode()
    assert "已写的评语。" in own
    assert f"/sites/applications/{app.uid}/" not in own
    office = enter(people.actor(Role.CLERK))
    assert f"/sites/applications/{app.uid}/" in office.get(f"{BASE}/{one.uid}/").content.decode()
    Evaluation.objects.filter(member__panel=app.panel).exclude(pk=one.pk).update(status="submitted")
    Evaluation.objects.filter(pk=one.pk).update(status="replaced")
    assert "已写的评语。" in office.get(f"{BASE}/{one.uid}/").content.decode()


@pytest.mark.clause("2.3")
def test_side_by_side_only_when_all_have_submitted(enter):
    app = sites.visited()
    one, two, three = rules.sitting(app.panel)
    sites.fill(one)
    sites.fill(two)
    client = enter(people.actor(Role.CLERK))
    page = client.get(f"{BASE}/panels/{app.uid}/")
    assert ("compared" in page.context, len(page.context["blockers"])) == (False, 1)
    three.photos.add(sites.stored("evaluation.photo"))
    sites.fill(three)
    page = client.get(f"{BASE}/panels/{app.uid}/")
    assert page.context["compared"].mean == 100
    assert [(each.name, each.note) for each in page.context["photos"]] == [("场地.pdf", three.member.person.name)]
    assert enter(expert(one)).get(f"{BASE}/panels/{app.uid}/").status_code == 200
    Evaluation.objects.filter(pk=one.pk).update(status="replaced")
    assert enter(expert(one)).get(f"{BASE}/panels/{app.uid}/").status_code == 404
    assert client.get(f"{BASE}/panels/{sites.accepted().uid}/").status_code == 404


@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_director_decides_beside_the_marks(enter, verb):
    app = sites.evaluated()
    page = enter(people.actor(Role.DIRECTOR)).get(f"/sites/applications/{app.uid}/{verb}/").content.decode()
    assert "专家评分对照" in page
    assert "建议设立。" in page


def test_leader_concludes_beside_the_marks(enter):
    leader = rules.sitting(sites.judged().panel)[0]
    page = enter(expert(leader)).get(f"{BASE}/{leader.uid}/conclusion/")
    assert page.context["compared"].names[0] == leader.member.person.name
