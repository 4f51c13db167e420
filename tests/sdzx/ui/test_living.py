import gzip
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

from sdzx.ui import living
from tests.browser import axe_violations, overflow

ADDRESS = "/ui/"


@pytest.fixture(autouse=True)
def _only_our_addresses(settings):
    settings.ROOT_URLCONF = "tests.sdzx.ui.urls"


def test_components_are_hidden_in_production(client, settings):
    settings.PRODUCTION = True

    assert client.get(ADDRESS).status_code == 404


def test_components_cost_no_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get(ADDRESS).status_code == 200


def test_html_has_no_inline_script_or_style(client, db):
    html = client.get(ADDRESS).content.decode()

    assert [name for name in ("<style", " style=", " onclick=", " onchange=", "javascript:") if name in html] == []


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_error_page_says_what_to_do(status):
    html = render_to_string(f"{status}.html", request=RequestFactory().get("/"))

    assert html.count("<h1>") == 1
    assert html.count('class="btn btn-primary"') == 1


def test_public_page_is_light():
    html = render_to_string("404.html", request=RequestFactory().get("/"))
    names = {part.split('"')[0] for part in html.split(configured.STATIC_URL)[1:]}
    own = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in names)

    assert len(names) == 9
    assert own + len(gzip.compress(html.encode())) < 60_000


@pytest.mark.journey
class TestInBrowser:
    @pytest.fixture
    def page(self, portal, page_at, width):
        page = page_at(width)
        page.goto(portal + ADDRESS)
        return page

    @pytest.mark.parametrize("width", [1280, 390])
    def test_components_are_accessible(self, page):
        assert axe_violations(page) == []

    @pytest.mark.parametrize("width", [1280, 390, 320])
    def test_components_fit_the_window(self, page):
        assert overflow(page) == 0

    @pytest.mark.parametrize("width", [390])
    def test_large_text_is_kept_and_accessible(self, page):
        page.click("[data-text-toggle]")
        page.reload()

        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.5px"
        assert axe_violations(page) == []
        assert overflow(page) == 0

    @pytest.mark.parametrize("width", [1280])
    def test_row_is_added_with_the_next_number(self, page):
        page.click("[data-add-row]")

        assert page.input_value("[name=items-TOTAL_FORMS]") == "2"
        assert page.locator("[name=items-1-item]").count() == 1

    @pytest.mark.parametrize("width", [1280])
    def test_skip_link_is_first_and_leads_to_main(self, page):
        page.evaluate("document.body.tabIndex = -1; document.body.focus()")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"

    @pytest.mark.parametrize("width", [1280])
    def test_chosen_files_are_listed(self, page):
        page.set_input_files("#plain_photo", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"0" * 1048576})

        assert page.locator("#div_plain_photo .file-names").inner_text() == "a.jpg（1.0 MB）"


def test_components_view_is_safe_only():
    assert living.components(RequestFactory().post(ADDRESS)).status_code == 405


def test_axe_sees_a_field_without_a_name(page_at):
    page = page_at()
    page.set_content('<html lang="zh"><title>x</title><main><h1>x</h1><input></main></html>')

    assert axe_violations(page) == ["label: <input>"]
