"""Fonts as a batch embeds them: one file each, and what its glyphs say, so that the text can be taken out again."""

from sdzx.documents.press.typefaces import Typeface, Used
from sdzx.documents.press.writer import PdfWriter

CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{rows}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
ROWS = 100  # of a bfchar block, at most


def embed(writer: PdfWriter, layers: list[Used]) -> None:
    """Write the font that these layers share, and each layer's own table of what its glyphs say."""
    face = layers[0].face
    gids = {gid for layer in layers for gid in layer.says}
    name = f"SDZXAA+{face.name}"
    descendant = descend(writer, face, gids, name)
    for layer in layers:
        table = writer.add_stream(to_unicode(layer.says).encode("ascii"))
        writer.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [ {descendant} 0 R ]"
            f" /ToUnicode {table} 0 R >>",
            layer.reference,
        )


def descend(writer: PdfWriter, face: Typeface, gids: set[int], name: str) -> int:
    """The CID font with its file."""
    content, scale = face.subset(gids), 1000 / face.upem
    if face.is_cff:
        file = writer.add_stream(content, "/Subtype /OpenType")
        kind, key, mapping = "CIDFontType0", "FontFile3", ""
    else:
        file = writer.add_stream(content, f"/Length1 {len(content)}")
        kind, key, mapping = "CIDFontType2", "FontFile2", " /CIDToGIDMap /Identity"
    box = " ".join(f"{value * scale:.0f}" for value in face.box)
    descriptor = writer.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [ {box} ] /ItalicAngle 0 /Ascent {face.ascent * scale:.0f}"
        f" /Descent {face.descent * scale:.0f} /CapHeight {face.ascent * scale:.0f} /StemV 80 /{key} {file} 0 R >>"
    )
    widths = " ".join(f"{gid} [ {face.font.get_glyph_h_advance(gid) * scale:.2f} ]" for gid in sorted(gids))
    return writer.add(
        f"<< /Type /Font /Subtype /{kind} /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /FontDescriptor {descriptor} 0 R /DW 1000 /W [ {widths} ]{mapping} >>"
    )


def to_unicode(says: dict[int, str]) -> str:
    """The table of what each glyph says."""
    rows = [f"<{gid:04X}> <{text.encode('utf-16-be').hex().upper()}>" for gid, text in sorted(says.items())]
    blocks = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    return CMAP.format(
        rows="\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    )
