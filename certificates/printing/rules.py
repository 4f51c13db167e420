"""What stands in the way of printing a batch, of accounting for it, and of spoiling its sheets (4.5)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from certificates.issuing.models import Certificate, Print
from certificates.issuing.rules import print_blockers
from certificates.printing.blanks.rules import use_blockers
from certificates.printing.models import PrintBatch, PrintLine
from sdzx.clauses import enforces
from sdzx.workflow import Blocker

MOST = 20_000  # certificates in one batch


@dataclass(frozen=True, slots=True)
class Preflight:
    """What would happen if the batch went to the press now."""

    good: Sequence[PrintLine]
    unfit: Sequence[tuple[PrintLine, list[Blocker]]]
    on_blanks: bool
    left: int

    @property
    def needed(self) -> int:
        """How many blanks the good ones take."""
        return len(self.good) if self.on_blanks else 0


def line_blockers(certificate: Certificate, reason: str) -> list[Blocker]:
    """Why one certificate of a batch cannot be printed: as for a single one, or because another copy exists by now."""
    found = print_blockers(certificate)
    if not found and not reason and certificate.status != Certificate.Status.NUMBERED:
        found.append(Blocker(f"已另行印制，证书现为“{certificate.get_status_display()}”。"))
    return found


def preflight(lines: Iterable[PrintLine], *, on_blanks: bool, left: int) -> Preflight:
    """Sort the lines that wait into those that can be printed and those that cannot, with every reason."""
    good, unfit = [], []
    for line in lines:
        if found := line_blockers(line.certificate, line.reason):
            unfit.append((line, found))
        else:
            good.append(line)
    return Preflight(good, unfit, on_blanks, left)


def draft_blockers(count: int) -> list[Blocker]:
    """A batch has something to print, and not more than a printer room can keep apart."""
    if not count:
        return [Blocker("所选范围内没有待印制的证书。已在其他批次中等待的不再列入。")]
    if count > MOST:
        return [Blocker(f"所选证书{count}本，一个批次最多{MOST}本。请按场次分成几个批次。")]
    return []


def again_blockers(
    again: Mapping[str, str], *, known: Collection[str], busy: Mapping[str, str], printed: Collection[str]
) -> list[Blocker]:
    """A sentence for every number that cannot be printed again: unknown, waiting elsewhere, without reason, never printed."""
    found = []
    for number, reason in again.items():
        if number not in known:
            found.append(f"没有找到证书{number}。")
        elif number in busy:
            found.append(f"证书{number}正在印制批次{busy[number]}中等待。")
        elif number not in printed:
            found.append(f"证书{number}还没有印过，请按场次或条件选取。")
        elif not reason:
            found.append(f"证书{number}：请在编号后写明重印的理由。")
    return [Blocker(sentence, field="again") for sentence in found]


@enforces("4.5")
def start_blockers(found: Preflight) -> list[Blocker]:
    """There is something that can be printed, and where blanks are used there are enough for it (4.5)."""
    if not found.good:
        return [Blocker("没有可以印制的证书，请先处理下面列出的问题。", "4.5")]
    return use_blockers(found.needed, found.left)


def cancel_blockers(batch: PrintBatch) -> list[Blocker]:
    """What is printed cannot be undone by cancelling."""
    if not batch.made:
        return []
    return [Blocker(f"已生成{batch.made}张，不能取消。余下的不再印制，请用“余下的不印”。")]


def stop_blockers(batch: PrintBatch) -> list[Blocker]:
    """A batch of which nothing is printed is cancelled instead."""
    return [] if batch.made else [Blocker("一张也没有生成，请用“取消批次”。")]


@enforces("4.5")
def finish_blockers(counted: int, good: int) -> list[Blocker]:
    """The sheets in the hand are those of the ledger (4.5)."""
    if counted == good:
        return []
    if counted < good:
        sentence = (
            f"台账上有效的{good}张，清点{counted}张，少{good - counted}张。没有打出来或打坏的，请先登记作废重印。"
        )
    else:
        sentence = f"台账上有效的{good}张，清点{counted}张，多{counted - good}张。请查明多出的是不是已登记作废的。"
    return [Blocker(sentence, "4.5", field="counted")]


def waiting_blockers(number: str | None) -> list[Blocker]:
    """A certificate that waits in a batch is not printed beside it."""
    if number is None:
        return []
    return [Blocker(f"证书正在印制批次{number}中等待。请在该批次印制，或先取消该批次。")]


@enforces("4.5")
def spoil_blockers(batch: PrintBatch, copies: Sequence[Print], first: str, last: str, reason: str) -> list[Blocker]:
    """The sheets are the batch's, in order, still good and not handed out; the reason is told (4.5).

    `copies` are the batch's sheets from `first` to `last`, empty when these name none.
    """
    found = []
    if not reason.strip():
        found.append(Blocker("请填写作废的理由。", field="reason"))
    if batch.status not in (PrintBatch.Status.PAUSED, PrintBatch.Status.MADE):
        found.append(
            Blocker(f"批次{batch.get_status_display()}，生成完毕或暂停后才能登记；核对完成后请在证书页面重印。")
        )
    if not copies:
        sentence = f"本批次没有从{first}到{last}的印制流水码，请对照台账填写；起始的不能大于终止的。"
        return [*found, Blocker(sentence, field="first")]
    if not any(each.state == Print.State.PRINTED for each in copies):
        found.append(Blocker("这些流水码都已登记作废，不用再登记。", field="first"))
    out = [each for each in copies if each.certificate.status == Certificate.Status.HANDED_OUT]
    if out:
        serials = "、".join(each.serial for each in out[:5])
        sentence = f"其中{len(out)}张的证书已经发放（{serials}），不能在这里作废；请在证书页面重印。"
        found.append(Blocker(sentence, "4.5", field="first"))
    return found


def resume_blockers(copies: Sequence[Print], last: str, resume_at: str) -> list[Blocker]:
    """What is printed on unchanged begins after the spoiled sheets. `copies` are the sheets from `resume_at` to the end."""
    if not resume_at or (copies and resume_at > last):
        return []
    return [Blocker("接着打印的流水码要在本批次内，并排在作废的之后。", field="resume_at")]
