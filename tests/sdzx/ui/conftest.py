"""The browser for pages that only ui draws."""

from tests.browser import chromium, page_at, portal

__all__ = ["chromium", "page_at", "portal"]
