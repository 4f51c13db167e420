"""One certificate printed by itself: the same ledger, the same stock as a batch (4.5)."""

from django.db import transaction

from certificates.designs.compiled import compiled_for
from certificates.issuing import documents
from certificates.issuing.models import Certificate, Print
from certificates.issuing.rules import print_blockers, reprint_blockers
from certificates.printing import rules
from certificates.printing.blanks import services as blanks
from certificates.printing.copies import Copy, newest, supersede, take_serials
from certificates.printing.models import PrintLine
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.files.services import store
from sdzx.workflow import Blocker, advance, locked, refuse_on

FILE = "certificate.pdf"


@transaction.atomic
@enforces("4.5")
def print_certificate(certificate: Certificate, *, by: Actor, reason: str = "", replacement: bool = False) -> Print:
    """Make the next printed copy: same number, new serial (印制流水码). The PDF is frozen and filed (clause 4.5).

    A second copy needs a reason and spoils the one before it; `replacement` stands in for a lost one instead and prints 补发
    with the day. On pre-printed blanks it takes one from the stock. Raises Refused with all that stands in the way,
    UnprintableText (a Refused) when the fonts lack a character.
    """
    locked(certificate)
    require(by, "certificate.print", certificate)
    refuse_on(single_blockers(certificate, reason))
    copy = Copy(certificate, newest([certificate]).get(certificate.pk), reason.strip(), replacement)
    serial = take_serials(certificate.center, 1)[0]
    on_blank = compiled_for(certificate.center).overlay
    if on_blank:
        blanks.use(certificate.center, 1)
    content = documents.certificate_pdf(certificate, serial=serial, reprinted_on=copy.marked_on(clock.today()))
    made = copy.entry(serial, by=by, on_blank=on_blank)
    made.file = store(content, name=f"证书{certificate.number}-{serial}.pdf", kind=FILE, by=by)
    made.save()
    supersede([copy], [made], by=by)
    if certificate.status == Certificate.Status.NUMBERED:
        advance(certificate, "print", by=by, detail={"印制流水码": serial})
    else:
        label = "补发打印" if replacement else "重新打印"
        after = {"印制流水码": serial}
        record(by=by, verb="certificate.reprint", label=label, subject=certificate, ground=reason, after=after)
    return made


def single_blockers(certificate: Certificate, reason: str) -> list[Blocker]:
    """Everything that stands in the way of printing this one by itself."""
    waits = PrintLine.objects.filter(certificate=certificate, state=PrintLine.State.WAITING)
    number = waits.values_list("batch__number", flat=True).first()
    return [
        *print_blockers(certificate),
        *reprint_blockers(certificate, reason),
        *rules.waiting_blockers(number),
    ]
