"""Debian's Chromium, as people have it: what a page says, and what it complains of."""

import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 180_000  # only how long a broken product keeps us waiting
if CHROMIUM is None:
    warnings.warn("No Chromium here: the browser tests are SKIPPED.", stacklevel=1)


@contextmanager
def opened(*, width: int = 1280, height: int = 1000, cookies: Any = ()) -> Iterator[Any]:
    """A page whose `complaints` are what went wrong in it. Playwright's loop runs in this thread:
    who asks the database here, too, sets DJANGO_ALLOW_ASYNC_UNSAFE."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_cookies(list(cookies))
        page: Any = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("response", lambda r: r.status >= 400 and page.complaints.append(r.url))
        yield page
        browser.close()


def cookies_of(client: Any, url: str) -> list[dict[str, str]]:
    """What a test client was given, as a browser keeps it."""
    return [{"name": one.key, "value": one.value, "url": url} for one in client.cookies.values()]
