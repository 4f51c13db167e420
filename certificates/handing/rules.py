"""What stands in the way of handing certificates out (4.5)."""

from collections.abc import Sequence

from certificates.handing.models import HandOut
from certificates.issuing.models import Certificate
from sdzx.accounts.models import Organization
from sdzx.clauses import enforces
from sdzx.identifiers import check_document
from sdzx.workflow import Blocker

How = HandOut.How
AGENTS = (How.PROXY, How.UNIT)
NAMED = 10  # how many numbers a sentence lists


@enforces("4.5")
def handing_unfit(
    certificates: Sequence[Certificate],
    *,
    how: str,
    handed_to: str,
    document_type: str,
    document_number: str,
    unit: Organization | None,
    carrier: str,
    tracking_number: str,
) -> list[Blocker]:
    """Printed certificates only, to a named person in a named way; an agent shows a document, a mailing can be traced."""
    found = [] if certificates else [Blocker("请勾选要发放的证书。", field="certificates")]
    if unprinted := [each.number for each in certificates if each.status == Certificate.Status.NUMBERED]:
        found.append(Blocker(f"{_listed(unprinted)}尚未打印，不能发放。", clause="4.5", field="certificates"))
    if how not in How.values:
        found.append(Blocker("请选择领取方式。", field="how"))
    if not handed_to.strip():
        found.append(Blocker("请填写领取人。", field="handed_to"))
    if how == How.HOLDER and len({each.document_index for each in certificates}) > 1:
        found.append(Blocker("本人领取的，一次只能发放同一人的证书。", field="how"))
    if how in AGENTS and not document_number.strip():
        found.append(Blocker("请填写代领人的证件号码。", clause="4.5", field="document_number"))
    if document_number.strip():
        found += [Blocker(each, field="document_number") for each in check_document(document_type, document_number)]
    if how == How.UNIT:
        found += _unit_unfit(certificates, unit)
    if how == How.MAIL and not carrier.strip():
        found.append(Blocker("请填写承运单位。", clause="4.5", field="carrier"))
    if how == How.MAIL and not tracking_number.strip():
        found.append(Blocker("请填写运单号。", clause="4.5", field="tracking_number"))
    return found


def _unit_unfit(certificates: Sequence[Certificate], unit: Organization | None) -> list[Blocker]:
    if unit is None:
        return [Blocker("请选择领取单位。", field="unit")]
    foreign = [each.number for each in certificates if each.registration.unit_id != unit.pk]
    if not foreign:
        return []
    return [Blocker(f"{_listed(foreign)}不是{unit.name}报名的考生，不能由该单位统一领取。", clause="4.5", field="unit")]


def _listed(numbers: Sequence[str]) -> str:
    more = f"等{len(numbers)}本" if len(numbers) > NAMED else ""
    return f"证书{'、'.join(numbers[:NAMED])}{more}"
