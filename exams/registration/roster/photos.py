"""The photos of a roster: a ZIP whose pictures are read one by one, never unpacked, and cut to the certificate's size."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO, Final

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from exams.registration import rules
from sdzx.files import media
from sdzx.files.accept import PORTRAIT
from sdzx.files.images import Picture, portrait
from sdzx.files.services import why_not
from sdzx.identifiers import mask_document, normalise_document
from sdzx.policy import Policy
from sdzx.workflow import Refused

MAX_PIXELS: Final = 40_000_000
MAX_ENTRIES: Final = 30_000
MAX_RATIO: Final = 200  # unpacked to packed: pictures hardly shrink
MAX_UNPACKED: Final = 2**30  # bytes, all pictures together
DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)  # fmt: skip
LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


class Album:
    """The pictures of a ZIP by name. Raises Refused for one that is damaged, locked, or unpacks to too much."""

    def __init__(self, path: Path | IO[bytes]) -> None:
        try:
            self._archive = _opened(path)
        except DAMAGE as error:
            raise Refused("照片压缩包已损坏，无法打开；请重新压缩为ZIP后上传。") from error
        entries = [each for each in self._archive.infolist() if not each.is_dir() and not _litter(each.filename)]
        _refuse_bombs(entries)
        self._by_name: dict[str, list[zipfile.ZipInfo]] = {}
        for entry in entries:
            for key in _keys(entry.filename):
                self._by_name.setdefault(key, []).append(entry)
        self._count, self._used = len(entries), set[str]()

    def __enter__(self) -> "Album":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def picture(self, document: str, name: str, numbers: Policy) -> Picture:
        """The photo of a person, by the file name given, else by the document number, cut to the centre's size.

        Raises Refused with what is wrong with it: missing, twice there, not a photo, damaged, too small, too large.
        """
        wanted = name.strip().casefold() if name else normalise_document(document).casefold()
        found = self._by_name.get(wanted, [])
        if not found:
            raise Refused(f"：压缩包中没有“{name}”。" if name else "：压缩包中没有以证件号码命名的照片。")
        self._used.update(each.filename for each in found)
        if len(found) > 1:
            raise Refused(f"：压缩包中有{len(found)}张照片可以对应，请只留一张。")
        return _cut(self._content(found[0]), numbers)

    def _content(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.file_size > settings.SDZX_IMAGE_BYTES:
            raise Refused(f"：照片超过{settings.SDZX_IMAGE_BYTES // 2**20}MB，请压缩后重新上传。")
        try:
            return self._archive.read(entry)
        except DAMAGE as error:
            raise Refused("：照片在压缩包中已损坏，请重新压缩后上传。") from error

    def left_over(self) -> str:
        """A sentence on pictures that nobody in the roster claimed, names masked; empty when there are none."""
        names = {PurePosixPath(entry.filename).name for held in self._by_name.values() for entry in held
                 if entry.filename not in self._used}  # fmt: skip
        if not names:
            return ""
        shown = "、".join(sorted(mask_document(PurePosixPath(each).stem) for each in names)[:5])
        return f"压缩包中有{len(names)}个文件没有对应的行，未读取：{shown}{'等' if len(names) > 5 else ''}。"


def _opened(path: Path | IO[bytes]) -> zipfile.ZipFile:
    """Windows writes Chinese names in its own code page, without saying so."""
    try:
        return zipfile.ZipFile(path, metadata_encoding="gb18030")
    except UnicodeDecodeError:
        return zipfile.ZipFile(path)


def _litter(name: str) -> bool:
    return any(part.casefold() in LITTER or part.startswith("._") for part in PurePosixPath(name).parts)


def _keys(name: str) -> Iterable[str]:
    """Under which a picture is looked for: its file name, and its stem as a document number is written."""
    path = PurePosixPath(name.replace("\\", "/"))
    return {path.name.casefold(), path.stem.casefold(), normalise_document(path.stem).casefold()}


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("照片压缩包设有密码，请取消密码后重新上传。")
    if not entries:
        raise Refused("照片压缩包是空的，请检查后重新上传。")
    dense = any(entry.file_size > max(2**20, MAX_RATIO * entry.compress_size) for entry in entries)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED or dense:
        raise Refused("照片压缩包解压后过大或压缩比异常，已拒绝读取；请只放入照片，必要时分成几份名单上传。")


def _cut(body: bytes, numbers: Policy) -> Picture:
    try:
        return _portrait(body, numbers)
    except Refused as refusal:
        raise Refused(f"：{refusal.blockers[0].sentence}") from refusal


def _portrait(body: bytes, numbers: Policy) -> Picture:
    if not body:
        raise Refused("照片文件是空的，请重新压缩后上传。")
    found = media.sniff(body)
    if found not in PORTRAIT.types:
        raise Refused(why_not(found, PORTRAIT))
    try:
        with Image.open(io.BytesIO(body)) as header:  # reads no pixels
            width, height = header.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("照片已损坏，无法打开，请重新保存后上传。") from error
    if width * height >= MAX_PIXELS:
        raise Refused(f"照片有{width * height // 10_000}万像素，应少于{MAX_PIXELS // 10_000}万像素，请缩小后重新上传。")
    short, long = sorted((width, height))  # a photo may lie on its side until it is turned upright
    small = rules.too_small(rules.Size(short, long), numbers)
    if small:
        raise Refused([*small])
    return portrait(body, width=numbers.photo_width, height=numbers.photo_height)
