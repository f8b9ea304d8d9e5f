"""Taking down and undoing it; deleting; what becomes of files and addresses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from audit.models import AuditEvent
from feed.models import Like, Post
from feed.services.deletion import delete_post
from feed.services.publishing import publish
from feed.services.takedowns import reinstate
from generation.models import Asset, Draft, Source
from generation.services.drafts import delete_draft
from generation.work.erasure import erase_owed
from generation.work.moving import move_files_of
from inbox.models import Event
from lib.errors import DomainError, StaleState
from lib.signed_media import exists, move
from tests.client import Api
from tests.feed.studio import finished, published
from tests.feed.test_visibility import EVERYWHERE, NOWHERE, seen
from tests.takedowns import given_back, removed, taken_down_before

Deliver = Callable[[], int]


@pytest.fixture
def staff(moderator: Any) -> Any:
    type(moderator).objects.filter(pk=moderator.pk).update(is_superuser=True)
    return type(moderator).objects.get(pk=moderator.pk)


@pytest.fixture
def post(creator: Any) -> Post:
    return published(creator)


@pytest.fixture
def others(stranger: Any, staff: Any) -> tuple[Any, Any]:
    """Somebody who looks, somebody who decides."""
    return stranger, staff


def key_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/media/")


def addresses(api: Api, post: Post, viewer: Any) -> list[str]:
    files = api.get(f"/posts/{post.public_id}", as_=viewer).json()["assets"].values()
    return [key_of(file["url"]) for file in files if file]


def row(post: Post) -> Any:
    return Post.objects.filter(pk=post.pk).values().get()


def test_a_takedown_hides_it_and_withdraws_its_files(
    api: Api, creator: Any, others: tuple[Any, Any], post: Post, deliver: Deliver
) -> None:
    stranger, staff = others
    handed_out = addresses(api, post, stranger)
    assert len(handed_out) == 3
    removed(post, staff)
    assert seen(api, post, stranger) == NOWHERE, "at once"
    assert addresses(api, post, creator) == []
    deliver()
    assert not any(map(exists, handed_out)), "URLs handed out are dead"
    moved = Asset.objects.values_list("storage_key", flat=True)
    assert all(key.startswith("quarantine/") and exists(key) for key in moved)
    mine = api.get(f"/posts/{post.public_id}", as_=creator).json()
    assert (mine["state"], mine["can"]["like"]) == ("taken_down", False)
    assert api.get("/feeds/latest", as_=creator).json()["results"] == []
    told = Event.objects.filter(person_id=creator.pk, type="post.taken_down").get()
    assert told.data["post"] == post.public_id
    audited = AuditEvent.objects.get(action="feed.post.taken_down")
    assert (audited.actor, audited.facts) == (staff.public_id, {"reason": "decision"})


def test_undoing_restores_exactly_what_was(
    api: Api, creator: Any, others: tuple[Any, Any], post: Post, deliver: Deliver
) -> None:
    stranger, staff = others
    api.put(f"/posts/{post.public_id}/like", as_=stranger)
    handed_out, before = addresses(api, post, stranger), row(post)
    decision = removed(post, staff)
    deliver()
    given_back(decision, staff)
    deliver()
    assert row(post) == before
    assert seen(api, post, stranger) == EVERYWHERE
    assert api.get(f"/posts/{post.public_id}", as_=stranger).json()["likes"] == 1
    back = addresses(api, post, stranger)
    assert all(map(exists, back))
    assert not set(back) & set(handed_out), "under new addresses"
    assert Event.objects.filter(person_id=creator.pk, type="post.reinstated").exists()


def test_it_is_undone_before_the_files_have_moved(
    api: Api, stranger: Any, staff: Any, post: Post, deliver: Deliver
) -> None:
    given_back(removed(post, staff), staff)
    deliver()
    assert all(map(exists, addresses(api, post, stranger)))
    assert len(addresses(api, post, stranger)) == 3


def test_only_what_holds_can_be_changed(staff: Any, post: Post) -> None:
    with pytest.raises(StaleState):
        reinstate(post=post, by=staff)
    taken_down_before(post, by=staff)
    with pytest.raises(StaleState):
        taken_down_before(post, by=staff)
    reinstate(post=post, by=staff)
    with pytest.raises(StaleState):
        reinstate(post=post, by=staff)


def test_reinstating_needs_the_permission_and_another_persons_post(
    moderator: Any, staff: Any, post: Post, creator: Any
) -> None:
    type(creator).objects.filter(pk=creator.pk).update(is_superuser=True, is_staff=True)
    for by in (type(moderator)(pk=moderator.pk), type(creator).objects.get(pk=creator.pk)):
        with pytest.raises(DomainError, match="permission_denied"):
            reinstate(post=post, by=by)


def test_what_was_taken_down_is_not_published_around(
    creator: Any, staff: Any, post: Post, deliver: Deliver
) -> None:
    assert post.draft is not None
    decision = removed(post, staff)
    with pytest.raises(DomainError, match="already_published"):
        publish(draft=post.draft, by=creator)
    delete_post(post=post, by=creator)
    deliver()
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=post.draft, by=creator)
    given_back(decision, staff)
    deliver()
    assert row(post)["state"] == "deleted", "that was its author's doing"
    assert publish(draft=post.draft, by=creator).state == "published"


def test_a_deleted_post_vanishes_from_a_page_that_was_fetched(
    api: Api, creator: Any, stranger: Any, post: Post, deliver: Deliver
) -> None:
    assert seen(api, post, stranger) == EVERYWHERE
    handed_out = addresses(api, post, stranger)
    api.put(f"/posts/{post.public_id}/like", as_=stranger)
    assert api.delete(f"/posts/{post.public_id}", as_=creator).status_code == 204
    assert seen(api, post, stranger) == NOWHERE
    assert seen(api, post, creator) == NOWHERE
    deliver()
    assert not any(map(exists, handed_out))
    assert not Like.objects.exists()
    assert row(post)["caption"] is None
    assert api.delete(f"/posts/{post.public_id}", as_=creator).status_code == 404
    assert post.draft is not None
    assert api.get(f"/drafts/{post.draft.public_id}", as_=creator).json()["assets"]["video"]["url"]


def test_others_delete_nothing(api: Api, stranger: Any, staff: Any, post: Post) -> None:
    for by in (stranger, staff):
        assert api.delete(f"/posts/{post.public_id}", as_=by).status_code == 404
    assert row(post)["state"] == "published"


def test_with_its_draft_a_post_goes(
    api: Api, creator: Any, stranger: Any, post: Post, deliver: Deliver
) -> None:
    assert post.draft is not None
    delete_draft(draft=post.draft, by=creator)
    assert seen(api, post, stranger) == NOWHERE
    assert row(post)["state"] == "deleted"
    deliver()
    assert not Asset.objects.exists()


def child_of(post: Post, creator: Any) -> Draft:
    made = finished(creator, tool="loop", depth=1)
    assert post.draft is not None
    Source.objects.create(job=made.job, position=0, source=post.draft.job)
    return made


def areas(draft: Draft) -> set[str]:
    keys = Asset.objects.filter(job=draft.job_id).values_list("storage_key", flat=True)
    assert all(map(exists, keys))
    return {key.partition("/")[0] for key in keys}


def test_what_was_made_of_it_comes_back_though_it_was_deleted_meanwhile(
    api: Api, creator: Any, others: tuple[Any, Any], post: Post, deliver: Deliver
) -> None:
    stranger, staff = others
    made = child_of(post, creator)
    looped = publish(draft=made, by=creator)
    assert post.draft is not None
    decision = removed(post, staff)
    deliver()
    delete_draft(draft=post.draft, by=creator)
    deliver()
    assert (areas(post.draft), areas(made)) == ({"quarantine"}, {"quarantine"})
    given_back(decision, staff)
    deliver()
    assert (seen(api, looped, stranger), areas(made)) == (EVERYWHERE, {"out"})
    assert (row(post)["state"], areas(post.draft)) == ("deleted", set())


@pytest.mark.parametrize("moved", [True, False], ids=["moved", "to be moved"])
def test_what_is_deleted_while_its_source_is_down_is_not_put_back(
    moved: bool, creator: Any, staff: Any, post: Post, deliver: Deliver, media_dir: Path
) -> None:
    made = child_of(post, creator)
    decision = removed(post, staff)
    if moved:
        deliver()
    delete_draft(draft=made, by=creator)
    if moved:
        deliver()
        assert areas(made) == {"quarantine"}
    given_back(decision, staff)
    placed: list[str] = []

    def noted(old: str, new: str) -> None:
        placed.append(new)
        move(old, new)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generation.work.moving.move", noted)
        move_files_of(made.job_id)
    assert not [key for key in placed if key.startswith("out/")]
    deliver()
    assert areas(made) == set()
    assert post.draft is not None
    assert areas(post.draft) == {"out"}


def test_what_is_deleted_once_it_is_on_its_way_back_goes(
    creator: Any, staff: Any, post: Post, deliver: Deliver, media_dir: Path
) -> None:
    assert post.draft is not None
    decision = removed(post, staff)
    given_back(decision, staff)
    delete_draft(draft=post.draft, by=creator)
    erase_owed(post.draft.job_id)  # before its files have moved anywhere
    assert areas(post.draft) == set()
    deliver()
    assert not [path for path in media_dir.rglob("*") if path.is_file()]


def test_what_was_made_of_it_is_seen_by_its_author_alone_until_it_comes_back(
    api: Api, creator: Any, others: tuple[Any, Any], post: Post
) -> None:
    stranger, staff = others
    looped = publish(draft=child_of(post, creator), by=creator)
    assert seen(api, looped, stranger) == EVERYWHERE
    decision = removed(post, staff)
    assert seen(api, looped, stranger) == NOWHERE
    assert seen(api, looped, creator) == EVERYWHERE | {"feed": False}
    given_back(decision, staff)
    assert seen(api, looped, stranger) == EVERYWHERE
