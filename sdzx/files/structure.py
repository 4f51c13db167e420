"""Documents and workbooks: opened and looked through before they are kept."""

import io
import re
import zipfile

import pikepdf

from sdzx.files import media, svg
from sdzx.workflow import Refused

_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|EmbeddedFile|EmbeddedFiles|XFA)(?![A-Za-z0-9])")
_MEGABYTE = 2**20
_MAX_ENTRIES = 5000
_MAX_UNPACKED = 300 * _MEGABYTE
_MAX_RATIO = 400  # unpacked to packed, of an entry larger than a megabyte
_ACTIVE_ENTRY = re.compile(r"(?i).*(vbaProject\.bin|/embeddings/|/activeX/).*")
_BROKEN_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError)


def check_structure(content: bytes, media_type: str) -> None:
    """Open it as what it is. Raises Refused when it is damaged, encrypted, or holds programs or attachments."""
    if media_type == media.PDF:
        _check_pdf(content)
    elif media_type == media.SVG:
        svg.cleaned(content)
    elif media_type in (media.DOCX, media.XLSX):
        _check_container(content)


def _check_pdf(content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.is_encrypted:
                raise Refused("PDF设有密码或权限限制，请取消后重新上传。")
            if not len(document.pages):
                raise Refused("PDF没有任何页面，请检查文件。")
            if any(_ACTIVE.search(held.unparse(resolved=True)) for held in _values(document)):
                raise Refused("PDF含有脚本、附件或可执行动作，请用“打印为PDF”的方式重新生成后上传。")
    except pikepdf.PasswordError as error:
        raise Refused("PDF设有打开密码，请取消密码后重新上传。") from error
    except pikepdf.PdfError as error:
        raise Refused("PDF已损坏，无法打开，请重新生成后上传。") from error


def _values(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every object; of a stream its dictionary, because the stream itself prints as a reference."""
    return [held.stream_dict if isinstance(held, pikepdf.Stream) else held for held in document.objects]


def _check_container(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except _BROKEN_ZIP as error:
        raise Refused("文件已损坏，无法打开，请另存后重新上传。") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("文件设有密码，请取消密码后重新上传。")
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise Refused("文件解压后过大，已拒绝接收，请精简内容后重新上传。")
    if any(entry.file_size > max(_MEGABYTE, _MAX_RATIO * entry.compress_size) for entry in entries):
        raise Refused("文件的压缩比异常，已拒绝接收，请另存后重新上传。")
    if any(_ACTIVE_ENTRY.fullmatch(entry.filename) for entry in entries):
        raise Refused("文件含有宏或嵌入的对象，请删除后重新上传。")
