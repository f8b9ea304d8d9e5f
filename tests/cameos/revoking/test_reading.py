"""A film in which somebody withdrew their consent is nowhere, for nobody, its maker included."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.services.relations import block
from cameos.models import Cameo, Capability
from cameos.permissions.terms import Cap, Terms
from feed.cards import describe
from feed.exposure import of_jobs, of_posts
from feed.models import Post
from generation.models import Draft, Job
from lib.ids import new_id
from moderation.policy.loading import current_policy
from tests import cast
from tests.cameos.permissions.lending import lent, mutual
from tests.cameos.revoking.films import film, hide, ids, shown, used
from tests.client import Api, code_of
from tests.feed.studio import evidence, finished

pytestmark = pytest.mark.usefixtures("media_dir")


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator)


def places(api: Api, post: Post, viewer: Any) -> dict[str, bool]:
    """Where `viewer` finds a post."""
    profile = api.get(f"/people/{post.author.handle}/posts", as_=viewer)
    return {
        "feed": post.public_id in ids(api.get("/feeds/latest", as_=viewer)),
        "profile": post.public_id in ids(profile),
        "post": api.get(f"/posts/{post.public_id}", as_=viewer).status_code == 200,
    }


EVERYWHERE = {"feed": True, "profile": True, "post": True}
NOWHERE = dict.fromkeys(EVERYWHERE, False)
FRIENDS = EVERYWHERE | {"feed": False}

# What stands in the cameo's row, and whether a film that was shown, one that was not, and one that
# inherited the likeness and was shown are hidden. All are of epoch 1.
ROWS: dict[str, tuple[dict[str, int], bool, bool, bool]] = {
    "nothing happened": ({}, False, False, False),
    "stop future uses": ({"epoch": 2}, False, True, False),
    "hide existing": ({"epoch": 2, "hidden_through": 1}, True, True, False),
    "and remixes": (
        {"epoch": 2, "hidden_through": 1, "remixes_hidden_through": 1}, True, True, True
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS)
def test_the_table_of_the_rule(
    case: str, api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    row, shown_gone, draft_gone, remix_gone = ROWS[case]
    direct, remix = shown(friend, cameo), shown(friend, cameo, inherited=True)
    Capability.objects.update(published_at=timezone.now())
    draft = film(friend, cameo)
    hide(cameo, **row)
    for viewer in (friend, stranger, cameo.owner):
        assert places(api, direct, viewer) == (NOWHERE if shown_gone else EVERYWHERE)
        assert places(api, remix, viewer) == (NOWHERE if remix_gone else EVERYWHERE)
    answer = api.get(f"/drafts/{draft.public_id}", as_=friend)
    assert (answer.status_code == 404) == draft_gone
    assert (draft.public_id in ids(api.get("/drafts", as_=friend))) != draft_gone


def test_what_is_made_after_it_is_seen(api: Api, cameo: Cameo, friend: Any) -> None:
    hide(cameo, epoch=2, hidden_through=1, remixes_hidden_through=1)
    cameo.refresh_from_db()
    post = shown(friend, cameo)
    assert places(api, post, cameo.owner) == EVERYWHERE


def test_one_of_two_people_is_enough(api: Api, cameo: Cameo, friend: Any, stranger: Any) -> None:
    post = shown(friend, cameo, lent(stranger))
    assert places(api, post, friend) == EVERYWHERE
    hide(cameo, epoch=2, hidden_through=1)
    assert places(api, post, friend) == NOWHERE


def test_a_capability_of_no_cameo_vouches_for_nothing(api: Api, cameo: Cameo, friend: Any) -> None:
    post = shown(friend, cameo)
    Capability.objects.update(cameo_id=new_id())
    assert places(api, post, friend) == NOWHERE


def test_a_hidden_job_has_no_draft(api: Api, cameo: Cameo, friend: Any) -> None:
    draft = film(friend, cameo)
    place = f"/generations/{draft.job.public_id}"
    assert api.get(place, as_=friend).json()["draft"] == draft.public_id
    hide(cameo, epoch=2)
    assert api.get(place, as_=friend).json()["draft"] is None
    (listed,) = api.get("/generations", as_=friend).json()["results"]
    assert listed["draft"] is None


def test_nothing_can_be_done_with_it(api: Api, cameo: Cameo, friend: Any, stranger: Any) -> None:
    post = shown(friend, cameo)
    place = f"/posts/{post.public_id}"
    assert api.put(f"{place}/like", as_=stranger).status_code == 204
    draft = film(friend, cameo)
    hide(cameo, epoch=2, hidden_through=1)
    other = cast.adult()
    for answer in (
        api.put(f"{place}/like", as_=other),
        api.delete(place, as_=friend),
        api.post(f"/drafts/{draft.public_id}/publish", {}, as_=friend, key="late"),
        api.delete(f"/drafts/{draft.public_id}", as_=friend),
    ):
        assert (answer.status_code, code_of(answer)) == (404, "not_found")


@pytest.mark.parametrize("why", ["withdrawn", "rescinded"])
def test_a_stored_answer_is_not_given_again(why: str, api: Api, cameo: Cameo, friend: Any) -> None:
    draft = film(friend, cameo)
    ask: Callable[[], Any] = lambda: api.post(  # noqa: E731
        f"/drafts/{draft.public_id}/publish", {}, as_=friend, key="once"
    )
    assert ask().status_code == 201
    assert ask().headers["Idempotent-Replayed"] == "true"
    if why == "withdrawn":
        hide(cameo, epoch=2, hidden_through=1)
    else:
        User.objects.filter(pk=cameo.owner_id).update(consent_rescinded_at=timezone.now())
    assert (ask().status_code, code_of(ask())) == (404, "not_found")


def test_staff_and_replays_see_nothing_of_it(cameo: Cameo, friend: Any) -> None:
    post = shown(friend, cameo)
    Post.objects.filter(pk=post.pk).update(caption="by the sea")
    job = Job.objects.get()
    assert describe(post.public_id)
    assert of_posts([post.public_id])
    assert of_jobs([job.public_id])
    hide(cameo, epoch=2, hidden_through=1)
    assert describe(post.public_id) is None
    assert not of_posts([post.public_id])
    assert not of_jobs([job.public_id])


def test_for_friends_is_for_mutuals_of_everybody_who_asked(
    api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    other = lent(stranger)
    maker, near, of_one = friend, cast.adult(), cast.adult()
    mutual(near, cameo.owner)
    mutual(near, stranger)
    mutual(of_one, cameo.owner)
    post = shown(maker, cameo, other, cap=Cap.FRIENDS)
    assert places(api, post, near) == FRIENDS
    assert places(api, post, of_one) == NOWHERE
    assert places(api, post, maker) == FRIENDS
    for person in (cameo.owner, stranger):
        assert places(api, post, person) == NOWHERE
    mutual(cameo.owner, stranger)
    for person in (cameo.owner, stranger):
        assert places(api, post, person) == FRIENDS
    assert places(api, post, cast.adult()) == NOWHERE
    assert not Post.objects.visible_to(None).exists()


@pytest.mark.parametrize("cap", [Cap.FRIENDS, Cap.EVERYONE])
@pytest.mark.parametrize("kind", ["human", "character"])
def test_who_is_in_it_too_is_no_friend_of_whoever_asked(
    kind: str, cap: Cap, api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    """Else anybody could open it by a likeness of their own, a character at that."""
    draft = film(friend, cameo, cap=Cap.FRIENDS)
    other = lent(stranger)
    Cameo.objects.filter(pk=other.pk).update(kind=kind)
    used(draft, other, cap=cap)
    post = api.post(f"/drafts/{draft.public_id}/publish", {}, as_=friend, key="k").json()
    assert post["reach"] == "friends"
    place = f"/posts/{post['id']}"
    assert api.get(place, as_=stranger).status_code == 404
    mutual(stranger, cameo.owner)
    sees = kind == "human" or cap == Cap.EVERYONE
    assert api.get(place, as_=stranger).status_code == (200 if sees else 404)


def test_who_asked_needs_no_friends_for_their_own_bound(
    api: Api, cameo: Cameo, friend: Any
) -> None:
    post = shown(friend, cameo, cap=Cap.FRIENDS)
    assert places(api, post, cameo.owner) == FRIENDS


def test_half_a_friendship_is_none(api: Api, cameo: Cameo, friend: Any, stranger: Any) -> None:
    post = shown(friend, cameo, cap=Cap.FRIENDS)
    api.put(f"/people/{cameo.owner.handle}/follow", as_=stranger)
    assert places(api, post, stranger) == NOWHERE
    api.put(f"/people/{stranger.handle}/follow", as_=cameo.owner)
    assert places(api, post, stranger) == FRIENDS
    block(actor=cameo.owner, person=stranger)
    assert places(api, post, stranger) == NOWHERE


def test_what_those_in_it_permit_is_told(api: Api, cameo: Cameo, friend: Any) -> None:
    open_to = {"reach": "everyone", "may_remix": True, "may_download": True}
    closed = {"reach": "friends", "may_remix": False, "may_download": False}
    plain = finished(friend)
    bound = film(friend, cameo, cap=Cap.FRIENDS, no_remix=True, no_download=True)
    for draft, wanted in ((plain, open_to), (bound, closed)):
        drafted = api.get(f"/drafts/{draft.public_id}", as_=friend).json()
        posted = api.post(
            f"/drafts/{draft.public_id}/publish", {}, as_=friend, key=draft.public_id
        ).json()
        for answer in (drafted, posted):
            assert {name: answer[name] for name in wanted} == wanted
            assert answer["can"]["download"] == wanted["may_download"]


def filled(friend: Any, cameo: Cameo, count: int) -> None:
    now = timezone.now()
    jobs = [
        Job(
            owner=friend, prompt="?", size="720x1280", seconds=4, engine="sketch", seed=n,
            state="completed", progress=100, finished_at=now, screened_as="development",
        )
        for n in range(count)
    ]  # fmt: skip
    Job.objects.bulk_create(jobs)
    drafts = Draft.objects.bulk_create([Draft(job=job, owner=friend) for job in jobs])
    Post.objects.bulk_create(
        Post(
            author=friend, draft=draft, state="published", rating="everyone",
            policy_version=current_policy().version, screened_as="development",
            published_at=now - timedelta(seconds=number),
        )
        for number, draft in enumerate(drafts)
    )  # fmt: skip
    Capability.objects.bulk_create(
        Capability(
            cameo_id=cameo.pk, requester_id=friend.pk, job=job.public_id, film_id=job.pk,
            terms=Terms().as_facts(), epoch=1, expires_at=now, completed_at=now, published_at=now,
        )
        for job in jobs
    )  # fmt: skip


def scanned(plan: Any) -> list[str]:
    """The tables that a plan reads from end to end."""
    here = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" else []
    return here + [name for part in plan.get("Plans", []) for name in scanned(part)]


def test_a_page_reads_no_capability_but_its_own(cameo: Cameo, friend: Any, stranger: Any) -> None:
    filled(friend, cameo, 2_000)
    with connection.cursor() as cursor:
        for table in ("cameos_capability", "feed_post", "generation_draft", "generation_job"):
            cursor.execute(f"ANALYZE {table}")
    for posts in (
        Post.objects.public_feed(stranger).order_by("-published_at", "-id")[:21],
        Post.objects.visible_to(stranger).order_by("-created_at", "-id")[:21],
        Draft.objects.visible_to(friend).order_by("-created_at", "-id")[:21],
    ):
        (plan,) = json.loads(posts.explain(format="json", analyze=True))
        assert "cameos_capability" not in scanned(plan["Plan"]), json.dumps(plan, indent=1)
        assert len(posts) == 21


def test_a_caption_in_screening_is_hidden_from_its_author_too(
    api: Api, cameo: Cameo, friend: Any
) -> None:
    from feed.services.publishing import publish

    waiting = publish(draft=film(friend, cameo), by=friend, caption="by the sea")
    assert waiting.state == "screening"
    assert evidence()
    hide(cameo, epoch=2)
    assert api.get(f"/posts/{waiting.public_id}", as_=friend).status_code == 404
