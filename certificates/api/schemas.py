"""What the verification interface takes and gives."""

import datetime
from typing import Annotated, Any, Self

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints, model_validator

from certificates.lookup.services import Shown

TOO_FEW = "请提供证书编号、姓名、证件号码中的任意两项，或者只提供核验码。"
Fact = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$")]


class Question(Schema):
    """Two of the three facts, or the code of the QR code alone."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"number": "（证书编号）", "name": "（姓名）"}]}
    )

    number: Fact = Field("", max_length=60, description="证书编号")
    name: Fact = Field("", max_length=100, description="姓名")
    document_number: Fact = Field("", max_length=40, description="证件号码")
    code: Fact = Field("", max_length=60, description="核验码：二维码中地址的最后一段；给出时不能再给其他项")

    @model_validator(mode="after")
    def _enough(self) -> Self:
        facts = sum(map(bool, (self.number, self.name, self.document_number)))
        if bool(self.code) == bool(facts) or (facts == 1):
            raise ValueError(TOO_FEW)
        return self


class Certificate(Schema):
    """What the public page shows."""

    number: str = Field(description="证书编号")
    name: str = Field(description="姓名")
    document_type: str = Field(description="证件类型")
    document_number: str = Field(description="证件号码，只显示一部分")
    project: str = Field(description="专项职业能力名称")
    result: str = Field(description="考核结果")
    issued_on: datetime.date = Field(description="发证日期")
    center: str = Field(description="发证中心")
    serial: str = Field(description="最近一次打印的印制流水码；未打印为空")
    reprinted_on: datetime.date | None = Field(description="补发日期；没有补发为空")
    valid: bool = Field(description="是否有效")
    state: str = Field(description="状态：有效、已撤销、已更正，见新证")
    successor: str = Field(description="更正后的新证编号；没有更正为空")
    remark: str = Field(description="说明；没有为空")

    @classmethod
    def of(cls, shown: Shown) -> Self:
        return cls(**{name: getattr(shown, name) for name in cls.model_fields})


class Answer(Schema):
    """The same words whatever was wrong."""

    found: bool = Field(description="是否查到证书")
    message: str = Field(description="查询结果的说明；没有查到时不区分哪一项不符")
    certificates: list[Certificate] = Field(description="查到的证书，按发证日期从新到旧，最多20本")


class Problem(Schema):
    """Why there is no answer."""

    message: str = Field(description="原因")
    errors: list[dict[str, Any]] = Field(default_factory=list, description="每一处问题：field（项）、message（原因）")
