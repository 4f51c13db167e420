"""A PDF written front to back: what is written is forgotten, so that ten thousand pages need no more memory than ten."""

import array
import zlib
from typing import Any, BinaryIO

import pikepdf

PAGES_PER_NODE = 64


class PdfWriter:
    """Writes numbered objects to `out` and remembers only where each begins."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.position = 0
        self.offsets = array.array("Q", [0])
        self.tree = self.reserve()
        self.nodes: list[tuple[int, list[int]]] = []
        self.parents: dict[int, int] = {}
        self.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def write(self, data: bytes) -> None:
        self.out.write(data)
        self.position += len(data)

    def reserve(self) -> int:
        """The number of an object that will be written later."""
        self.offsets.append(0)
        return len(self.offsets) - 1

    def add(self, body: str | bytes, number: int | None = None) -> int:
        """Write an object; its number."""
        number = number or self.reserve()
        self.offsets[number] = self.position
        content = body.encode("latin-1") if isinstance(body, str) else body
        self.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        return number

    def add_stream(self, data: bytes, entries: str = "", number: int | None = None, *, deflate: bool = True) -> int:
        """Write a stream, compressed unless `entries` name a filter of their own."""
        if deflate:
            data, entries = zlib.compress(data, 5), f"{entries} /Filter /FlateDecode"
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1")
        return self.add(head + data + b"\nendstream", number)

    def graft(self, thing: Any, seen: dict[tuple[int, int], int]) -> bytes:
        """A pikepdf object as it stands in this file; what it refers to is written first. `seen` is of one source file."""
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            if (known := seen.get(thing.objgen)) is None:
                known = seen[thing.objgen] = self.reserve()
                self.copy(thing, known, seen)
            return b"%d 0 R" % known
        return self.plain(thing, seen)

    def plain(self, thing: Any, seen: dict[tuple[int, int], int]) -> bytes:
        if isinstance(thing, pikepdf.Dictionary):
            rows = b" ".join(str(key).encode() + b" " + self.graft(value, seen) for key, value in thing.items())
            return b"<< " + rows + b" >>"
        if isinstance(thing, pikepdf.Array):
            items: Any = thing
            return b"[ " + b" ".join(self.graft(item, seen) for item in items) + b" ]"
        return pikepdf.unparse_content_stream([([thing], pikepdf.Operator(""))]).strip()

    def copy(self, thing: pikepdf.Object, number: int, seen: dict[tuple[int, int], int]) -> None:
        if not isinstance(thing, pikepdf.Stream):
            self.add(self.plain(thing, seen), number)
            return
        entries = [(key, value) for key, value in thing.items() if str(key) != "/Length"]
        body = b" ".join(str(key).encode() + b" " + self.graft(value, seen) for key, value in entries)
        self.add_stream(thing.read_raw_bytes(), body.decode("latin-1"), number, deflate=False)

    def reserve_page(self) -> int:
        """The number of the next page, to be written with `add_page`, in whatever order."""
        if not self.nodes or len(self.nodes[-1][1]) == PAGES_PER_NODE:
            self.nodes.append((self.reserve(), []))
        node, kids = self.nodes[-1]
        kids.append(number := self.reserve())
        self.parents[number] = node
        return number

    def add_page(self, number: int, entries: str) -> None:
        """Write a reserved page: its entries without Type and Parent."""
        self.add(f"<< /Type /Page /Parent {self.parents.pop(number)} 0 R {entries} >>", number)

    def finish(self, *, title: str, media_box: str) -> None:
        """The page tree, the catalogue and the table of objects. Raises RuntimeError when a reserved page was not written."""
        if self.parents:
            raise RuntimeError(f"{len(self.parents)} pages were reserved and not written")
        for node, kids in self.nodes:
            listed = " ".join(f"{kid} 0 R" for kid in kids)
            self.add(f"<< /Type /Pages /Parent {self.tree} 0 R /Count {len(kids)} /Kids [ {listed} ] >>", node)
        listed, count = " ".join(f"{node} 0 R" for node, _ in self.nodes), sum(len(kids) for _, kids in self.nodes)
        self.add(f"<< /Type /Pages /MediaBox [ {media_box} ] /Count {count} /Kids [ {listed} ] >>", self.tree)
        root = self.add(
            f"<< /Type /Catalog /Pages {self.tree} 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >> >>"
        )
        info = self.add(f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}> /Producer (sdzx) >>")
        begins = self.position
        self.write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self.offsets))
        for offset in self.offsets[1:]:
            self.write(b"%010d 00000 %b \n" % (offset, b"n" if offset else b"f"))
        self.write(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (len(self.offsets), root, info))
        self.write(b"startxref\n%d\n%%%%EOF\n" % begins)
