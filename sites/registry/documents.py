"""The bureau's notice as a printed form."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sdzx.documents.render import render
from sites.applications.models import Application, ApplicationProject
from sites.registry.models import Publication, Site


def site_row(site: Site) -> dict[str, Any]:
    """A published site on the list."""
    held = list(site.authorisations.select_related("project"))
    return {
        "code": site.code,
        "name": site.name,
        "address": site.address,
        "projects": [each.project.name for each in held],
        "capacity": "；".join(f"{each.project.name}每场{each.workstations}人" for each in held),
        "valid_to": min((each.valid_to for each in held), default=""),
    }


def draft_row(application: Application) -> dict[str, Any]:
    """An application on the list of a draft: it has no code yet."""
    approved = application.projects.filter(decision=ApplicationProject.Decision.APPROVED).select_related("project")
    return {
        "code": "（公布时编号）",
        "name": application.organization.name,
        "address": application.address,
        "projects": [row.project.name for row in approved],
        "capacity": "；".join(f"{row.project.name}每场{row.workstations}人" for row in approved),
        "valid_to": "",
    }


def notice_context(publication: Publication, sites: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    issued: datetime.date = publication.issued_on
    return {
        "bureau": publication.center.bureau_name,
        "number": publication.number,
        "issued_on": issued,
        "heading": publication.heading,
        "sites": sites,
        "phone": publication.center.phone,
    }


def notice_pdf(publication: Publication) -> bytes:
    """With the sites when they exist, with the applications while it is a draft."""
    if publication.status == Publication.Status.PUBLISHED:
        rows = [site_row(site) for site in publication.sites.order_by("code")]
    else:
        rows = [draft_row(each) for each in publication.applications.select_related("organization").order_by("id")]
    return render("pdf/notice_of_publication.html", notice_context(publication, rows), title=publication.heading)
