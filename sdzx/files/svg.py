"""SVG drawings: looked through element by element, and written anew without what only the drawing program needs."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sdzx.workflow import Refused

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_DRAWN = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "use", "symbol", "linearGradient",
    "radialGradient", "stop", "clipPath", "mask", "pattern", "image", "style", "title", "desc", "marker",
})  # fmt: skip
_LEFT_OUT = frozenset({"metadata"})
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*([^)'\"\s]*)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*\Z")
_MOST = 200_000  # elements

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


def cleaned(content: bytes) -> bytes:
    """The drawing with nothing but shapes, colours and embedded pictures.

    Raises Refused, with every reason, for scripts, actions, references to anything outside the file, entities, texts (their
    fonts are not in the file) and what is no SVG.
    """
    if b"<!ENTITY" in content or (b"<!DOCTYPE" in content[:2000] and b"[" in content[:2000].partition(b"<svg")[0]):
        raise Refused("SVG含有实体定义，请用绘图软件另存为普通SVG后上传。")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - entities were refused above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused("SVG无法读取，请用绘图软件重新导出后上传。") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise Refused("文件不是SVG图，请用绘图软件重新导出后上传。")
    problems: dict[str, None] = {}
    if sum(1 for _ in root.iter()) > _MOST:
        raise Refused(f"SVG过于复杂（超过{_MOST}个图形），请简化后上传。")
    _clean(root, problems)
    if _repeats_repeats(root):
        problems["SVG的重复引用套着重复引用，请先展开后上传"] = None
    if problems:
        raise Refused("；".join(problems) + "。")
    return ElementTree.tostring(root, encoding="utf-8")


def _clean(element: Element, problems: dict[str, None]) -> None:
    """Take out what belongs to the drawing program, note what may not be there."""
    for name, value in list(element.attrib.items()):
        space, _, local = name.rpartition("}")
        if space not in ("", f"{{{_XLINK}"):
            del element.attrib[name]
            continue
        _attribute(element, local, value, problems)
    if _local(element) == "style":
        _styles(element.text or "", problems)
    for child in list(element):
        if not isinstance(child.tag, str) or not child.tag.startswith(f"{{{_SVG}}}") or _local(child) in _LEFT_OUT:
            element.remove(child)
        elif _local(child) not in _DRAWN:
            problems[_why_not(_local(child))] = None
        else:
            _clean(child, problems)


def _repeats_repeats(root: Element) -> bool:
    """Whether a `use` repeats something with a `use` in it: a few of those draw a thing a million times."""
    use = f"{{{_SVG}}}use"
    targets = {each.get("href", each.get(f"{{{_XLINK}}}href", ""))[1:] for each in root.iter(use)}
    return any(each.get("id") in targets and next(each.iter(use), None) is not None for each in root.iter())


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _why_not(tag: str) -> str:
    if tag in ("text", "tspan", "textPath"):
        return "SVG含有文字，打印时可能缺少字体，请先把文字转为曲线"
    if tag == "script":
        return "SVG含有脚本，不能使用"
    return f"SVG含有不支持的内容“{tag[:30]}”，请先转为普通图形"


def _attribute(element: Element, name: str, value: str, problems: dict[str, None]) -> None:
    if name.lower().startswith("on"):
        problems["SVG含有脚本，不能使用"] = None
    elif name == "href":
        inside = value.startswith("#") or (_local(element) == "image" and _PICTURE.match(value))
        if not inside:
            problems["SVG引用了文件以外的内容，请把图片嵌入后上传"] = None
    else:
        _styles(value, problems)


def _styles(text: str, problems: dict[str, None]) -> None:
    outside = any(not target.startswith("#") for target in _REFERENCE.findall(text))
    if outside or "@import" in text.lower() or "\\" in text:
        problems["SVG引用了文件以外的内容，请把图片嵌入后上传"] = None
