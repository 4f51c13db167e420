"""What later stages show on a project's public page: batches open for registration, authorised sites."""

from collections.abc import Callable

from sdzx.catalogue.models import Project
from sdzx.ui.parts import FactGroup

Provider = Callable[[Project], FactGroup | None]
_providers: list[Provider] = []


def register(*given: Provider) -> None:
    """Add once each; a provider that has nothing to show returns None."""
    _providers.extend(provider for provider in given if provider not in _providers)


def groups(project: Project) -> list[FactGroup]:
    """What all of them have to show."""
    return [group for provider in _providers if (group := provider(project))]
