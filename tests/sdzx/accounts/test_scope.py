"""Over what: the conditions behind `visible_to`."""

import pytest
from django.db.models import Q

from sdzx.accounts.access import require
from sdzx.accounts.actors import SYSTEM, VISITOR, Actor
from sdzx.accounts.roles import CENTER_ROLES, GRANTS, POOL_ROLES, Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Refused
from sites.registry.models import Site
from tests.factories import people, sessions

pytestmark = pytest.mark.django_db


class Bare(ScopedQuerySet):
    CENTER = ""


class Full(ScopedQuerySet):
    ORGANIZATION, UNIT, OWNER, PERSON, BUREAU = "host", "unit", "user", "person", True


@pytest.mark.parametrize(
    "role", [*sorted(CENTER_ROLES), *sorted(POOL_ROLES), Role.SITE, Role.REGISTRAR, Role.APPLICANT, Role.BUREAU]
)
def test_scope_without_a_lookup_is_nobody(role):
    assert Bare().scope(people.actor(role)) == NOBODY


@pytest.mark.parametrize(
    ("role", "lookup"),
    [
        (Role.CLERK, "center"), (Role.BUREAU, "center"), (Role.AUDITOR, "center"), (Role.SITE, "host"),
        (Role.REGISTRAR, "unit"), (Role.EXPERT, "person__user"), (Role.APPLICANT, "user"),
    ],
)  # fmt: skip
def test_scope_follows_the_role(role, lookup):
    actor = people.actor(role)
    whom = {"center": actor.center, "host": actor.organization, "unit": actor.organization}.get(lookup, actor.user)
    assert Full().scope(actor) == Q(**{lookup: whom})


@pytest.mark.parametrize("actor", [VISITOR, Actor(Role.ADMIN), Actor(Role.CLERK), Actor(Role.SITE)])
def test_scope_of_nobody_in_particular_is_nobody(actor):
    assert Full().scope(actor) == NOBODY


def test_visible_to_the_province_the_system_and_its_auditor_is_all():
    sessions.site()
    sessions.site(city=people.center("370200"))
    provincial_auditor = Actor(Role.AUDITOR, people.user())
    for actor in (people.actor(Role.PROVINCE), SYSTEM, provincial_auditor):
        assert Site.objects.visible_to(actor).count() == 2
    assert Site.objects.visible_to(people.actor(Role.CLERK)).count() == 1
    assert Site.objects.visible_to(people.actor(Role.ADMIN)).count() == 0


def test_require_checks_grant_and_scope():
    site = sessions.site()
    require(people.actor(Role.DIRECTOR), "exit.open", site)
    require(people.actor(Role.DIRECTOR), "exit.open")
    with pytest.raises(Refused, match="不能进行这项操作"):
        require(people.actor(Role.CLERK), "exit.open", site)
    with pytest.raises(Refused, match="没有找到"):
        require(people.actor(Role.DIRECTOR, people.center("370200")), "exit.open", site)


def test_every_role_has_a_row_of_grants():
    assert set(GRANTS) == set(Role)


def test_actor_names_and_titles():
    clerk = people.actor(Role.CLERK, person=people.user("王敏"))
    assert (clerk.name, clerk.title) == ("王敏", "王敏（受理）")
    assert (VISITOR.name, VISITOR.title) == ("公众", "公众")
    assert clerk.user_required == clerk.user
    with pytest.raises(RuntimeError):
        _ = VISITOR.user_required
