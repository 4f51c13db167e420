"""What stands in the way of an electronic certificate and of a copy of it (4.5)."""

import datetime
from collections.abc import Sequence

from certificates.electronic.models import PurposeCopy
from certificates.electronic.verification import state_of
from certificates.issuing.models import Certificate
from certificates.issuing.rules import print_blockers
from sdzx.clauses import enforces
from sdzx.documents.fonts import missing_glyphs
from sdzx.policy import Policy
from sdzx.ui import words
from sdzx.workflow import Blocker

PURPOSE_LENGTH = 40


@enforces("4.5")
def standing_blockers(certificate: Certificate) -> list[Blocker]:
    """Only a certificate that stands gets a file or a copy (4.5)."""
    state = state_of(certificate)
    return [] if state == "有效" else [Blocker(f"证书{state}，不能签发或下载电子证书。", clause="4.5")]


@enforces("4.5")
def make_blockers(certificate: Certificate) -> list[Blocker]:
    """As for print: it stands, has a photo, every character can be drawn (4.5)."""
    return standing_blockers(certificate) or print_blockers(certificate)


def reissue_blockers(certificate: Certificate, reason: str, *, current: bool) -> list[Blocker]:
    """A new version needs one before it, and a reason."""
    found = make_blockers(certificate)
    if not current:
        found.append(Blocker("还没有签发过电子证书，请先签发。"))
    if not reason.strip():
        found.append(Blocker("请填写重新签发的理由。", field="reason"))
    return found


def copy_blockers(
    certificate: Certificate,
    *,
    purpose: str,
    valid_until: datetime.date,
    today: datetime.date,
    policy: Policy,
    recent: Sequence[PurposeCopy],
) -> list[Blocker]:
    """A stated purpose, a last day within the centre's term, and not too many copies: `recent` are those of the window,
    the oldest first."""
    found = standing_blockers(certificate)
    if not purpose.strip():
        found.append(Blocker("请填写用途。", field="purpose"))
    elif len(purpose.strip()) > PURPOSE_LENGTH:
        found.append(Blocker(f"用途最多{PURPOSE_LENGTH}个字。", field="purpose"))
    elif missing := missing_glyphs(purpose):
        found.append(Blocker(f"用途中有无法打印的字符：{'、'.join(sorted(missing))}。", field="purpose"))
    last = today + datetime.timedelta(days=policy.electronic_copy_days)
    if not today <= valid_until <= last:
        found.append(Blocker(f"有效期须在{words.day(today)}至{words.day(last)}之间。", field="valid_until"))
    if len(recent) >= policy.electronic_copy_limit:
        window = policy.electronic_copy_window_days
        again = recent[len(recent) - policy.electronic_copy_limit].made_on + datetime.timedelta(days=window)
        found.append(Blocker(f"{window}天内已下载{len(recent)}份副本，达到上限。{words.day(again)}起可以再下载。"))
    return found
