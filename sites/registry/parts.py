"""What later slices add to a site's page: groups of facts and buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sdzx.accounts.actors import Actor
from sdzx.ui.parts import Button, FactGroup
from sites.registry.models import Site


@dataclass(frozen=True, slots=True)
class Part:
    """Groups and buttons for the record page of a site."""

    groups: Sequence[FactGroup] = ()
    buttons: Sequence[Button] = ()


PartProvider = Callable[[Site, Actor], Part]
_parts: list[PartProvider] = []


def register_part(provider: PartProvider) -> None:
    """Add a provider of parts; the same one twice counts once."""
    if provider not in _parts:
        _parts.append(provider)


def parts(site: Site, actor: Actor) -> list[Part]:
    """What the later slices show of this site to this actor."""
    return [provider(site, actor) for provider in _parts]
