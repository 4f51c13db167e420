"""The human check: the work and the question, signed, for twenty minutes, once."""

import datetime
import json
import re
from concurrent.futures import ThreadPoolExecutor

import altcha
import pytest
from django import forms
from django.core.cache import cache

from sdzx import clock
from sdzx.accounts import human
from sdzx.ui.forms import PlainForm
from tests.factories.complaints import answered, solved

LATE = datetime.timedelta(minutes=21)


class AskForm(human.HumanCheckMixin, PlainForm, forms.Form):
    """A public form."""

    word = forms.CharField(label="词")

    def clean_word(self) -> str:
        if self.cleaned_data["word"] == "坏":
            raise forms.ValidationError("不行")
        return str(self.cleaned_data["word"])


def posted(word: str = "好", **values: str) -> AskForm:
    return AskForm({"word": word, "human-proof": "", "human-token": "", "human-answer": "", **values})


def errors(form: AskForm) -> list[str]:
    return [str(each) for each in form.errors.get("human", ())]


def test_work_done_passes_once():
    proof = solved()
    first, again = posted(**{"human-proof": proof}), posted(**{"human-proof": proof})
    assert (first.is_valid(), first.cleaned_data) == (True, {"word": "好"})
    assert (again.is_valid(), errors(again)) == (False, [human.USED])


def test_question_answered_passes_once():
    given = answered()
    first, again = posted(**given), posted(**given)
    assert (first.is_valid(), again.is_valid(), errors(again)) == (True, False, [human.USED])


def test_nothing_given():
    form = posted()
    assert errors(form) == [human.MISSING]


@pytest.mark.parametrize("kind", human.QUESTIONS)
def test_each_kind_of_question_can_be_answered(kind, monkeypatch):
    monkeypatch.setattr(human, "QUESTIONS", (kind,))
    for _ in range(40):
        assert posted(**answered()).is_valid()


def test_wrong_answer_gets_a_new_question():
    asked = human.question()
    form = posted(**{"human-token": asked.token, "human-answer": "99"})
    assert errors(form) == [human.WRONG]
    assert asked.token not in str(form["human"])


def test_forged_token():
    form = posted(**{"human-token": "x", "human-answer": "8"})
    assert errors(form) == [human.INVALID]


def test_forged_work():
    altered = altcha.Payload.from_base64(solved())
    altered.challenge.parameters.expires_at = (altered.challenge.parameters.expires_at or 0) + 1
    foreign = altcha.create_challenge("SHA-256", 1, counter=5, hmac_secret=b"another key")
    solution = altcha.solve_challenge(foreign)
    assert solution is not None
    for proof in ("rubbish", altered.to_base64(), altcha.Payload(foreign, solution).to_base64()):
        assert errors(posted(**{"human-proof": proof})) == [human.INVALID]


def test_guessed_result():
    challenge = altcha.Challenge.from_dict(json.loads(human.work()))
    guess = altcha.Solution(counter=1, derived_key=challenge.parameters.key_prefix + "0" * 32)
    assert errors(posted(**{"human-proof": altcha.Payload(challenge, guess).to_base64()})) == [human.INVALID]


def test_after_twenty_minutes():
    with clock.at(clock.now() - LATE):
        proof, given = solved(), answered()
    assert errors(posted(**{"human-proof": proof})) == [human.EXPIRED]
    assert errors(posted(**given)) == [human.EXPIRED]


def test_another_slip_does_not_use_it_up():
    proof = solved()
    form = posted("坏", **{"human-proof": proof})
    assert (form.is_valid(), list(form.errors)) == (False, ["word"])
    shown = str(form["human"])
    assert (proof in shown, "已确认" in shown, "data-human=" in shown) == (True, True, False)
    assert posted(**{"human-proof": proof}).is_valid()


def test_a_refusal_after_the_check_asks_anew():
    proof = solved()
    form = posted(**{"human-proof": proof})
    assert form.is_valid()
    form.add_error("word", "办不到")
    shown = str(form["human"])
    assert (proof in shown, "data-human=" in shown) == (False, True)


def test_empty_form_shows_work_and_question():
    shown = str(AskForm()["human"])
    assert re.search(r'data-human="\{&quot;parameters&quot;', shown)
    assert 'name="human-answer"' in shown
    assert "<script src=" in shown


def test_answer_is_not_in_the_token():
    tokens = {human.question().token for _ in range(3)}
    assert len(tokens) == 3
    assert not any("[" in token for token in tokens)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("8", 8), ("８", 8), ("八", 8), (" 八本。", 8), ("十二", 12), ("10", 10), ("十", 10), ("零", 0), ("", None), ("八十", None), ("100", None), ("³", 3)],
)  # fmt: skip
def test_number_of(typed, number):
    assert human.number_of(typed) == number


def test_one_of_many_at_once():
    """`cache.add` lets one pass; looking first and writing then would let several."""
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(human.use, ["same"] * 8)) == 1


def test_looking_first_would_let_several_pass():
    import threading

    barrier = threading.Barrier(8)

    def careless(_: int) -> bool:
        seen = cache.get("careless")
        barrier.wait()
        cache.set("careless", 1)
        return not seen

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(careless, range(8))) > 1


def test_each_form_has_its_own_submission():
    class Declared(forms.Form):
        human = human.HumanCheckField()

    first = Declared({"human-proof": solved(), "human-token": "", "human-answer": ""})
    second = Declared({"human-proof": "", "human-token": "", "human-answer": ""})
    assert (first.is_valid(), second.is_valid()) == (True, False)


def test_omitted_from_data():
    widget = human.HumanCheckWidget()
    assert widget.value_omitted_from_data({}, {}, "human") is True
    assert widget.value_omitted_from_data({"human-token": ""}, {}, "human") is False
