"""Captions that nobody could judge at once: unseen until they are, by a person if need be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from feed.models import Post
from feed.services.publishing import publish
from feed.services.verdicts import ask_person
from feed.tasks import screen_caption, sweep_captions
from generation.models import Draft
from inbox.models import Event
from lib.actors import Actor
from lib.outbox.models import OutboxMessage
from moderation.categories import Category
from moderation.models import Cause, Outcome, Review, Scan
from moderation.policy.rows import Verdict
from moderation.services.reviews import decide
from tests.client import Api
from tests.feed.studio import BLOCKED, DOUBTFUL, Screener, evidence, finished, scoring


@pytest.fixture
def waiting(creator: Any, draft: Draft, screener: Screener) -> Post:
    screener.away = True
    return publish(draft=draft, by=creator, caption="hello")


@pytest.fixture
def judge(moderator: Any) -> Any:
    type(moderator).objects.filter(pk=moderator.pk).update(is_superuser=True)
    return type(moderator).objects.get(pk=moderator.pk)


def due(post: Post, *, age: timedelta = timedelta(0)) -> None:
    """It waits for so long by now, and is to be looked at again."""
    now = timezone.now()
    Post.objects.filter(pk=post.pk).update(
        created_at=now - age, rescan_at=now - timedelta(seconds=1)
    )


def told(person: Any) -> list[str]:
    rows = Event.objects.filter(person_id=person.pk).order_by("number")
    return [row.type for row in rows]


def test_when_the_screener_is_away_only_the_author_sees_it(
    api: Api, creator: Any, stranger: Any, draft: Draft, screener: Screener
) -> None:
    screener.away = True
    answer = api.post(
        f"/drafts/{draft.public_id}/publish", {"caption": "hello"}, as_=creator, key="k"
    )
    assert (answer.status_code, answer.json()["state"]) == (202, "screening")
    path = answer["Location"]
    assert api.get(path, as_=creator).json()["published_at"] is None
    assert api.get(path, as_=stranger).status_code == 404
    for page in ("/feeds/latest", f"/people/{creator.handle}/posts"):
        assert api.get(page, as_=stranger).json()["results"] == []
    mine = api.get(f"/people/{creator.handle}/posts", as_=creator).json()["results"]
    assert [one["state"] for one in mine] == ["screening"]
    assert api.get("/feeds/latest", as_=creator).json()["results"] == []
    assert told(creator) == []


def test_it_is_published_when_the_screener_answers(
    creator: Any, waiting: Post, screener: Screener, deliver: Callable[[], int]
) -> None:
    deliver()
    waiting.refresh_from_db()
    assert waiting.state == "screening", "still away"
    screener.away = False
    screen_caption.fn(str(waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rating) == ("published", "everyone")
    assert waiting.rescan_at is None
    assert told(creator) == ["post.published"]
    screen_caption.fn(str(waiting.pk))
    assert told(creator) == ["post.published"], "a doubled message does nothing"


def test_it_is_refused_when_the_screener_says_so(
    api: Api, creator: Any, waiting: Post, screener: Screener
) -> None:
    screener.away, screener.scores = False, BLOCKED
    screen_caption.fn(str(waiting.pk))
    body = api.get(f"/posts/{waiting.public_id}", as_=creator).json()
    assert (body["state"], body["error"]["code"]) == ("refused", "input_moderation")
    assert body["error"]["message"]
    assert body["assets"] == {"video": None, "poster": None, "spritesheet": None}
    assert told(creator) == ["post.refused"]
    assert publish(draft=waiting.draft, by=creator).state == "published", "without those words"  # type: ignore[arg-type]


def test_whoever_deletes_it_while_it_is_read_has_deleted_it(
    creator: Any, waiting: Post, screener: Screener
) -> None:
    from feed.services.deletion import delete_post

    screener.away = False
    screener.meanwhile = lambda: delete_post(post=waiting, by=creator)
    screen_caption.fn(str(waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == "deleted"
    assert not Scan.objects.filter(stage="caption").exists()


def test_the_sweep_asks_again_and_again(waiting: Post) -> None:
    OutboxMessage.objects.all().delete()
    sweep_captions.fn()
    assert not OutboxMessage.objects.exists(), "not yet"
    due(waiting)
    sweep_captions.fn()
    assert [one.args for one in OutboxMessage.objects.all()] == [[str(waiting.pk)]]
    sweep_captions.fn()
    assert OutboxMessage.objects.count() == 1, "each time a later one"
    assert not Review.objects.exists()


def test_after_a_day_a_person_is_asked_and_their_word_publishes_it(
    creator: Any, judge: Any, waiting: Post, deliver: Callable[[], int]
) -> None:
    due(waiting, age=timedelta(days=1, minutes=1))
    sweep_captions.fn()
    due(waiting, age=timedelta(days=1, minutes=9))
    sweep_captions.fn()
    review = Review.objects.get()
    assert (review.subject, review.cause) == (waiting.public_id, "unassessed")
    decide(review=review, by=judge, outcome=Outcome.FINE_FOR_ADULTS)
    deliver()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rating) == ("published", "adults")
    assert told(creator) == ["post.published", "post.limited"]


def test_a_person_refuses_it(
    creator: Any, judge: Any, waiting: Post, deliver: Callable[[], int]
) -> None:
    due(waiting, age=timedelta(days=1, minutes=1))
    sweep_captions.fn()
    decide(review=Review.objects.get(), by=judge, outcome=Outcome.REFUSED)
    deliver()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.refused_as) == ("refused", "input_moderation")


def test_an_answer_closes_the_question(waiting: Post, screener: Screener) -> None:
    due(waiting, age=timedelta(days=1, minutes=1))
    sweep_captions.fn()
    screener.away = False
    screen_caption.fn(str(waiting.pk))
    assert Review.objects.get().state == "lapsed"


def test_after_a_week_it_is_refused(api: Api, creator: Any, waiting: Post) -> None:
    due(waiting, age=timedelta(days=7, minutes=1))
    sweep_captions.fn()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.refused_as) == ("refused", "not_assessed")
    assert told(creator) == ["post.refused"]


def test_a_persons_word_publishes_nothing_that_no_scan_tells_of(
    creator: Any, judge: Any, waiting: Post, deliver: Callable[[], int]
) -> None:
    ask_person(waiting, cause=Cause.POLICY, category="violence", actor=Actor.system("keeper"))
    decide(review=Review.objects.get(), by=judge, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    waiting.refresh_from_db()
    assert waiting.state == "screening"


def test_a_doubtful_caption_waits_for_a_person_not_for_the_clock(
    creator: Any, judge: Any, draft: Draft, screener: Screener, deliver: Callable[[], int]
) -> None:
    post = publish(draft=draft, by=creator, caption="hm", evidence=evidence(DOUBTFUL))
    assert post.state == "screening"
    review = Review.objects.get()
    assert (review.cause, review.category) == ("policy", "violence")
    post.refresh_from_db()
    assert post.rescan_at is None
    decide(review=review, by=judge, outcome=Outcome.FINE_FOR_ALL)
    deliver()
    post.refresh_from_db()
    assert (post.state, post.rating) == ("published", "everyone")
    assert screener.asked == []


def test_a_second_doubt_is_a_second_question(
    creator: Any, judge: Any, draft: Draft, screener: Screener, deliver: Callable[[], int]
) -> None:
    screener.scores = DOUBTFUL | scoring(Category.HARASSMENT, Verdict.REVIEW)
    post = publish(draft=draft, by=creator, caption="hm", evidence=evidence(screener.scores))
    for _ in range(2):
        decide(review=Review.objects.get(state="open"), by=judge, outcome=Outcome.FINE_FOR_ALL)
        deliver()
    post.refresh_from_db()
    assert post.state == "published"
    assert Review.objects.count() == 2


def test_what_the_screener_could_not_assess_is_held_not_published(creator: Any) -> None:
    from moderation.categories import Surface
    from moderation.services.screening import unread

    draft = finished(creator)
    post = publish(draft=draft, by=creator, caption="?", evidence=unread([Surface.CAPTION]))
    post.refresh_from_db()
    assert post.state == "screening"
    assert post.rescan_at is not None
