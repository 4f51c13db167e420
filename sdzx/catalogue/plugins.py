"""What the catalogue brings to the registries."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import CENTER_ROLES, Role
from sdzx.audit import provenance
from sdzx.audit.provenance import Link
from sdzx.catalogue.models import Specification
from sdzx.catalogue.services import FILE_KIND
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu


def may_read_file(actor: Actor, stored: StoredFile) -> bool:
    """A specification's file is read by whoever sees a version that has it."""
    return Specification.objects.visible_to(actor).filter(file=stored).exists()


def trace(certificate: Any) -> Sequence[Link]:
    """The catalogue entry, the last station of the way back (1)."""
    item = certificate.registration.item
    project, specification = item.project, item.specification
    facts = (
        f"来源：{project.source_text}",
        f"生效日期：{project.in_force_from:%Y-%m-%d}",
        f"考核规范：第{specification.version}版",
    )
    return [Link("考核项目目录", "1", project, reverse("catalogue:record", args=[project.uid]), facts)]


def register() -> None:
    """Called once by the composition root."""
    register_reader(FILE_KIND, may_read_file)
    provenance.register(trace)
    menu.register(
        menu.Item("考核项目目录", "catalogue:list", "目录与公告", order=10,
                  roles=(Role.PROVINCE, Role.BUREAU, Role.AUDITOR, *sorted(CENTER_ROLES))),
    )  # fmt: skip
