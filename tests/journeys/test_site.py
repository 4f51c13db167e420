"""A site's way: apply, supplement, be evaluated without a network, be decided on, be published (2.2, 2.3, 2.4)."""

import pytest

from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import catalogue, people
from tests.journeys import stage_sites
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.mark.clause("2.2")
@pytest.mark.clause("2.4")
def test_apply_supplement_evaluate_decide_publish(page_at, portal, tmp_path):  # noqa: F811
    walk = Walker(page_at, portal, tmp_path)
    try:
        host = people.organization(name="济南山水职业培训学校有限公司")
        project = catalogue.project(name="面包烘焙制作")
        application = stage_sites.application(walk, project, host)
        stage_sites.supplement(walk, application)
        stage_sites.evaluation(walk, application, project, without_network=True)
        stage_sites.publication(walk, application)
    except BaseException:
        walk.page.screenshot(path=tmp_path / "stopped-here.png", full_page=True)
        raise
    finally:
        walk.close()
