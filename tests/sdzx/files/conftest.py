"""A media folder for each test, and somebody who uploads."""

import pytest

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def actor(db):
    return Actor(Role.SITE, user=User.objects.create(username="uploader", name="王敏"))


@pytest.fixture
def stranger(db):
    return Actor(Role.SITE, user=User.objects.create(username="stranger", name="李强"))
