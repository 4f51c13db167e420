"""Complaints in named states, straight through the ORM; and the real solution of a human check."""

import itertools
import json
import re
from typing import Any

import altcha

from sdzx import clock
from sdzx.accounts import human
from sdzx.accounts.models import Center
from sites.oversight.complaints.models import Complaint
from sites.oversight.complaints.services import hashed
from sites.registry.models import Site
from tests.factories import sites

_numbers = itertools.count(1)
S = Complaint.Status
CODE = "ABCDEFGHJK"
FACTS = "3月14日上午场有人代替考生入场，监考人员没有核对身份。"
FINDINGS = "调取录像，确有1人替考，考点未核验身份证。"
ANSWER = "经查属实，已对考点立案处理，感谢监督。"


def complaint(
    status: str = S.RECEIVED, *, of: Site | None = None, city: Center | None = None, **values: Any
) -> Complaint:
    """About a site in Jinan unless another is given; anonymous; with findings and conclusion where the state has them."""
    about = of or sites.site(city=city)
    number = values.pop("number", f"TS-{about.center.code[:4]}-2026-{next(_numbers):06d}-X")
    given: dict[str, Any] = {
        "number": number, "code_hash": hashed(number, CODE), "center": about.center, "site": about, "category": "cheating",
        "facts": FACTS, "acceptance_due": clock.today(), "due_on": clock.today(), "status": status,
    }  # fmt: skip
    if status == S.NOT_ACCEPTED:
        given["refusal"] = "反映的事项不属于本中心管辖。"
    if status in (S.INVESTIGATED, S.CONCLUDED):
        given["findings"] = FINDINGS
    if status == S.CONCLUDED:
        given |= {"result": Complaint.Result.SUBSTANTIATED, "answer": ANSWER}
    return Complaint.objects.create(**{**given, **values})


def named(status: str = S.RECEIVED, **values: Any) -> Complaint:
    """Somebody who left a name and a telephone."""
    return complaint(status, **{"anonymous": False, "name": "赵大勇", "phone": "13905310001", **values})


def solved(work: str | None = None) -> str:
    """The result of a piece of work, found as a browser finds it."""
    challenge = altcha.Challenge.from_dict(json.loads(work or human.work()))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def answered(question: human.Question | None = None) -> dict[str, str]:
    """The fields of a question answered as a person answers it: by reading the sentence."""
    asked = question or human.question()
    numbers = [
        human.number_of(each) for each in re.findall(r"[零一二三四五六七八九十]+", asked.text.replace("三个数", ""))
    ]
    first, second = numbers[0] or 0, numbers[1] or 0
    if "加" in asked.text:
        found = first + second
    elif "拿走" in asked.text:
        found = first - second
    else:
        found = max(number or 0 for number in numbers)
    return {"human-token": asked.token, "human-answer": str(found)}


def form(**values: Any) -> dict[str, Any]:
    """What a browser posts, with the work done."""
    given = {"category": "cheating", "facts": FACTS, "identity": "anonymous", "place": "某培训学校", "center": "370100"}
    return {**given, "human-proof": solved(), "human-token": "", "human-answer": "", **values}
