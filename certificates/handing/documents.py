"""The sheet that is signed when certificates are handed out."""

from certificates.handing.models import HandOut
from sdzx import clock
from sdzx.documents.render import render
from sdzx.identifiers import mask_document


def sheet_pdf(hand_out: HandOut) -> bytes:
    """证书签收单: every certificate of the hand-out, the agent with a masked document number, lines to sign."""
    lines = hand_out.lines.select_related("certificate").order_by("certificate__number")
    context = {
        "center": hand_out.center.name,
        "how": hand_out.get_how_display(),
        "handed_to": hand_out.handed_to,
        "unit": hand_out.unit.name if hand_out.unit else "",
        "document": mask_document(hand_out.document_number),
        "mailing": f"{hand_out.carrier}　{hand_out.tracking_number}" if hand_out.tracking_number else "",
        "handed_on": hand_out.handed_at,
        "handed_by": hand_out.handed_by.name,
        "printed_on": clock.today(),
        "rows": [
            {
                "certificate": each.certificate.number,
                "serial": each.serial,
                "name": each.certificate.name,
                "document_number": mask_document(each.certificate.document_number),
                "project": each.certificate.project_name,
            }
            for each in lines
        ],
    }
    return render("pdf/hand_out_sheet.html", context, title="专项职业能力证书签收单")
