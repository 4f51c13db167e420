"""The fonts that documents are set in: named, found, isolated, and checked character by character.

Documents see these fonts and no others: a generated fontconfig file lists a folder that links only to them,
so that a machine's other fonts can neither change a layout nor hide that a character is missing.
"""

import ctypes
import hashlib
import logging
import os
import re
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont

Family = Literal["serif", "sans"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Face:
    """A font family: how its files are called, and which Debian package brings it."""

    family: str
    files: re.Pattern[str]
    package: str


NOTO_SERIF = Face(
    "Noto Serif CJK SC", re.compile(r"NotoSerifCJK(sc)?-(Regular|Bold|Black)\.(ttc|otf)"), "fonts-noto-cjk"
)
NOTO_SANS = Face("Noto Sans CJK SC", re.compile(r"NotoSansCJK(sc)?-(Regular|Bold)\.(ttc|otf)"), "fonts-noto-cjk")
RARE = (
    Face("HanaMinA", re.compile(r"HanaMinA\.(ttf|otf)"), "fonts-hanazono"),
    Face("HanaMinB", re.compile(r"HanaMinB\.(ttf|otf)"), "fonts-hanazono"),
    Face("BabelStone Han", re.compile(r"BabelStoneHan\.(ttf|otf)"), "fonts-babelstone-han"),
)
CHAINS: dict[Family, tuple[Face, ...]] = {"serif": (NOTO_SERIF, *RARE), "sans": (NOTO_SANS, *RARE)}
FACES = (NOTO_SERIF, NOTO_SANS, *RARE)

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
)
SUBSETTERS = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "/opt/homebrew/lib/libharfbuzz-subset.0.dylib")
VARIATION_SELECTORS = frozenset([*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))])

_environment = threading.Lock()


@lru_cache(maxsize=1)
def found() -> dict[str, tuple[Path, ...]]:
    """Font files by family, of the families in FACES. A family that is missing has no key."""
    paths: dict[str, list[Path]] = {}
    for folder in FONT_FOLDERS:
        for place, _, names in os.walk(Path(folder).expanduser()):
            for name in sorted(names):
                for face in FACES:
                    if face.files.fullmatch(name):
                        paths.setdefault(face.family, []).append(Path(place, name))
    return {family: tuple(files) for family, files in paths.items()}


def extra_files() -> tuple[Path, ...]:
    """Further font files from SDZX_EXTRA_FONTS (setting or environment; files or folders separated by `:`)."""
    value = getattr(settings, "SDZX_EXTRA_FONTS", None) or os.environ.get("SDZX_EXTRA_FONTS", "")
    entries = value.split(os.pathsep) if isinstance(value, str) else [str(entry) for entry in value]
    files: list[Path] = []
    for path in (Path(entry).expanduser() for entry in entries if entry):
        files += sorted(path.glob("*.[ot]t[fc]")) if path.is_dir() else [path]
    return tuple(files)


def font_files(family: Family) -> tuple[Path, ...]:
    """Every installed file of a chain, in its order, the extra ones last."""
    chain = (path for face in CHAINS[family] for path in found().get(face.family, ()))
    return (*chain, *(path for path in extra_files() if path.is_file()))


def css_variables() -> str:
    """The chains as CSS custom properties, so that the stylesheets name every font and this module names it once."""
    extra = [name for path in extra_files() if path.is_file() for name in family_names(path)]
    names = {family: [*(face.family for face in chain), *extra] for family, chain in CHAINS.items()}
    rows = "; ".join(f"--{family}: {', '.join(map(quoted, chain))}" for family, chain in names.items())
    return f":root {{ {rows} }}"


def quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', ""))


def missing_glyphs(text: str, family: Family = "serif") -> set[str]:
    """The characters of `text` for which no font of the chain has a glyph.

    White space, invisible format characters and variation selectors need none. Private-use characters always
    count as missing: fonts fill that range with glyphs of their own, so that another character would be printed.
    """
    needed = {character for character in set(text) if needs_glyph(character)}
    private = {character for character in needed if unicodedata.category(character) == "Co"}
    candidates = needed - private
    for path in font_files(family):
        if not candidates:
            break
        candidates = {character for character in candidates if ord(character) not in code_points(path)}
    return candidates | private


