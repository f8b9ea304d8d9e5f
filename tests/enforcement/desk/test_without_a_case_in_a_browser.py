"""From the page of a post to a decision about it, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.stack.programs import BASE_DIR
from enforcement.models import Case, Decision
from feed.models import Post
from feed.states import PostState
from tests import cast
from tests.accounts.desk.conftest import colleague
from tests.browser import cookies_of, opened
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.slow
SAID = "It attacks a person by name, again and again."


@pytest.fixture
def post(committing: None) -> Post:
    return published(cast.creator())


@pytest.fixture
def page(live_server: Any, post: Post, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    staff = at_the_desk(colleague("moderator"))
    with opened(cookies=cookies_of(staff, live_server.url)) as page:
        yield page
        assert page.complaints == []


def test_a_moderator_decides_about_what_nobody_reported(
    page: Any, live_server: Any, post: Post
) -> None:
    shots = BASE_DIR / "test-output"
    shots.mkdir(exist_ok=True)

    def shot(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=shots / f"about-{name}.png", full_page=True)

    page.goto(f"{live_server.url}/admin/feed/post/{post.pk}/change/", wait_until="networkidle")
    shot("post")
    page.get_by_role("link", name="Decide about it").click()
    page.wait_for_url(f"**/decision/about/{post.public_id}/")
    page.get_by_label("It attacks a person").check()
    page.get_by_label("Remove the post").check()
    page.get_by_label("Why, for the person whom it concerns").fill(SAID)
    shot("form")
    page.get_by_role("button", name="Preview what they will read").click()
    page.get_by_role("button", name="Decide: do exactly this").wait_for()
    shot("preview")
    assert not Decision.objects.exists()
    page.get_by_role("button", name="Decide: do exactly this").click()
    page.wait_for_url("**/decision/*/change/")
    shot("decided")
    decision = Decision.objects.get()
    assert (decision.case, decision.text.statement) == (None, SAID)
    assert Post.objects.get(pk=post.pk).state == PostState.TAKEN_DOWN
    assert not Case.objects.exists()
