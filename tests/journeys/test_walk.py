"""The walk: one candidate from the catalogue entry to the certificate lookup, through every office, in the browser."""

import pytest

from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import people
from tests.journeys import stage_exam, stage_result, stage_sites
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


def test_walk(page_at, portal, tmp_path):  # noqa: F811
    walk = Walker(page_at, portal, tmp_path)
    try:
        host = people.organization(name="济南山水职业培训学校有限公司")
        project = stage_sites.catalogue(walk)
        application = stage_sites.application(walk, project, host)
        stage_sites.evaluation(walk, application, project)
        site = stage_sites.publication(walk, application)
        announcement = stage_exam.announcement(walk, project)
        registration = stage_exam.registration(walk, announcement)
        stage_exam.question_set(walk)
        session = stage_exam.session(walk, registration, site)
        stage_exam.preparation(walk, session)
        sent = stage_exam.dispatch(walk, session, project)
        stage_exam.day(walk, session, sent)
        sheet = stage_result.scores(walk, session)
        stage_result.report(walk, sent)
        certificate = stage_result.confirmation(walk, sheet)
        stage_result.certificate(walk, certificate)
        stage_result.lookup(walk, certificate)
        stage_result.archive(walk, session)
        stage_result.way_back(walk, certificate)
    except BaseException:
        walk.page.screenshot(path=tmp_path / "stopped-here.png", full_page=True)
        raise
    finally:
        walk.close()
