"""People who are signed in, without the way through the door."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.test import Client

from sdzx.accounts.actors import Actor
from sdzx.accounts.middleware import SESSION_KEY


def session_of(actor: Actor) -> str:
    """The key of a session of that person in that role; written once, where `force_login` writes five times."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[USER_KEY] = str(actor.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = actor.user.get_session_auth_hash()
    session[SESSION_KEY] = actor.membership_id
    session.create()
    return session.session_key


def carrying(session: str, client: Client | None = None) -> Client:
    """A client (a new one unless one is given) with that session."""
    client = client or Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def entered(actor: Actor) -> Client:
    """A client of that person, signed in in that role."""
    return carrying(session_of(actor))
