"""The list of punctuality and a site's page of it."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sites.registry.models import Site
from tests.factories import people, scores, sessions

pytestmark = pytest.mark.django_db
LIST = "scores:punctuality:list"


def late_site(days=2, **values):
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED, candidates=1, late_days=days)
    Site.objects.filter(pk=sheet.session.site_id).update(**values)
    return sheet.session.site


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        late_site()
    client = enter(people.actor(Role.DIRECTOR))
    with django_assert_num_queries(6):
        assert client.get(reverse(LIST)).content.decode().count("/scores/punctuality/") > count


def test_list_filters_and_export_without_formulas(enter):
    shown, on_time = late_site(name="=1+1考点"), scores.sheet(ScoreSheet.Status.SUBMITTED, candidates=1).session.site
    far = late_site()
    Site.objects.filter(pk=far.pk).update(center=people.center("370200"))
    client = enter(people.actor(Role.DIRECTOR))
    page = client.get(reverse(LIST), {"which": "late"}).content.decode()
    assert [str(site.uid) in page for site in (shown, on_time, far)] == [True, False, False]
    assert str(on_time.uid) in client.get(reverse(LIST), {"q": on_time.code}).content.decode()
    assert str(shown.uid) not in client.get(reverse(LIST), {"year": clock.today().year - 1}).content.decode()
    assert "选择" in client.get(reverse(LIST), {"year": "1066"}).content.decode()
    book = load_workbook(io.BytesIO(client.get(reverse(LIST), {"which": "late", "export": "xlsx"}).content)).active
    cell = next(each for each in book["A"] if each.value == "=1+1考点")
    assert cell.data_type == "s"


def test_list_of_the_province_by_city_and_of_the_site_itself(enter):
    mine, other = late_site(), late_site()
    Site.objects.filter(pk=other.pk).update(center=people.center("370200"))
    page = enter(people.actor(Role.PROVINCE)).get(reverse(LIST), {"city": "青岛"}).content.decode()
    assert [str(site.uid) in page for site in (mine, other)] == [False, True]
    page = enter(people.actor(Role.SITE, organisation=mine.organization)).get(reverse(LIST)).content.decode()
    assert [str(site.uid) in page for site in (mine, other)] == [True, False]


@pytest.mark.clause("4.4")
def test_site_page_shows_the_sessions_behind_the_figures(enter):
    site = late_site()
    day = clock.today()
    for values in ({"scores_due": day}, {"scores_due": day.replace(year=day.year - 1)}):
        scores.sheet(of=sessions.session(Session.Status.ENDED, candidates=1, at=site, **values))
    extended = sessions.session(
        Session.Status.ENDED, candidates=1, at=site, scores_statutory_due=day.replace(year=day.year - 1),
        scores_due=day, scores_extended_to=day,
    )  # fmt: skip
    scores.sheet(ScoreSheet.Status.SUBMITTED, of=extended, candidates=1)
    url = reverse("scores:punctuality:site", args=[site.uid])
    client = enter(people.actor(Role.DIRECTOR))
    page = client.get(url).content.decode()
    for words in (
        "逾期2个工作日",
        "未到期",
        "逾期未报送",
        "按期（超过法定期限",
        "（已延期）",
        f'href="?year={day.year}"',
    ):
        assert words in page, words
    assert "这一年度没有考核场次" in client.get(url, {"year": "1999"}).content.decode()
    assert "逾期2个工作日" in client.get(url, {"year": "²²²²"}).content.decode()
    assert enter(people.actor(Role.DIRECTOR, people.center("370200"))).get(url).status_code == 404
    clerk = enter(people.actor(Role.CLERK)).get(url).content.decode()
    assert reverse("scores:record", args=[extended.score_sheet.uid]) not in clerk


def test_sites_own_page_leads_there(enter):
    site = late_site()
    url = reverse("scores:punctuality:site", args=[site.uid])
    page = reverse("registry:record", args=[site.uid])
    shown = enter(people.actor(Role.DIRECTOR)).get(page).content.decode()
    assert (url in shown, "年成绩报送" in shown) == (True, True)
    quiet = sessions.session(Session.Status.PUBLISHED).site
    shown = enter(people.actor(Role.DIRECTOR)).get(reverse("registry:record", args=[quiet.uid])).content.decode()
    assert "年成绩报送" not in shown
    expert = people.actor(Role.EXPERT)
    assert enter(expert).get(page).status_code in (403, 404)
