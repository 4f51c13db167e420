"""The pages of an evaluation, and the steps that it adds to an application."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.access import may_read
from sites.applications.models import Application
from sites.evaluations.models import Evaluation, Panel
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/evaluations"
APPLICATIONS = "/sites/applications"
S = Application.Status


def evaluations(app):
    """The leader's first."""
    return list(Evaluation.objects.filter(member__panel__application=app).order_by("member__id"))


def expert(evaluation):
    return people.actor(Role.EXPERT, person=evaluation.member.person.user)


def filled(evaluation, **changed):
    items = evaluation.member.panel.rubric.items
    codes = [row.project.code for row in evaluation.member.panel.application.projects.all()]
    data = {f"mark_{item['code']}": item["full"] for item in items} | {f"verdict_{code}": "yes" for code in codes}
    return {**data, "remark_A1": "证照齐全", "comment": "条件具备", **changed}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count) -> None:
    for _ in range(count):
        sites.panel_named()
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/")
    assert len(page.context["table"].rows) == 3 * count


def test_edit_keeps_a_draft_and_shows_it_again(enter) -> None:
    evaluation = evaluations(sites.panel_named())[0]
    client = enter(expert(evaluation))
    address = f"{BASE}/{evaluation.uid}/edit/"
    assert client.post(address, {"mark_A1": "8", "remark_A1": "齐全"}).url == f"{BASE}/{evaluation.uid}/"
    page = client.get(address)
    assert [page.context["form"][name].value() for name in ("mark_A1", "remark_A1", "mark_A2")] == [8, "齐全", None]


