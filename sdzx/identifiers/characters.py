"""Characters of Chinese names by explicit ranges: Python 3.11 knows only Unicode 14 and calls newer ones unassigned."""

import unicodedata

MIDDLE_DOT = "·"
DOT_VARIANTS = "·•・．.‧∙⋅｡。﹒･"
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),  # A
    (0x4E00, 0x9FFF),
    (0x20000, 0x2A6DF),  # B
    (0x2A700, 0x2B739),  # C
    (0x2B740, 0x2B81D),  # D
    (0x2B820, 0x2CEA1),  # E
    (0x2CEB0, 0x2EBE0),  # F
    (0x2EBF0, 0x2EE5D),  # I
    (0x30000, 0x3134A),  # G
    (0x31350, 0x323AF),  # H
)
# In the block of compatibility ideographs, and yet characters of their own.
_UNIFIED = frozenset("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")
_ZERO = "〇"
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))

# Where GB 18030-2000 put characters in the private use area and GB 18030-2022 has code points for them.
PRIVATE_USE = {
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6,
    0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
    0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip


def is_ideograph(character: str) -> bool:
    """A Chinese character that GB 18030-2022 or Unicode 15.1 encodes, and 〇."""
    code = ord(character)
    return any(low <= code <= high for low, high in _IDEOGRAPHS) or character in _UNIFIED or character == _ZERO


def is_private(character: str) -> bool:
    """A private-use character: what it looks like depends on the machine that wrote it."""
    code = ord(character)
    return any(low <= code <= high for low, high in _PRIVATE)


def standard_form(character: str) -> str:
    """The ideograph that a radical or compatibility character stands for; empty when there is none."""
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded != character and len(folded) == 1 and is_ideograph(folded) else ""


def is_latin(character: str) -> bool:
    """A letter of a name in a passport: basic Latin and its European extensions."""
    return ("A" <= character <= "Z") or ("a" <= character <= "z") or ("À" <= character <= "ɏ" and character not in "×÷")
