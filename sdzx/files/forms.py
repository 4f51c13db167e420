"""Form fields whose uploads outlive a refused form: received at once as a draft, named by a signed hidden token."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from sdzx.accounts.actors import VISITOR, Actor
from sdzx.files import accept as accepts
from sdzx.files.accept import Accept
from sdzx.files.models import DRAFT, StoredFile
from sdzx.files.services import receive
from sdzx.files.widgets import KeptFileInput, KeptFilesInput, Submitted
from sdzx.workflow import Refused

_SALT = "sdzx.files.kept"
_MAX_AGE = 24 * 3600
_MEGABYTE = 2**20


def token_of(stored: StoredFile, actor: Actor) -> str:
    """The hidden token of a draft; it counts only for the person it was made for, and for a day."""
    return signing.dumps([str(stored.uid), actor.user.pk if actor.user else None], salt=_SALT)


def draft_of(token: str, actor: Actor) -> StoredFile | None:
    """The draft of a token; None when the token is forged, too old, somebody else's, or the draft is used up."""
    try:
        uid, owner = signing.loads(token, salt=_SALT, max_age=_MAX_AGE)
    except signing.BadSignature:
        return None
    if owner != (actor.user.pk if actor.user else None):
        return None
    return StoredFile.objects.filter(uid=uid, kind=DRAFT, uploaded_by_id=owner).first()


class KeptFilesField(forms.FileField):
    """Several files. Cleans to a list of StoredFile: `initial`, kept drafts and new ones, without those taken out.

    The service that uses them calls `files.services.adopt()` for each.
    """

    widget: type[KeptFileInput] = KeptFilesInput
    default_error_messages = {
        "required": "请上传文件。",
        "expired": "之前上传的文件已失效，请重新选择。",
        "many": "最多上传%(limit)s个文件。",
    }

    def __init__(
        self, *, accept: Accept = accepts.DOCUMENT, sealed: bool = False, limit: int = 20, **kwargs: Any
    ) -> None:
        self.accept, self.sealed, self.limit = accept, sealed, limit
        self.actor: Actor = VISITOR
        kwargs.setdefault("help_text", f"{accept.label}，不超过{accept.limit // _MEGABYTE}MB。")
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", accept.html)

    def clean(self, data: Submitted, initial: Any = None) -> Any:
        """Receive the uploads. Raises ValidationError with one sentence for each that is refused."""
        problems = self._receive(data)
        files = [each for each in (*_stored(initial), *data.kept) if str(each.uid) not in data.dropped]
        data.kept = [each for each in data.kept if str(each.uid) not in data.dropped]
        if len(files) > self.limit:
            problems.append(self.error_messages["many"] % {"limit": self.limit})
        if problems:
            raise ValidationError(problems)
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return files

    def _receive(self, data: Submitted) -> list[str]:
        drafts = [draft_of(token, self.actor) for token in data.tokens]
        data.kept = [each for each in drafts if each]
        problems = [] if all(drafts) else [str(self.error_messages["expired"])]
        for upload in data.uploads:
            try:
                data.kept.append(receive(upload, by=self.actor, accept=self.accept, sealed=self.sealed))
            except Refused as refused:
                problems.extend(f"{upload.name}：{each}" for each in refused.blockers)
        return problems

    def bound_data(self, data: Submitted, initial: Any) -> Any:  # type: ignore[override]  # several files, where Django has one
        """What the widget shows again: what is stored, and the drafts with their tokens."""
        return [*self.prepare_value(initial), *((each, token_of(each, self.actor)) for each in data.kept)]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], tuple):
            return value
        return [(each, "") for each in _stored(value)]

    def has_changed(self, initial: Any, data: Submitted) -> bool:  # type: ignore[override]  # several files, where Django has one
        return bool(data.uploads or data.tokens or data.dropped)


class KeptFileField(KeptFilesField):
    """One file. Cleans to a StoredFile or None: a new upload, else the kept draft, else what `initial` holds."""

    widget = KeptFileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=1, **kwargs)

    def clean(self, data: Submitted, initial: Any = None) -> Any:
        if data.uploads:
            data.tokens = []
        files = super().clean(data, None if data.uploads or data.tokens else initial)
        return files[0] if files else None

    def bound_data(self, data: Submitted, initial: Any) -> Any:  # type: ignore[override]  # several files, where Django has one
        return super().bound_data(data, None if data.kept else initial)


class KeptFilesMixin:
    """First among the bases of a form with kept files: `Form(data, files, actor=request.actor)`."""

    takes_actor = True

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():  # type: ignore[attr-defined]  # the form's, which is among the other bases
            if isinstance(field, KeptFilesField):
                field.actor = actor


def _stored(initial: Any) -> list[StoredFile]:
    """The files of an initial value: a StoredFile, its primary key (from a model form), several of them, or none."""
    if not initial:
        return []
    held: Iterable[Any] = initial if isinstance(initial, Iterable) else [initial]
    files = list(held)
    keys = [each for each in files if not isinstance(each, StoredFile)]
    found = StoredFile.objects.in_bulk(keys) if keys else {}
    return [each if isinstance(each, StoredFile) else found[each] for each in files]
