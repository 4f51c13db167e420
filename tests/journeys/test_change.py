"""A published site adds a project by a change application: through every stage until the bureau publishes (2.4)."""

import pytest

from sdzx.accounts.roles import Role
from sites.applications.models import Application
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import catalogue, people, sites
from tests.factories.papers import pdf
from tests.journeys import stage_sites
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


def begun(walk, site, project):
    """From the site's page into annex 2, which is filled with the site as it stands."""
    staff = people.actor(Role.SITE, organisation=site.organization, person=people.user("孙考点"))
    walk.act(staff).open(f"/sites/records/{site.uid}/").press("申请变更")
    walk.check("changes", "projects").press("开始填写")
    found = Application.objects.get(site=site)
    base = f"/sites/applications/{found.uid}/edit"
    walk.open(f"{base}/projects/").sees("请填写要增加的项目", "依据《工作规则》二")
    walk.page.locator('[data-add-row="rows"]').click()
    walk.fill(rows__1__project=project.pk, rows__1__workstations=12, rows__1__rooms=1).press("保存")
    walk.open(f"{base}/examiners/")
    for row in range(3):
        walk.check(f"rows-{row}-projects", project.pk)
    walk.press("保存")
    walk.open(f"{base}/attachments/").fill(stamped=walk.file("盖章页.pdf", pdf())).press("保存")
    walk.open(f"{base}/opinion/").fill(opinion="申请增加考核项目。").press("保存")
    walk.open(f"/sites/applications/{found.uid}/").step("提交申请").sees("待受理")
    return found


@pytest.mark.clause("2.4")
def test_site_adds_a_project(page_at, portal, tmp_path):  # noqa: F811
    walk = Walker(page_at, portal, tmp_path)
    try:
        site, project = sites.site(), catalogue.project()
        Application.objects.filter(founded_site=site).update(number="SQ370100-2025-0001")
        found = begun(walk, site, project)
        clerk = people.actor(Role.CLERK)
        walk.act(clerk).open(f"/sites/applications/{found.uid}/")
        walk.sees("考点变更申请", "与考点现状的差异", f"考核项目“{project.name}”", "每场12人，考场1个")
        stage_sites.evaluation(walk, found, project)
        walk.act(None).open(f"/sites/{site.code}/")
        assert project.name not in walk.said()
        bureau = people.actor(Role.BUREAU, person=people.user("人社局"))
        walk.act(bureau).open("/sites/publications/new/").fill(number="济人社公告〔2026〕9号", issued_on="2026-03-03")
        walk.check("applications", found.pk).press("保存")
        walk.step("公布").sees("已公布")
        walk.act(None).open(f"/sites/?project={project.code}").sees(site.name, project.name)
        walk.open(f"/sites/{site.code}/").sees(project.name, "增加考核项目", "济人社公告〔2026〕9号")
        assert walk.download("/sites/?export=csv").decode("utf-8-sig").count(project.name) == 1
    except BaseException:
        walk.page.screenshot(path=tmp_path / "stopped-here.png", full_page=True)
        raise
    finally:
        walk.close()
