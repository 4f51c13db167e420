"""Stored photographs as data URIs, for templates."""

import base64

SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def data_uri(content: bytes) -> str:
    """JPEG or PNG bytes as a data URI. Raises ValueError for anything else: a document shows no other kind."""
    for signature, media_type in SIGNATURES.items():
        if content.startswith(signature):
            return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"
    raise ValueError("neither JPEG nor PNG")
