"""What staff see and do, and that a caption is no part of lists and pages."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from feed.cards import describe
from feed.models import Post
from feed.services.publishing import publish
from generation.models import Draft
from tests.feed.studio import evidence
from tests.staff import at_the_desk
from tests.takedowns import taken_down_before

SECRET = "unmistakable words"


@pytest.fixture
def staff(moderator: Any) -> Client:
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    return at_the_desk(moderator)


@pytest.fixture
def post(creator: Any, draft: Draft) -> Post:
    return publish(draft=draft, by=creator, caption=SECRET, evidence=evidence())


def act(client: Client, action: str, *posts: Post) -> Any:
    data = {"action": action, "_selected_action": [str(post.pk) for post in posts]}
    return client.post("/admin/feed/post/", data, follow=True)


def test_pages_hold_no_caption(staff: Client, post: Post) -> None:
    for page in ("/admin/feed/post/", f"/admin/feed/post/{post.pk}/change/"):
        answer = staff.get(page)
        assert answer.status_code == 200
        assert post.author.public_id in answer.content.decode()
        assert SECRET not in answer.content.decode()


def test_reinstating_goes_through_the_service(staff: Client, post: Post, moderator: Any) -> None:
    taken_down_before(post=post, by=User.objects.get(pk=moderator.pk))
    act(staff, "reinstate_posts", post)
    post.refresh_from_db()
    assert post.state == "published"
    row = AuditEvent.objects.get(action="feed.post.reinstated")
    assert row.actor == moderator.public_id
    again = act(staff, "reinstate_posts", post)
    assert "changed in the meantime" in again.content.decode()


def test_taking_down_leads_to_a_decision(moderator: Any, post: Post) -> None:
    for name in ("decide_without_case", "reinstate_post"):
        moderator.user_permissions.add(Permission.objects.get(codename=name))
    staff = at_the_desk(moderator)
    data = {"action": "decide_about", "_selected_action": [str(post.pk)]}
    answer = staff.post("/admin/feed/post/", data)
    about = f"/admin/enforcement/decision/about/{post.public_id}/"
    assert answer["Location"] == about
    assert about in staff.get(f"/admin/feed/post/{post.pk}/change/").content.decode()
    post.refresh_from_db()
    assert post.state == "published"
    assert "take_down_posts" not in staff.get("/admin/feed/post/").content.decode()


@pytest.mark.parametrize("action", ["decide_about", "reinstate_posts"])
def test_whoever_may_only_look_does_nothing(moderator: Any, post: Post, action: str) -> None:
    act(at_the_desk(moderator), action, post)
    post.refresh_from_db()
    assert post.state == "published"


def test_a_reviewer_is_shown_the_caption_and_the_frames(creator: Any, post: Post) -> None:
    from feed.services.deletion import delete_post

    card = describe(post.public_id)
    assert card is not None
    assert card.words == [("Caption", SECRET)]
    assert card.picture
    delete_post(post=post, by=creator)
    assert describe(post.public_id) is None
