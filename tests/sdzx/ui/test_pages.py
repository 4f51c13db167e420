"""The shell around signed-in pages and the four kinds of page."""

import pytest

from sdzx.accounts.models import Center, Membership, User
from sdzx.accounts.roles import Role
from sdzx.ui import context, menu
from tests.browser import axe_violations, overflow, sign_in

KINDS = ("record", "list", "step", "form", "public_form")


@pytest.fixture(autouse=True)
def _shell(settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.sdzx.ui.urls"
    items = [menu.Item("组件", "ui:components", "办理", grants=("application.accept",))]
    monkeypatch.setattr(menu, "_items", items)
    monkeypatch.setattr(context, "_counters", [lambda actor: 3])


@pytest.fixture
def clerk(db):
    center = Center.objects.create(
        code="379999", kind="city", city="济南市", name="济南市中心", bureau_name="济南市人力资源和社会保障局"
    )
    user = User.objects.create(username="clerk", name="王敏")
    for role in (Role.CLERK, Role.ARRANGER):
        Membership.objects.create(user=user, role=role, center=center)
    return user


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_one_title(client, clerk, kind):
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    html = client.get(f"/pages/{kind}/").content.decode()

    assert html.count("<h1>泉水面点职业培训学校</h1>") == 1
    assert html.count("<main") == 1


def test_header_offers_the_other_roles_and_the_menu(client, clerk):
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    html = client.get("/ui/").content.decode()

    assert html.count("受理 · 济南市中心</option>") == 1
    assert html.count("考务 · 济南市中心</option>") == 1
    assert html.count('<a href="/ui/" aria-current="page">组件</a>') == 1


def test_shell_costs_few_queries(client, clerk, django_assert_num_queries):
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    client.get("/ui/")

    with django_assert_num_queries(3):  # the user, the acting membership, all memberships; the session is cached
        client.get("/ui/")


def test_public_page_costs_no_query(client, clerk, django_assert_num_queries):
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")

    with django_assert_num_queries(0):
        client.get("/pages/public_form/")


def test_list_without_rows_says_what_to_do(client, clerk):
    html = client.get("/pages/list/?empty=1").content.decode()

    assert html.count("公告发布后才有考生报名。") == 1


def test_step_with_blockers_cannot_be_confirmed(client, clerk):
    assert "确认不予受理" not in client.get("/pages/step/").content.decode()


def test_step_without_blockers_is_confirmed_by_a_red_button(client, clerk):
    html = client.get("/pages/step/?empty=1").content.decode()

    assert html.count('class="btn btn-risk solid">确认不予受理</button>') == 1


@pytest.mark.journey
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1280, 390])
def test_page_is_accessible(portal, clerk, page_at, kind, width):
    page = page_at(width)
    sign_in(page, portal, clerk)
    page.goto(f"{portal}/pages/{kind}/")
    if width < 992 and kind != "public_form":
        page.click("[data-menu-toggle]")

    assert axe_violations(page) == []
    assert overflow(page) == 0
