"""The check that a public form is sent by a person: work done by the browser itself, or a question in plain Chinese.

The work (ALTCHA: a number to be found by trying SHA-256) needs no hand and no eye. The question stands on the page for those
without JavaScript, and for anybody who prefers it. Both are signed, hold for twenty minutes and count once.
"""

import datetime
import json
import secrets
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import altcha
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from sdzx import clock
from sdzx.crypto import CryptoError, open_sealed, seal

VALID = datetime.timedelta(minutes=20)
LEAST, SPREAD = 10_000, 30_000  # tries until the number is found: about a second on a phone
PURPOSE = "sdzx.accounts.human"
DIGITS = "零一二三四五六七八九"
EXPIRED = "人机确认已超过20分钟，请重新确认后再提交；已填写的内容不会丢失。"
USED = "这次人机确认已经用过，请重新确认后再提交；已填写的内容不会丢失。"
WRONG = "问题的答案不对，请回答新的问题；已填写的内容不会丢失。"
INVALID = "人机确认没有通过，请重新确认后再提交；已填写的内容不会丢失。"
MISSING = "请等待自动确认完成后再提交，或者回答文字问题。"


def _key() -> bytes:
    return salted_hmac(PURPOSE, "work").digest()


def work() -> str:
    """A new piece of work for the browser, as JSON."""
    made = altcha.create_challenge(
        "SHA-256",
        1,
        counter=LEAST + secrets.randbelow(SPREAD),
        expires_at=clock.now() + VALID,
        hmac_secret=_key(),
    )
    return json.dumps(made.to_dict())


def chinese(number: int) -> str:
    """0 to 19 in characters: «十二»."""
    tens, ones = divmod(number, 10)
    return ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def _sum() -> tuple[str, int]:
    first, second = 1 + secrets.randbelow(9), 1 + secrets.randbelow(9)
    return f"{chinese(first)}加{chinese(second)}等于几？", first + second


def _rest() -> tuple[str, int]:
    all_, gone = 6 + secrets.randbelow(10), 1 + secrets.randbelow(5)
    return f"桌上有{chinese(all_)}本书，拿走{chinese(gone)}本，还剩几本？", all_ - gone


def _largest() -> tuple[str, int]:
    numbers = secrets.SystemRandom().sample(range(1, 10), 3)
    return f"{'、'.join(map(chinese, numbers))}，这三个数中最大的是几？", max(numbers)


QUESTIONS: tuple[Callable[[], tuple[str, int]], ...] = (_sum, _rest, _largest)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the sealed token that knows the answer."""

    text: str
    token: str


def question() -> Question:
    """A new question. Its answer cannot be read from the token."""
    text, answer = secrets.choice(QUESTIONS)()
    until = (clock.now() + VALID).timestamp()
    return Question(text, seal(json.dumps([uuid.uuid4().hex, answer, until]), PURPOSE))


def number_of(text: str) -> int | None:
    """The number that somebody wrote: «8», «８», «八» or «八本»; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。.本")
    if plain.isascii() and plain.isdigit() and len(plain) < 3:
        return int(plain)
    return next((number for number in range(20) if chinese(number) == plain), None)


@dataclass(slots=True)
class Submitted:
    """What one submission says: the work's result, or the answer with its question. `mark` names it once it is right."""

    proof: str = ""
    token: str = ""
    answer: str = ""
    mark: str = ""


def check_work(proof: str) -> str:
    """The mark of a right result. Raises ValidationError."""
    found = altcha.verify_solution(proof, _key())
    if found.expired:
        raise ValidationError(EXPIRED, code="expired")
    if not found.verified:
        raise ValidationError(INVALID, code="invalid")
    return altcha.Payload.from_base64(proof).challenge.parameters.nonce


def check_answer(token: str, answer: str) -> str:
    """The mark of a right answer. Raises ValidationError."""
    try:
        mark, expected, until = json.loads(open_sealed(token, PURPOSE))
    except CryptoError as error:
        raise ValidationError(INVALID, code="invalid") from error
    if clock.now().timestamp() > until:
        raise ValidationError(EXPIRED, code="expired")
    if number_of(answer) != expected:
        raise ValidationError(WRONG, code="wrong")
    return str(mark)


def use(mark: str) -> bool:
    """Use a mark up; False when it has been used before."""
    return bool(cache.add(f"human/{mark}", 1, int(VALID.total_seconds()) + 60))


class HumanCheckWidget(forms.Widget):
    """The work and the question; once passed and not yet used up, the result is carried on and nothing is asked again."""

    template_name = "accounts/human.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self._submitted: dict[str, Submitted] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied: Self = super().__deepcopy__(memo)
        copied._submitted = {}
        return copied

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Submitted:
        """One and the same object for the whole life of the form: the check notes its result in it."""
        if name not in self._submitted:
            proof, token, answer = (str(data.get(f"{name}-{part}", "")) for part in ("proof", "token", "answer"))
            self._submitted[name] = Submitted(proof, token, answer)
        return self._submitted[name]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-token" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        passed = isinstance(value, Submitted) and bool(value.mark)
        context["widget"]["passed"] = value if passed else None
        if not passed:
            context["widget"] |= {"work": work(), "question": question()}
        return context


class HumanCheckField(forms.Field):
    """Cleans to what was submitted, checked but not used up: that is the form's last act (HumanCheckMixin)."""

    widget = HumanCheckWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "人机确认")
        super().__init__(**kwargs)

    def clean(self, value: Submitted) -> Submitted:
        """Raises ValidationError when neither the work nor the answer is right."""
        if not value.proof and not value.answer.strip():
            raise ValidationError(MISSING, code="required")
        value.mark = check_work(value.proof) if value.proof else check_answer(value.token, value.answer)
        return value

    def bound_data(self, data: Submitted, initial: Any) -> Submitted:
        return data


class HumanCheckMixin:
    """First among the bases of a public form: `class AskForm(HumanCheckMixin, PlainForm, forms.Form)`.

    A right result is used up only when nothing else is wrong with the form, so that nobody is asked again for a slip elsewhere.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["human"] = HumanCheckField()  # type: ignore[attr-defined] # the form's, which is among the other bases

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # as above
        form: Any = self
        submitted = form.cleaned_data.pop("human", None)
        if submitted is None or form.errors:
            return
        if not use(submitted.mark):
            form.add_error("human", ValidationError(USED, code="used"))
        submitted.mark = ""
