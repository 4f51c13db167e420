"""The verification interface at /api/v1/: what the public page answers, as JSON, described by OpenAPI (4.5).

It finds nothing that the page does not find. Instead of the human check it counts: few questions for everybody, more with
a partner's key.
"""

from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.responses import Status

from certificates.api import services
from certificates.api.schemas import TOO_FEW, Answer, Certificate, Problem, Question
from certificates.lookup.services import NOT_FOUND, REASONS, find
from certificates.lookup.services import verify as verify_code
from sdzx.accounts.throttle import too_many

HEADER = "X-API-Key"
PER_MINUTE, WINDOW = 20, 60  # without a key, from one IP address
SENTENCES = {
    "extra_forbidden": "没有这一项。",
    "string_type": "应为文字。",
    "string_too_long": "太长。",
    "string_pattern_mismatch": "含有不能使用的字符。",
    "string_unicode": "含有不能使用的字符。",
    "value_error": TOO_FEW,
}

api = NinjaAPI(
    title="山东省专项职业能力证书核验接口",
    version="1",
    description=(
        "与公众查询页相同的内容：证书编号、姓名、证件号码任意两项，或者二维码中的核验码。"
        f"不用密钥时，每个网络地址每分钟{PER_MINUTE}次；需要更多的单位向省职业技能鉴定指导中心申请密钥，放在请求头{HEADER}中。"
    ),
    urls_namespace="verification",
    docs_url=None,
)


def _refusal(request: HttpRequest) -> tuple[int, str]:
    """(status, reason) when this request may not ask; (0, "") when it may. Wrong keys count as no key."""
    text = request.headers.get(HEADER, "")
    key = services.usable(text) if text else None
    who, most = (f"key/{key.pk}", key.per_minute) if key else (str(get_client_ip_address(request)), PER_MINUTE)
    if too_many(f"api/{who}", most, WINDOW):
        return 429, "请求过于频繁，请1分钟后再试。"
    return (401, f"请求头{HEADER}中的密钥无效或已停用。") if text and not key else (0, "")


@api.post(
    "/verify",
    url_name="verify",
    response={200: Answer, 400: Problem, 401: Problem, 422: Problem, 429: Problem},
    summary="核验证书",
    description="任意两项事实，或者核验码。查无此证也答200，不区分哪一项不符。",
    tags=["核验"],
    openapi_extra={
        "parameters": [
            {"in": "header", "name": HEADER, "required": False, "schema": {"type": "string"}, "description": "合作单位的密钥"}
        ]
    },
)  # fmt: skip
def verify(request: HttpRequest, response: HttpResponse, question: Question) -> Any:
    """Answers as the public page does."""
    response["Cache-Control"] = "no-store"
    status, reason = _refusal(request)
    if status:
        if status == 429:
            response["Retry-After"] = str(WINDOW)
        return Status(status, Problem(message=reason))
    if question.code:
        one = verify_code(question.code)
        found = [one] if one else []
    else:
        found = find(number=question.number, name=question.name, document_number=question.document_number)
    message = f"查到{len(found)}本证书。" if found else f"{NOT_FOUND}。可能的原因：{''.join(REASONS)}"
    return Status(200, Answer(found=bool(found), message=message, certificates=list(map(Certificate.of, found))))


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Every item that is wrong, in Chinese; nothing of what was sent comes back."""
    errors = [
        {
            "field": ".".join(str(part) for part in each["loc"][2:]),
            "message": SENTENCES.get(each["type"], "不符合接口说明。"),
        }
        for each in error.errors
    ]
    return api.create_response(request, {"message": "请求的内容不符合接口说明。", "errors": errors}, status=422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    return api.create_response(
        request, {"message": "请求的内容不是有效的JSON。", "errors": []}, status=error.status_code
    )
