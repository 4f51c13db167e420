import pytest

from sdzx.documents import images


@pytest.mark.parametrize(
    ("content", "uri"),
    [
        (b"\xff\xd8\xff\xe0", "data:image/jpeg;base64,/9j/4A=="),
        (b"\x89PNG\r\n\x1a\n", "data:image/png;base64,iVBORw0KGgo="),
    ],
)
def test_data_uri_tells_jpeg_from_png(content: bytes, uri: str) -> None:
    assert images.data_uri(content) == uri


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>"])
def test_data_uri_refuses_other_kinds(content: bytes) -> None:
    with pytest.raises(ValueError, match="neither JPEG nor PNG"):
        images.data_uri(content)
