"""Printing 500 certificates (A4 landscape, guilloche art of 470 kB, photo, QR code): ratios in one run.

compiled template ≥ 50 × one WeasyPrint document each, and faster than typst; what WeasyPrint sets for the press ≥ 12 ×; peak memory
at 5,000 ≤ 1.3 × that at 50; two worker processes ≥ 1.7 × one. The time of compiling is in every figure but the last.
"""

import io
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import segno
from PIL import Image

from sdzx.documents.press import compile_template, print_sheets
from sdzx.documents.render import render
from tests.sdzx.documents.press.sheets import LONG, MINORITY, RARE, TEMPLATE, sheet

COUNT = 500
NAIVE = 20  # one by one are timed on fewer and counted up
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉"
MARKUP = """
#set page(width: 297mm, height: 210mm, margin: 0mm)
#set text(font: ("Noto Serif CJK SC", "BabelStone Han"), size: 14pt)
#let at(x, y, body) = place(top + left, dx: x, dy: y, body)
#let rows = json("rows.json")
#for (i, row) in rows.enumerate() {
  place(image("art.svg", width: 297mm, height: 210mm))
  at(84mm, 33mm, text(size: 40pt, fill: rgb("#8f1d21"), weight: "black")[专项职业能力证书])
  at(92mm, 54mm, text(size: 12.5pt)[证书编号 #row.number])
  at(40.5mm, 68mm, image("photo" + str(i) + ".jpg", width: 35mm, height: 49mm))
  at(46mm, 124mm, image("qr" + str(i) + ".svg", width: 24mm))
  at(39mm, 150mm, text(size: 9pt)[扫码核验证书])
  at(92mm, 69mm, text(size: 15.5pt)[持证人参加下列专项职业能力考核，成绩合格，特发此证。])
  for (j, key) in ("name", "document_type", "document_number", "project", "result").enumerate() {
    at(92mm, 92mm + j * 11.5mm, row.at(key))
  }
  at(190mm, 155mm, row.center)
  at(190mm, 169mm, row.issued_on)
  at(40mm, 179mm, text(size: 9.5pt)[证书查询 #row.lookup 印制流水码 #row.serial])
  if i < rows.len() - 1 { pagebreak() }
}
"""


def photo(number: int) -> bytes:
    """A picture of its own for each, about as large as a certificate's photo."""
    out = io.BytesIO()
    Image.effect_noise((295, 413), 20 + number % 40).convert("RGB").save(out, "JPEG", quality=60)
    return out.getvalue()


PHOTOS = [photo(number) for number in range(20)]


def row(number: int, name: str = "") -> dict[str, Any]:
    usual = SURNAMES[number % 20] + GIVEN[number % 24] + GIVEN[number // 24 % 24]
    return sheet(
        name or {1: MINORITY, 2: RARE}.get(number % 50, usual),
        number=f"370100{2026}{number:06d}X", serial=f"P26-{number:07d}", photo=PHOTOS[number % 20],
        qr=f"https://sdzx.example.cn/certificates/v/{number:06d}AbCdEfGhIjKlMnOp/",
    )  # fmt: skip


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def stamp(count: int, name: str = "") -> None:
    press = compile_template(TEMPLATE, sheet(reprint="补发"))
    print_sheets(press, (row(number, name) for number in range(count)), io.BytesIO(), title="证书")


def one_by_one() -> None:
    for number in range(NAIVE):
        render(TEMPLATE, row(number), title="证书")


def with_typst(folder: Path) -> None:
    import typst

    rows = [row(number) for number in range(COUNT)]
    for number, each in enumerate(rows):
        (folder / f"photo{number}.jpg").write_bytes(each["photo"])
        (folder / f"qr{number}.svg").write_text(svg(each["qr"]))
    facts = [{key: value for key, value in each.items() if isinstance(value, str)} for each in rows]
    (folder / "rows.json").write_text(json.dumps(facts, ensure_ascii=False))
    typst.compile(str(folder / "all.typ"), output=str(folder / "all.pdf"), font_paths=["/usr/share/fonts"])


def svg(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0)
    return out.getvalue().decode()


def test_press_against_one_document_each_and_typst(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "all.typ").write_text(MARKUP)
    art = Path(__file__).parents[2] / "static" / "pdf" / "certificate.svg"
    assert art.stat().st_size >= 150_000
    (tmp_path / "art.svg").write_bytes(art.read_bytes())
    render(TEMPLATE, row(0), title="证书")  # what is loaded once is loaded
    naive = timed(one_by_one) / NAIVE
    compiled = timed(lambda: stamp(COUNT)) / COUNT
    layout = timed(lambda: stamp(COUNT, LONG)) / COUNT
    typst = timed(lambda: with_typst(tmp_path)) / COUNT
    with capsys.disabled():
        sys.stderr.write(
            f"\n{COUNT} certificates, ms each: one by one {naive * 1e3:.0f}, compiled {compiled * 1e3:.2f} ({naive / compiled:.0f} ×),"
            f" set by layout {layout * 1e3:.2f} ({naive / layout:.0f} ×), typst {typst * 1e3:.2f}"
        )
    assert naive / compiled >= 50
    assert compiled < typst
    assert naive / layout >= 12


MEASURE = """
import django, resource, sys
django.setup()
from tests.bench.test_printing import row, sheet, TEMPLATE, compile_template, print_sheets
press = compile_template(TEMPLATE, sheet(reprint="补发"))
with open(sys.argv[2], "wb") as out:
    print_sheets(press, (row(number) for number in range(int(sys.argv[1]))), out, title="证书")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(count: int, target: Path) -> int:
    """The peak memory of a process that prints so many, in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(count), str(target)], check=True, capture_output=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "sdzx.settings"}, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return int(done.stdout.split()[-1])


def test_memory_does_not_grow(tmp_path: Path, capsys: Any) -> None:
    few, many = peak(50, tmp_path / "few.pdf"), peak(5000, tmp_path / "many.pdf")
    with capsys.disabled():
        sys.stderr.write(
            f"\npeak memory: 50 certificates {few / 1024:.0f} MiB, 5,000 {many / 1024:.0f} MiB ({many / few:.2f} ×)"
        )
    assert many / few <= 1.3


def chunk(press: Any, numbers: range) -> int:
    print_sheets(press, map(row, numbers), io.BytesIO(), title="证书")
    return len(numbers)


def share(workers: int, total: int = 6000, size: int = 500) -> float:
    """Seconds in which so many worker processes, already there, print chunks of 500."""
    press = compile_template(TEMPLATE, sheet(reprint="补发"))
    chunks = [(press, range(start, start + size)) for start in range(0, total, size)]
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.starmap(chunk, [(press, range(10))] * workers * 4, chunksize=1)
        return timed(lambda: pool.starmap(chunk, chunks, chunksize=1))


def test_two_workers_share_the_work(capsys: Any) -> None:
    one, two = share(1), share(2)
    with capsys.disabled():
        sys.stderr.write(
            f"\n6,000 certificates in chunks of 500: one worker {one:.1f} s, two {two:.1f} s ({one / two:.2f} ×)"
        )
    assert one / two >= 1.7
