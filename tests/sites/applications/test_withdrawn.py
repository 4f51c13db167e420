"""Projects that leave the catalogue while applications are under way (1)."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.catalogue import services as catalogue_services
from sdzx.catalogue.models import Project
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from sites.applications import presenting, rules
from sites.applications.models import Application
from sites.evaluations import services as evaluations
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db
S = Application.Status


def withdrawn(project: Project, days: int = 0) -> Project:
    day = clock.today() + datetime.timedelta(days=days)
    by = people.actor(Role.PROVINCE)
    return catalogue_services.withdraw(project, by=by, ground="不再适用", withdrawn_from=day)


@pytest.mark.clause("1")
def test_withdrawal_tells_hosts_clerks_and_directors_of_what_is_under_way() -> None:
    one, two = catalogue.project(), catalogue.project()
    host = sites.staff()
    clerk, director = people.actor(Role.CLERK), people.actor(Role.DIRECTOR)
    people.actor(Role.CLERK, city=people.center("370200"))
    waiting = sites.submitted(host.organization, projects=[one, two])
    draft = sites.complete(host.organization, projects=[one])
    sites.submitted(host.organization, projects=[one], status=S.REJECTED)
    withdrawn(one)
    withdrawn(two)
    told = Notice.objects.filter(kind="project_withdrawn").order_by("id").values_list("url", "title", "recipient__name")
    page, other = f"/sites/applications/{waiting.uid}/", f"/sites/applications/{draft.uid}/"
    titles = [f"考核项目“{each.name}”撤出目录" for each in (one, two)]
    assert sorted(told) == sorted(
        [(page, title, name) for title in titles for name in (host.name, clerk.name, director.name)]
        + [(other, titles[0], host.name)]
    )


@pytest.mark.clause("1")
def test_record_says_which_project_leaves_and_when(enter) -> None:
    app = sites.submitted(projects=[catalogue.project(), catalogue.project()])
    gone, leaves = (row.project for row in app.projects.all())
    withdrawn(gone)
    withdrawn(leaves, days=10)
    page = enter(people.actor(Role.CLERK)).get(f"/sites/applications/{app.uid}/")
    later = clock.today() + datetime.timedelta(days=10)
    assert page.context["leaving"] == [
        f"考核项目“{gone.name}”已自{clock.today():%Y-%m-%d}起撤出目录，不能使用。（依据《工作规则》一）",
        f"考核项目“{leaves.name}”将自{later:%Y-%m-%d}起撤出目录，从该日起不能使用。",
    ]
    assert [each.clause for each in rules.projects_unfit(app, clock.today())] == ["1"]
    app.status = S.REJECTED
    assert presenting.leaving(app) == []


@pytest.mark.clause("1")
def test_decision_refuses_the_project_that_left_and_the_others_go_on(enter) -> None:
    app = sites.evaluated(projects=[catalogue.project(), catalogue.project()])
    gone, stays = app.projects.all()
    withdrawn(gone.project)
    director = people.actor(Role.DIRECTOR)
    both = {gone.pk: (True, ""), stays.pk: (True, "")}
    with pytest.raises(Refused) as refusal:
        evaluations.approve(app, by=director, decisions=both)
    assert [(each.clause, each.field) for each in refusal.value.blockers] == [("1", f"decision_{gone.pk}")]
    page = enter(director).post(
        f"/sites/applications/{app.uid}/approve/",
        {f"decision_{gone.pk}": "yes", f"decision_{stays.pk}": "yes"},
    )
    assert page.status_code == 422
    assert "撤出目录" in page.content.decode()
    evaluations.approve(app, by=director, decisions={gone.pk: (False, "已撤出目录"), stays.pk: (True, "")})
    assert app.status == S.APPROVED
