"""The browser for pages that only these slices draw."""

from tests.browser import chromium, page_at, portal

__all__ = ["chromium", "page_at", "portal"]
