"""What people agree to before their personal data is used (个人信息保护法): texts in versions, as data.

The number and the photo are sensitive personal information: to that people agree on its own (单独同意).
"""

import datetime

from django.db import transaction
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from sdzx import clock
from sdzx.accounts import rules
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Consent, ConsentText, User
from sdzx.accounts.roles import ORGANIZATION_ROLES, Role
from sdzx.audit.services import record
from sdzx.workflow import Refused, locked, refuse_on

TITLE = "个人信息处理告知书"
SUMMARY = "本人已阅读并同意《个人信息处理告知书》，同意为组织考核、发放和查询证书处理本人的个人信息。"
SENSITIVE_SUMMARY = "本人单独同意处理本人的证件号码、照片和报名条件证明材料等敏感个人信息。"
SUMMARIES = {ConsentText.Kind.GENERAL: SUMMARY, ConsentText.Kind.SENSITIVE: SENSITIVE_SUMMARY}
ASKED_OF = {
    ConsentText.Kind.GENERAL: frozenset({Role.APPLICANT, *ORGANIZATION_ROLES}),
    ConsentText.Kind.SENSITIVE: frozenset({Role.APPLICANT}),
}


def in_use(kind: ConsentText.Kind = ConsentText.Kind.GENERAL) -> ConsentText:
    """The newest version whose day has come; before the day of the first, the first. Both kinds are seeded."""
    texts = ConsentText.objects.filter(kind=kind)
    return texts.filter(in_use_from__lte=clock.today()).order_by("-in_use_from").first() or texts.earliest(
        "in_use_from"
    )


def version() -> str:
    """The version of the general text that is in use."""
    return in_use().version


def version_on(day: datetime.date) -> Coalesce:
    """The same as part of another query: the version of the general text on that day."""
    texts = ConsentText.objects.filter(kind=ConsentText.Kind.GENERAL)
    come = texts.filter(in_use_from__lte=day).order_by("-in_use_from")
    return Coalesce(Subquery(come.values("version")[:1]), Subquery(texts.order_by("in_use_from").values("version")[:1]))


def missing(person: User) -> list[ConsentText]:
    """The texts in use to which the person has yet to agree, for the roles that the person holds or has asked for."""
    held = person.memberships.values_list("role", "is_active", "is_asked")
    roles = {role for role, active, asked in held if active or asked}
    texts = [in_use(kind) for kind, asked_of in ASKED_OF.items() if roles & asked_of]
    agreed = set(Consent.objects.filter(user=person, text__in=texts).values_list("text_id", flat=True))
    return [text for text in texts if text.pk not in agreed]


def given(person: User) -> list[ConsentText]:
    """Note that the person agrees to all that is missing; what that was. The caller traces it."""
    texts = missing(person)
    Consent.objects.bulk_create([Consent(user=person, text=text) for text in texts], ignore_conflicts=True)
    return texts


@transaction.atomic
def agree(person: User, *, by: Actor) -> list[ConsentText]:
    """The person agrees to every text in use that is missing; which these were. Raises Refused for somebody else."""
    if by.user != person:
        raise Refused("只能由本人同意。")
    locked(person)
    texts = given(person)
    if texts:
        record(
            by=by,
            verb="account.consent",
            label="同意个人信息处理",
            subject=person,
            after={"告知书": [str(text) for text in texts]},
        )
    return texts


@transaction.atomic
def publish(*, by: Actor, kind: ConsentText.Kind, version: str, text: str, in_use_from: datetime.date) -> ConsentText:
    """The province brings a new version into use; from its day on people are asked at their next sign-in.

    Raises Refused for a text too short, a version or day that is taken, and a day that has come already.
    """
    require(by, "consent.publish")
    same = ConsentText.objects.filter(kind=kind).filter(Q(version=version.strip()) | Q(in_use_from=in_use_from))
    refuse_on(rules.consent_text(text=text, in_use_from=in_use_from, today=clock.today(), taken=same.exists()))
    lines = "\n".join(filter(None, map(str.strip, text.splitlines())))
    made = ConsentText.objects.create(kind=kind, version=version.strip(), text=lines, in_use_from=in_use_from)
    record(
        by=by, verb="consent.publish", label="发布告知书", subject=made, after={"启用日期": f"{in_use_from:%Y-%m-%d}"}
    )
    return made