def test_edit_mark_outside_the_scale_stays_on_the_page(enter) -> None:
    evaluation = evaluations(sites.panel_named())[0]
    page = enter(expert(evaluation)).post(f"{BASE}/{evaluation.uid}/edit/", {"mark_A1": "11", "comment": "尚可"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["mark_A1"])
    assert page.context["form"]["comment"].value() == "尚可"


def test_edit_and_submit_on_the_day(enter) -> None:
    evaluation = evaluations(sites.panel_named())[0]
    client = enter(expert(evaluation))
    code = evaluation.member.panel.application.projects.get().project.code
    client.post(f"{BASE}/{evaluation.uid}/edit/", filled(evaluation, **{f"verdict_{code}": "no"}))
    assert client.get(f"{BASE}/{evaluation.uid}/submit/").context["blockers"] == []
    client.post(f"{BASE}/{evaluation.uid}/submit/")
    evaluation.refresh_from_db()
    assert (evaluation.status, evaluation.verdicts) == ("submitted", {code: False})


def test_saved_elsewhere_meanwhile_both_are_shown_and_the_next_save_holds(enter) -> None:
    """Without a script: two windows, the older one is told what the other has kept and loses nothing."""
    evaluation = evaluations(sites.visited())[0]
    code = evaluation.member.panel.application.projects.get().project.code
    client, url = enter(expert(evaluation)), f"{BASE}/{evaluation.uid}/edit/"
    client.post(url, {"mark_A1": 5, f"verdict_{code}": "no", "comment": "另一处", "base": 0})
    page = client.post(url, {"mark_A1": 9, "remark_A1": "本处", "comment": "本处的评语", "base": 0})
    assert page.status_code == 422
    assert "已在另一台设备或另一个窗口保存过" in page.context["blockers"][0].sentence
    item = evaluation.member.panel.rubric.items[0]
    name = evaluation.member.panel.application.projects.get().project.name
    assert [(fact.label, fact.value) for fact in page.context["kept"]] == [
        (f"{item['name']}：评分（0至{item['full']}）", 5), (name, "不同意"), ("综合评语", "另一处"),
    ]  # fmt: skip
    form = page.context["form"]
    assert [form[field].value() for field in ("mark_A1", "remark_A1", "comment")] == ["9", "本处", "本处的评语"]
    assert 'name="base" value="1"' in page.content.decode()
    assert client.post(url, {"mark_A1": 9, "comment": "本处的评语", "base": 1}).status_code == 302
    evaluation.refresh_from_db()
    assert (evaluation.marks, evaluation.comment) == ({"A1": 9}, "本处的评语")


@pytest.mark.clause("2.3")
def test_record_of_a_colleague_is_unknown_until_all_have_submitted(enter) -> None:
    app = sites.visited()
    one, two, three = evaluations(app)
    sites.fill(one)
    sites.fill(two)
    address = f"{BASE}/{two.uid}/"
    assert enter(expert(one)).get(address).status_code == 404
    sites.fill(three)
    assert "证照" not in enter(expert(one)).get(address).content.decode()
    assert enter(expert(one)).get(address).status_code == 200
    assert enter(expert(one)).get(f"{BASE}/{two.uid}/edit/").status_code == 404


@pytest.mark.clause("2.3")
def test_record_hides_marks_and_photos_from_the_centre_until_all_have_submitted(enter) -> None:
    app = sites.visited()
    one, two, three = evaluations(app)
    photo = sites.stored("evaluation.photo")
    one.photos.add(photo)
    sites.fill(one)
    sites.fill(two)
    clerk = people.actor(Role.CLERK)
    page = enter(clerk).get(f"{BASE}/{one.uid}/")
    assert [group.title for group in page.context["groups"]] == ["考察", "评分"]
    assert (list(page.context["files"]), may_read(clerk, photo)) == ([], False)
    sites.fill(three)
    page = enter(clerk).get(f"{BASE}/{one.uid}/")
    titles = ["考察", "机构资质", "考核场地", "设施设备", "人员配备", "考务保障", "各项目意见"]
    assert [group.title for group in page.context["groups"]] == titles
    assert (len(page.context["files"]), may_read(clerk, photo)) == (1, True)


def test_record_of_the_leader_offers_the_conclusion(enter) -> None:
    leader, member, _ = evaluations(sites.judged())
    client = enter(expert(leader))
    assert [each.label for each in client.get(f"{BASE}/{leader.uid}/").context["buttons"]] == ["填写评估结论"]
    assert list(enter(expert(member)).get(f"{BASE}/{member.uid}/").context["buttons"]) == []


def test_record_of_a_draft_lists_what_is_missing(enter) -> None:
    evaluation = evaluations(sites.panel_named())[0]
    page = enter(expert(evaluation)).get(f"{BASE}/{evaluation.uid}/")
    assert len(page.context["blockers"]) == 12
    assert [each.label for each in page.context["buttons"]] == ["提交评估", "回避或退出", "填写评估"]


def test_conclusion_by_the_leader(enter) -> None:
    app = sites.judged()
    leader, member, _ = evaluations(app)
    client = enter(expert(leader))
    address = f"{BASE}/{leader.uid}/conclusion/"
    assert client.get(address).context["form"]["conclusion"].value() == "recommended"
    client.post(address, {"conclusion": "conditional", "opinion": "整改后设立"})
    assert Panel.objects.get(application=app).conclusion == "conditional"
    assert enter(expert(member)).get(f"{BASE}/{member.uid}/conclusion/").status_code == 404


@pytest.mark.clause("2.3")
def test_conclusion_before_all_have_submitted_is_refused(enter) -> None:
    leader = sites.fill(evaluations(sites.visited())[0])
    client = enter(expert(leader))
    address = f"{BASE}/{leader.uid}/conclusion/"
    assert len(client.get(address).context["blockers"]) == 2
    page = client.post(address, {"conclusion": "recommended", "opinion": "好"})
    assert (page.status_code, len(page.context["blockers"])) == (422, 2)


def test_application_steps_from_panel_to_decision(enter) -> None:
    app, members = sites.accepted(projects=[catalogue.project(), catalogue.project()]), sites.experts()
    clerk = enter(people.actor(Role.CLERK))
    address = f"{APPLICATIONS}/{app.uid}"
    assert members[0].title in clerk.get(f"{address}/name_panel/").content.decode()
    data = {
        "members": [each.pk for each in members],
        "leader": members[0].pk,
        "visit_on": clock.today(),
        "starts_at": "09:30",
    }
    refused = clerk.post(f"{address}/name_panel/", {**data, "members": data["members"][:2]})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["members"])
    assert clerk.post(f"{address}/name_panel/", data).status_code == 302
    assert app.panel.starts_at == datetime.time(9, 30)
    clerk.post(f"{address}/record_visit/", {"visited_on": clock.today()})
    assert len(clerk.get(f"{address}/conclude/").context["blockers"]) == 4
    for each in evaluations(app):
        sites.fill(each)
    Panel.objects.filter(application=app).update(conclusion="recommended", opinion="好")
    clerk.post(f"{address}/conclude/")
    director = enter(people.actor(Role.DIRECTOR))
    one, two = app.projects.all()
    decision = {f"decision_{one.pk}": "yes", f"decision_{two.pk}": "no"}
    refused = director.post(f"{address}/approve/", decision)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [f"reason_{two.pk}"])
    missing = director.post(f"{address}/approve/", {f"decision_{one.pk}": "yes"})
    assert list(missing.context["form"].errors) == [f"decision_{two.pk}"]
    director.post(f"{address}/approve/", {**decision, f"reason_{two.pk}": "工位不足"})
    app.refresh_from_db()
    assert app.status == S.APPROVED


def test_application_record_shows_the_panel_by_role(enter) -> None:
    app = sites.evaluated()
    leader = evaluations(app)[0]
    shown = {}
    for name, actor in (
        ("host", sites.staff(app.organization)),
        ("clerk", people.actor(Role.CLERK)),
        ("expert", expert(leader)),
    ):
        groups = enter(actor).get(f"{APPLICATIONS}/{app.uid}/").context["groups"]
        facts = next(group for group in groups if group.title == "专家评估组").facts
        shown[name] = ([fact.label for fact in facts], sum(bool(fact.url) for fact in facts))
    base = ["考察日期", "评估标准", "组长", "成员", "成员", "评估结论"]
    assert shown == {"host": (base, 0), "clerk": ([*base, "总体意见"], 3), "expert": ([*base, "总体意见"], 1)}


def test_application_record_hides_the_conclusion_until_summed_up(enter) -> None:
    app = sites.judged()
    labels = []
    for actor in (sites.staff(app.organization), people.actor(Role.CLERK)):
        groups = enter(actor).get(f"{APPLICATIONS}/{app.uid}/").context["groups"]
        labels.append([fact.label for fact in groups[0].facts].count("评估结论"))
    assert labels == [0, 1]
