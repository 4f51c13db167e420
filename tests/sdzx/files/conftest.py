"""Somebody who uploads, and somebody else."""

import pytest

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role


@pytest.fixture
def actor(db):
    return Actor(Role.SITE, user=User.objects.create(username="uploader", name="王敏"))


@pytest.fixture
def stranger(db):
    return Actor(Role.SITE, user=User.objects.create(username="stranger", name="李强"))
