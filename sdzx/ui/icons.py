"""Line icons on a 16 × 16 grid, drawn inline: no request, no font, coloured by the text around them."""

PATHS: dict[str, str] = {
    "check": "M3 8.5l3.2 3.2L13 4.8",
    "cross": "M4 4l8 8M12 4l-8 8",
    "clock": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.2 1.6",
    "alert": "M8 2.2l6.3 11.2H1.7zM8 6.5v3M8 11.6v.1",
    "info": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.4v3.6M8 5v.1",
    "file": "M4 1.8h5l3 3v9.4H4zM9 1.8v3h3",
    "inbox": "M2 9.5h3.4l1 2h3.2l1-2H14M2 9.5L4 3h8l2 6.5V13H2z",
    "menu": "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
    "up": "M8 13V3.5M4 7.3l4-4 4 4",
    "down": "M8 3v9.5M4 8.7l4 4 4-4",
    "download": "M8 2.5v7.3M4.8 6.8L8 10l3.2-3.2M2.5 13.3h11",
    "text": "M1.8 13L5.6 3.2 9.4 13M3 10h5.2M10.4 13l2-5.2 2 5.2M11 11.2h2.9",
    "exit": "M9.5 2.5h-6v11h6M6.8 8h7M11.2 5.3L13.8 8l-2.6 2.7",
    "box": "M2 5l6-3 6 3v6.5l-6 3-6-3zM2 5l6 3 6-3M8 8v6.5",
    "provisional": "M8 2v3M8 11v3M2 8h3M11 8h3M4 4l1.6 1.6M12 4l-1.6 1.6M4 12l1.6-1.6M12 12l-1.6-1.6",
}


def svg(name: str) -> str:
    """The icon's markup, hidden from screen readers: the words beside it say the same. KeyError for an unknown name."""
    return f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{PATHS[name]}"/></svg>'
