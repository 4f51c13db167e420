"""What later slices add to an application's pages: steps (evaluation, decision) and parts of the record page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.ui.parts import Button, FactGroup
from sdzx.ui.views import Action
from sdzx.workflow import Blocker
from sites.applications import rules, services
from sites.applications.marking import MarkingForm, RejectForm, SeenForm
from sites.applications.models import Application
from sites.applications.presenting import attachment_lines

__all__ = ["ACTIONS", "Part", "parts", "register_part", "register_steps"]


@dataclass(frozen=True, slots=True)
class Part:
    """Groups and buttons for the record page of an application."""

    groups: Sequence[FactGroup] = ()
    buttons: Sequence[Button] = ()


PartProvider = Callable[[Application, Actor], Part]
_parts: list[PartProvider] = []


def _submission(application: Application) -> list[Blocker]:
    return rules.blockers_of_submission(application, clock.today())


ACTIONS: dict[str, Action] = {
    "submit": Action(services.submit, blockers=_submission, done="申请已提交，等待市中心受理。"),
    "withdraw": Action(services.withdraw, done="申请已撤回。"),
    "accept": Action(services.accept, form=SeenForm, blockers=_submission, done="已受理，受理通知书已生成。"),
    "return_for_supplement": Action(
        services.return_for_supplement,
        form=MarkingForm,
        done="已退回补正，告知书已生成。",
        context=lambda record, actor: {"material": attachment_lines(record)},
        template="sites/applications/marking.html",
    ),
    "reject": Action(services.reject, form=RejectForm, done="已决定不予受理，决定书已生成。"),
}


def register_steps(**actions: Action) -> None:
    """Add steps to the application's step page."""
    ACTIONS.update(actions)


def register_part(provider: PartProvider) -> None:
    """Add a provider of parts; the same one twice counts once."""
    if provider not in _parts:
        _parts.append(provider)


def parts(application: Application, actor: Actor) -> list[Part]:
    """What the later slices show of this application to this actor."""
    return [provider(application, actor) for provider in _parts]
