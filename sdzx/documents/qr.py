"""QR codes as data URIs, for templates."""

import segno


def svg(text: str, *, error: str = "m") -> str:
    """A QR code (no quiet zone: the template gives the white space) as an SVG data URI, sharp at any size."""
    return segno.make(text, error=error, micro=False).svg_data_uri(border=0, scale=4)


def png(text: str, *, scale: int = 6, error: str = "m") -> str:
    """A QR code with its quiet zone as a PNG data URI, for pages and mails."""
    return segno.make(text, error=error, micro=False).png_data_uri(border=4, scale=scale)