def needs_glyph(character: str) -> bool:
    if character.isspace() or character in VARIATION_SELECTORS:
        return False
    return unicodedata.category(character) not in ("Cc", "Cf")


@lru_cache(maxsize=32)
def code_points(path: Path) -> frozenset[int]:
    """What the font file can draw. Of a collection only the Simplified Chinese face counts, if it has one."""
    with opened(path) as faces:
        return frozenset(simplified(faces).getBestCmap() or ())


@lru_cache(maxsize=32)
def family_names(path: Path) -> tuple[str, ...]:
    with opened(path) as faces:
        names = [face["name"].getBestFamilyName() for face in faces]
    return tuple(dict.fromkeys(name for name in names if name))


@contextmanager
def opened(path: Path) -> Iterator[list[TTFont]]:
    if path.suffix.lower() == ".ttc":
        with TTCollection(path, lazy=True) as collection:
            yield list(collection.fonts)
    else:
        with TTFont(path, lazy=True) as font:
            yield [font]


def simplified(faces: list[TTFont]) -> TTFont:
    return next((face for face in faces if (face["name"].getBestFamilyName() or "").endswith(" SC")), faces[0])


def check_fonts() -> list[str]:
    """What documents lack on this machine, one Chinese sentence each with Debian's package; empty when complete.

    Used by the system check and the health page.
    """
    missing = [
        f"缺少字体“{face.family}”，部分文字将无法打印；请安装软件包 {face.package}。"
        for face in FACES
        if face.family not in found()
    ]
    missing += [f"SDZX_EXTRA_FONTS 中的字体文件 {path} 不存在。" for path in extra_files() if not path.is_file()]
    if not subsetter_present():
        missing.append("缺少 libharfbuzz-subset，生成每份 PDF 会慢数十倍；请安装软件包 libharfbuzz-subset0。")
    return missing


def subsetter_present() -> bool:
    for name in SUBSETTERS:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


@contextmanager
def isolated() -> Iterator[None]:
    """Show fontconfig only our fonts while a configuration is being made; the environment is put back after."""
    configuration = str(fontconfig_file())
    with _environment:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = configuration
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def fontconfig_file() -> Path:
    """The generated fontconfig file; its folder's name is the digest of the fonts it shows."""
    paths = tuple(dict.fromkeys((*font_files("serif"), *font_files("sans"))))
    return written_configuration(paths, cache_folder())


def cache_folder() -> Path:
    """Where links and font caches are kept: SDZX_FONT_CACHE, else var/fonts, else a private temporary folder."""
    base = Path(__file__).resolve().parents[2] / "var"
    chosen = getattr(settings, "SDZX_FONT_CACHE", None) or base / "fonts"
    folder = Path(chosen)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        logger.warning("font cache %s cannot be written", folder)
    return private_temporary_folder()


@lru_cache(maxsize=1)
def private_temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="sdzx-fonts-"))


@lru_cache(maxsize=8)
def written_configuration(paths: tuple[Path, ...], folder: Path) -> Path:
    stamps = [f"{path}|{path.stat().st_size}|{path.stat().st_mtime_ns}" for path in paths]
    place = folder / hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]
    links = place / "files"
    links.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(paths):
        link = links / f"{number:02d}-{path.name}"
        try:
            link.symlink_to(path.resolve())
        except FileExistsError:
            continue  # another process, or an earlier run, was here: same digest, same file
    target = place / "fonts.conf"
    if not target.exists():
        draft = place / f"fonts.conf.{os.getpid()}.{threading.get_ident()}"
        draft.write_text(
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
            f"  <dir>{links}</dir>\n  <cachedir>{place / 'cache'}</cachedir>\n</fontconfig>\n",
            encoding="utf-8",
        )
        draft.replace(target)
    return target
