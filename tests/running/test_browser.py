"""Every page in a real browser: it renders, loads nothing from elsewhere, and logs no error."""

import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.stack.stack import Stack

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 180_000  # only how long a broken product keeps us waiting

pytestmark = pytest.mark.slow
if CHROMIUM is None:
    warnings.warn("No Chromium here: the browser tests are SKIPPED.", stacklevel=1)


@pytest.fixture
def page(stack: Stack) -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        opened: Any = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(PATIENCE_MS)
        opened.complaints = []
        opened.on("console", lambda m: m.type == "error" and opened.complaints.append(m.text))
        opened.on("response", lambda r: r.status >= 400 and opened.complaints.append(r.url))
        opened.on("requestfailed", lambda r: opened.complaints.append(f"failed: {r.url}"))
        opened.on("request", lambda r: _only_ours(opened, stack, r.url))
        yield opened
        browser.close()


def _only_ours(page: Any, stack: Stack, url: str) -> None:
    if not url.startswith((stack.origin, "data:", "blob:", "about:")):
        page.complaints.append(f"from elsewhere: {url}")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/", "nobody appears without having said yes"),
        ("/api/docs#/generations", "/api/v1/generations/{job_id}"),
        ("/development/mailbox", "Mailbox"),
    ],
)
def test_a_page_renders(page: Any, stack: Stack, screenshots: Path, path: str, text: str) -> None:
    page.goto(stack.origin + path, wait_until="networkidle")
    page.get_by_text(text).first.wait_for()
    name = re.sub(r"\W+", "-", path).strip("-") or "front"
    page.screenshot(path=screenshots / f"{name}.png")
    assert page.complaints == []


def test_a_moderator_logs_in_and_walks_through_the_admin(
    page: Any, stack: Stack, screenshots: Path
) -> None:
    printed = stack.manage("seed_sample_people")
    password = re.findall(r"password of all of them: (\S+)", printed)[0]
    page.goto(f"{stack.origin}/admin/")
    page.fill("input[name=username]", "moderator@example.org")
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=screenshots / "admin.png")
    links = page.eval_on_selector_all(
        "a[href^='/admin/']", "all => [...new Set(all.map(a => a.getAttribute('href')))]"
    )
    lists = [link for link in links if re.fullmatch(r"/admin/\w+/\w+/", link)]
    assert len(lists) >= 4, links
    page.goto(stack.origin + lists[0], wait_until="networkidle")
    page.screenshot(path=screenshots / "admin-reason.png")
    page.select_option("select[name=code]", "operations")
    page.get_by_role("button", name=re.compile("continue|go on|submit|open", re.IGNORECASE)).click()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(lists[0])
    for link in lists:
        response = page.goto(stack.origin + link, wait_until="networkidle")
        assert response.status == 200, link
        page.screenshot(
            path=screenshots / f"admin{link.removeprefix('/admin').replace('/', '-')}.png"
        )
    assert page.complaints == []


def test_somebody_who_is_no_staff_is_kept_out_of_the_admin(page: Any, stack: Stack) -> None:
    printed = stack.manage("seed_sample_people")
    password = re.findall(r"password of all of them: (\S+)", printed)[0]
    page.goto(f"{stack.origin}/admin/")
    page.fill("input[name=username]", "creator@example.org")
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_load_state("networkidle")
    assert "/admin/login/" in page.url
