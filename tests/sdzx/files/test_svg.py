"""What an SVG may hold."""

import pytest

from sdzx.files import svg
from sdzx.workflow import Refused

SCRIPT = "SVG含有脚本，不能使用"
OUTSIDE = "SVG引用了文件以外的内容，请把图片嵌入后上传"


def drawing(inner: str, root: str = "") -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {root}>{inner}</svg>'
    ).encode()


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<script>alert(1)</script>", SCRIPT),
        ('<g><path d="M0 0" onclick="x()"/></g>', SCRIPT),
        ('<image href="http://example.org/x.png"/>', OUTSIDE),
        ('<image xlink:href="file:///etc/passwd"/>', OUTSIDE),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', OUTSIDE),
        ('<use href="other.svg#a"/>', OUTSIDE),
        ('<path style="fill:url(http://example.org/#a)"/>', OUTSIDE),
        ("<style>@import 'x.css';</style>", OUTSIDE),
        ("<style>path{fill:u\\72l(x)}</style>", OUTSIDE),
        ("<text>字</text>", "SVG含有文字，打印时可能缺少字体，请先把文字转为曲线"),
        ("<foreignObject/>", "SVG含有不支持的内容“foreignObject”，请先转为普通图形"),
        ('<animate attributeName="x"/>', "SVG含有不支持的内容“animate”，请先转为普通图形"),
        ('<g id="a"><use href="#b"/></g><use href="#a"/>', "SVG的重复引用套着重复引用，请先展开后上传"),
    ],
)
def test_what_is_no_drawing_is_refused_in_words(inner, said):
    with pytest.raises(Refused) as refusal:
        svg.cleaned(drawing(inner))
    assert str(refusal.value) == f"{said}。"


def test_every_reason_is_said_once():
    with pytest.raises(Refused) as refusal:
        svg.cleaned(drawing('<script/><script/><image href="x.png"/>'))
    assert str(refusal.value) == f"{SCRIPT}；{OUTSIDE}。"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "实体定义"),
        (b"<svg", "无法读取"),
        (b"<html/>", "不是SVG图"),
    ],
)
def test_what_is_no_svg_is_refused(body, said):
    with pytest.raises(Refused, match=said):
        svg.cleaned(body)


def test_too_many_shapes_are_refused(monkeypatch):
    monkeypatch.setattr(svg, "_MOST", 3)
    with pytest.raises(Refused, match="过于复杂"):
        svg.cleaned(drawing("<g/><g/><g/>"))


def test_drawing_is_kept_without_what_only_its_program_needs():
    inner = (
        '<metadata>x</metadata><i:view xmlns:i="urn:i"/><style>.a{fill:url(#g)}</style><defs><linearGradient id="g"/></defs>'
        '<!-- hint --><path class="a" i:label="x" xmlns:i="urn:i" d="M0 0"/><use xlink:href="#g"/>'
        '<image href="data:image/png;base64,AAAA"/>'
    )
    made = svg.cleaned(drawing(inner)).decode()
    assert [part for part in ("metadata", "view", "label", "hint") if part in made] == []
    for part in ('d="M0 0"', "url(#g)", 'href="#g"', "data:image/png;base64,AAAA"):
        assert part in made, part
