"""What a field accepts: media types, a byte limit from the settings, and how large an image must or may be."""

from dataclasses import dataclass

from django.conf import settings

from sdzx.files import media


@dataclass(frozen=True, slots=True)
class Accept:
    """`label` names it in sentences; `limit_setting` is the setting with the byte limit; sides are in pixels."""

    label: str
    types: frozenset[str]
    limit_setting: str
    smallest_side: int = 1
    largest_side: int = 6000

    @property
    def limit(self) -> int:
        """The largest size in bytes."""
        return int(getattr(settings, self.limit_setting))

    @property
    def html(self) -> str:
        """The value of the input's accept attribute: types, and suffixes for systems that know no types."""
        return ",".join([*sorted(self.types), *sorted(media.SUFFIXES[each] for each in self.types)])


IMAGE = Accept("图片（JPEG、PNG、WebP或BMP）", media.IMAGES, "SDZX_IMAGE_BYTES")
PHOTO = Accept("证件照片（JPEG或PNG）", frozenset({media.JPEG, media.PNG}), "SDZX_IMAGE_BYTES", 200, 2000)
PORTRAIT = Accept("照片（JPEG、PNG、WebP或HEIC）", media.PICTURES - {media.BMP}, "SDZX_IMAGE_BYTES", 200, 3000)
PDF = Accept("PDF文件", frozenset({media.PDF}), "SDZX_DOCUMENT_BYTES")
DOCUMENT = Accept("PDF或Word文件（.docx）", frozenset({media.PDF, media.DOCX}), "SDZX_DOCUMENT_BYTES")
WORKBOOK = Accept("Excel工作簿（.xlsx）", frozenset({media.XLSX}), "SDZX_DOCUMENT_BYTES")
TABLE = Accept("Excel工作簿（.xlsx）或CSV", frozenset({media.XLSX, media.CSV, media.TEXT}), "SDZX_DOCUMENT_BYTES")
SCAN = Accept("PDF扫描件或图片", media.IMAGES | {media.PDF}, "SDZX_DOCUMENT_BYTES")
EVIDENCE = Accept("PDF扫描件、图片或手机照片", media.PICTURES | {media.PDF}, "SDZX_DOCUMENT_BYTES")
ARTWORK = Accept("图片、SVG或PDF", media.IMAGES | {media.SVG, media.PDF}, "SDZX_IMAGE_BYTES")
VIDEO = Accept("视频（MP4、MOV、WebM、MKV或AVI）", media.VIDEOS, "SDZX_VIDEO_BYTES")
ARCHIVE = Accept("ZIP压缩包", frozenset({media.ZIP}), "SDZX_PHOTOS_BYTES")
