"""Files as records: the content lies under MEDIA_ROOT by its SHA-256, once for all records that have it."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdzx import clock

DRAFT = "draft"


class StoredFile(models.Model):
    """A received or produced file. `kind` names whose it is: readers are registered by kind (sdzx.files.access).

    `sha256` and `size` are those of the content that people read; a sealed file lies encrypted on the disk.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)
    name = models.CharField("文件名", max_length=150)
    kind = models.CharField("用途", max_length=40, db_index=True)
    sealed = models.BooleanField("加密保存", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    erased_at = models.DateTimeField("内容销毁时间", null=True, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(sha256=""), name="storedfile_has_digest")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the content lies. A sealed file lies by its uid: it is never shared."""
        key = self.uid.hex if self.sealed else self.sha256
        suffix = ".sealed" if self.sealed else ""
        return Path(settings.MEDIA_ROOT) / key[:2] / key[2:4] / f"{key}{suffix}"

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
