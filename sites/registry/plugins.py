"""What this slice tells the registries: menu, who reads the notices, the stations of the trace."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.audit import provenance
from sdzx.audit.provenance import Link
from sdzx.catalogue import related
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sites.evaluations.models import Evaluation
from sites.registry import withdrawn
from sites.registry.models import Publication, Site
from sites.registry.views import PUBLICATION_READERS, SITE_READERS


def reads_notice(actor: Actor, stored: StoredFile) -> bool:
    """A published notice is everybody's."""
    return Publication.objects.filter(notice=stored, status=Publication.Status.PUBLISHED).exists()


def stations(certificate: Any) -> Sequence[Link]:
    """The site of the certificate's session, its application and the panel's evaluation."""
    site: Site = certificate.session.site
    application = site.application
    experts = Evaluation.objects.filter(member__panel__application=application).select_related("member__person")
    panel = getattr(application, "panel", None)
    links = [
        Link(
            "考点", "2.4", site, reverse("registry:record", args=[site.uid]),
            (f"{site.name}（{site.code}）", site.get_status_display(), f"公布公告：{site.publication.number}"),
        ),
        Link(
            application.matter, "2.2", application, reverse("applications:record", args=[application.uid]),
            (str(application.number), application.get_status_display()),
        ),
    ]  # fmt: skip
    if panel is not None:
        names = "、".join(each.member.person.name for each in experts.order_by("-member__leads", "member__id"))
        facts = (
            f"专家：{names}",
            f"结论：{panel.get_conclusion_display()}",
            f"考察日期：{panel.visited_on or panel.visit_on}",
        )
        links.insert(1, Link("专家评估", "2.3", panel, reverse("applications:record", args=[application.uid]), facts))
    return links


def register() -> None:
    """Called once by the composition root."""
    menu.register(
        menu.Item("考点", "registry:list", "考点", order=220, roles=SITE_READERS),
        menu.Item("考点公布公告", "registry:publications:list", "考点", order=230, roles=PUBLICATION_READERS),
    )
    register_reader("publication.notice", reads_notice)
    provenance.register(stations)
    related.register(withdrawn.authorised)
    related.on_review(withdrawn.effect)
    related.on_withdrawal(withdrawn.tell)
    related.on_keeping(withdrawn.tell_kept)
