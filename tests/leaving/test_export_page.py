"""The page of an archive in a real browser: it reads, asks nobody elsewhere, and runs nothing."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from tests.client import Api
from tests.leaving.archives import file_of, made
from tests.leaving.somebody import WORDS, fill

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOSTILE = "<script>document.title='ran'</script><img src=https://elsewhere.example/x onerror=x>"


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_it_reads_and_reaches_nobody(
    api: Api, creator: User, friend: User, teen: User, deliver: Callable[[], int], tmp_path: Path
) -> None:
    fill(api, creator, friend, teen=teen)
    User.objects.filter(pk=creator.pk).update(bio=HOSTILE)
    with zipfile.ZipFile(file_of(made(api, creator, deliver))) as archive:
        archive.extractall(tmp_path / "opened")
    found = looked_at(tmp_path / "opened/index.html", tmp_path / "page.png")
    assert found["title"] == "Your Zoetrope archive"
    assert found["elsewhere"] == []
    assert WORDS["prompt"] in found["text"]
    assert HOSTILE in found["text"], "as the words that they are"
    assert found["scripts"] == 0
    assert (tmp_path / "page.png").stat().st_size > 10_000


def looked_at(path: Path, screenshot: Path) -> dict[str, Any]:
    """In a thread of its own: the driver's loop and Django's database do not share one."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_looked_at, path, screenshot).result()


def _looked_at(path: Path, screenshot: Path) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 1200})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.screenshot(path=screenshot, full_page=True)
        found = {
            "title": page.title(),
            "text": page.inner_text("body"),
            "scripts": page.locator("script").count(),
            "elsewhere": [url for url in asked if not url.startswith(path.parent.as_uri())],
        }
        browser.close()
    return found
