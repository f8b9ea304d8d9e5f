"""Staff at work in a real browser: claims, looks, reveals, previews, decides, and undoes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from config.stack.programs import BASE_DIR
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Case, Decision, SnapshotFile
from enforcement.models.held_files import CopyState
from enforcement.services.appeal_dialog import reply
from enforcement.services.deciding import decide
from enforcement.services.reply_templates import write_template
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from enforcement.work.copying import copy_file
from feed.models import Post
from feed.states import PostState
from generation.models import Asset, AssetKind
from lib.media.stills import spritesheet
from lib.signed_media import placing
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.judging import Evidence
from tests import cast
from tests.browser import cookies_of, opened
from tests.client import Api
from tests.enforcement.appeals.sides import appealed
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import case_of, given, reported
from tests.feed.studio import published, scan
from tests.provenance.films import film
from tests.staff import at_the_desk

SAID = "It attacks a person by name, again and again."

pytestmark = pytest.mark.slow


@pytest.fixture
def post(committing: None, tmp_path: Path) -> Post:
    """With a film that plays, its frames, and what detectors found in it."""
    made = published(cast.creator())
    assert made.draft is not None
    job = made.draft.job
    source = film(tmp_path / "film.mp4", width=160, height=284, seconds=2.0)
    for asset in Asset.objects.filter(job=job, kind__in=(AssetKind.VIDEO, AssetKind.SPRITESHEET)):
        with placing(asset.storage_key) as path:
            if asset.kind == AssetKind.VIDEO:
                shutil.copy(source, path)
            else:
                spritesheet(source, into=path)
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    seen = Hit(Category.VIOLENCE, 0.9, start_s=0.5, end_s=1.2)
    heard = Hit(Category.HATE, 0.8, start=3, end=15)
    found = [
        Evidence(Surface.FRAME, [Answer("eyes", "1", coverage=coverage, hits=(seen,))]),
        Evidence(Surface.PROMPT, [Answer("ears", "1", coverage=coverage, hits=(heard,))]),
    ]
    scan(job, "inspect", found)
    return made


@pytest.fixture
def case(api: Api, post: Post) -> Case:
    reported(api, cast.stranger(), post, text="They do it every day.", start=0.5, end=1.5)
    reported(api, cast.friend(), post, "hate_speech")
    for row in SnapshotFile.objects.all():
        copy_file(SnapshotFile, row.pk)
    return case_of(post)


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch, case: Case) -> Iterator[Any]:
    """Of a member of staff who has signed in and said why."""
    writer = given(cast.moderator(), "edit_reply_templates")
    words = f"Dear {{{{handle}}}}, we looked at {{{{thing}}}}: {SAID}"
    write_template(policy="hate_speech", language="en", title="Hate", text=words, by=writer)
    staff = at_the_desk(given(cast.moderator(), "handle_case"))
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with opened(cookies=cookies_of(staff, live_server.url)) as page:
        yield page


def test_staff_claim_look_decide_and_undo(
    page: Any, live_server: Any, case: Case, post: Post
) -> None:
    shots = BASE_DIR / "test-output"
    shots.mkdir(exist_ok=True)

    def shot(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=shots / f"case-{name}.png", full_page=True)

    page.goto(f"{live_server.url}/admin/enforcement/case/board/", wait_until="networkidle")
    page.get_by_role("button", name="Next case").first.click()
    page.wait_for_url(f"**/case/{case.pk}/change/")
    page.get_by_text("You work on this case.").wait_for()
    assert page.locator("#media img").get_attribute("data-look") == "blurred"
    assert page.locator("#media img").evaluate("one => one.naturalWidth") > 0
    assert page.locator("#media video").count() == 0
    shot("blurred")

    for look in ("colour", "film"):
        page.select_option("#reveal-look", look)
        page.select_option("#reveal-need", "finding")
        page.get_by_role("button", name="Reveal (recorded)").click()
        page.wait_for_url("**#media")
    assert page.locator("#media img").get_attribute("data-look") == "colour"
    film_shown = page.locator("#media video")
    assert film_shown.evaluate("one => one.play().then(() => one.muted)") is True
    assert film_shown.evaluate("one => { one.muted = false; return one.duration }") > 1
    page.wait_for_function("document.querySelector('#media video').muted")
    shot("revealed")

    page.get_by_role("link", name="Decide", exact=True).click()
    page.wait_for_url("**/decide/")
    page.get_by_label("Remove the post").check()
    page.select_option("#id_template", label="Hate (en)")
    page.get_by_role("button", name="Put its words below").click()
    page.wait_for_load_state("networkidle")
    assert SAID in page.locator("#id_statement").input_value()
    assert page.get_by_label("Remove the post").is_checked()
    page.get_by_label("Strike", exact=True).check()
    page.select_option("#id_value_strike", "grave")
    page.get_by_label("0.5 to 1.5 s", exact=True).check()
    page.fill("#id_parts", "1 to 1.2")
    page.fill("#id_note", "A colleague saw the same last week.")
    page.get_by_role("button", name="Preview what they will read").click()
    page.get_by_text("Preview: nothing of this holds yet").wait_for()
    told = page.locator("#to-person").inner_text()
    assert SAID in told
    assert "colleague" not in told
    assert "The video from 1.0 to 1.2 seconds." in told
    assert not Decision.objects.exists()
    shot("previewed")

    page.get_by_role("button", name="Decide: do exactly this").click()
    page.wait_for_url("**/decision/*/change/")
    assert Post.objects.get(pk=post.pk).state == PostState.TAKEN_DOWN
    assert "0.5 to 1.5 s" in page.locator("#rests-on").inner_text()
    shot("decided")
    page.get_by_role("link", name="Overturn").click()
    page.fill("#id_statement", "We looked again: it breaks no rule.")
    page.get_by_role("button", name="Preview what they will read").click()
    page.get_by_text("Undone: Remove the post").wait_for()
    shot("undoing")
    page.get_by_role("button", name="Overturn: do exactly this").click()
    page.wait_for_url("**/decision/*/change/")
    assert Post.objects.get(pk=post.pk).state == PostState.PUBLISHED
    assert Decision.objects.count() == 2
    page.goto(f"{live_server.url}/admin/enforcement/case/{case.pk}/change/")
    page.get_by_text("Decided: nobody works on it.").wait_for()
    shot("after")
    assert User.objects.get(pk=post.author_id).state == "good"
    assert page.complaints == []


def test_staff_ask_whoever_appealed_and_read_the_reply(
    api: Api, page: Any, live_server: Any, case: Case, post: Post
) -> None:
    shots = BASE_DIR / "test-output"
    shots.mkdir(exist_ok=True)
    wanted = Wanted(
        SubjectKind.POST, post.pk, ("hate_speech",), SAID,
        (Wish(ActionName.REMOVE_POST),), case_id=case.pk,
    )  # fmt: skip
    appeal = appealed(api, post.author, decide(wanted=wanted, by=chief()))
    for row in SnapshotFile.objects.filter(copy_state=CopyState.OWED):
        copy_file(SnapshotFile, row.pk)
    url = f"{live_server.url}/admin/enforcement/case/{appeal.case.pk}/change/"
    page.goto(url, wait_until="networkidle")
    page.get_by_label("Ask whoever sent it").fill("Where did she agree to it?")
    page.screenshot(path=shots / "appeal-asking.png", full_page=True)
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text("No reply yet.").wait_for()
    assert page.get_by_label("Ask whoever sent it").count() == 0
    page.get_by_text("You work on this case.").wait_for()
    reply(appeal=appeal, text="In her own video of Friday.")
    page.reload(wait_until="networkidle")
    page.get_by_text("In her own video of Friday.").wait_for()
    page.screenshot(path=shots / "appeal-replied.png", full_page=True)
    page.get_by_label("Ask whoever sent it").fill("\u202e")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text("Use ordinary characters.").wait_for()
    page.screenshot(path=shots / "appeal-refused.png", full_page=True)
    assert page.complaints == []
