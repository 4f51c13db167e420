"""How a unit becomes a site: the front page leads everybody to a page that opens (2.1–2.4)."""

import pytest

from sdzx.accounts.roles import Role
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
HOW = "/sites/applications/how/"


def test_front_page_leads_to_how_to_apply(client) -> None:
    assert f'href="{HOW}"' in client.get("/").content.decode()
    page = client.get(HOW)
    assert page.status_code == 200
    for words in ("/accounts/sign-up/unit/", "附件2", "图像证明", "管理制度", "至少3名考评员", "依据《工作规则》二"):
        assert words in page.content.decode(), words


@pytest.mark.clause("2.2")
def test_applicant_reads_how_instead_of_being_turned_away(enter) -> None:
    page = enter(people.actor(Role.APPLICANT)).get(HOW)
    assert page.status_code == 200
    assert "不是考点工作人员" in page.content.decode()


def test_site_staff_and_clerk_are_led_to_the_list(enter) -> None:
    for actor in (sites.staff(), people.actor(Role.CLERK)):
        client = enter(actor)
        assert client.get(client.get(HOW).url).status_code == 200
