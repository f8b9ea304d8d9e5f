"""What people write of their own age in public: a signal; what they tell of others is none."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from time_machine import travel

from accounts.models import AgeBand, AgeInput, AgeSignal, AgeSource, ProfileText, Standing, User
from accounts.own_words.reading import said_band
from accounts.services.age_findings import withdraw_mistaken
from accounts.services.ages import signal_age
from accounts.services.own_words import Where, hear
from audit.models import AuditEvent
from benchmarks.own_words.measuring import HALVES, measured
from feed.models import Post
from feed.services.publishing import publish
from feed.tasks import hear_caption
from generation.models import Job
from lib.actors import Actor
from moderation.answers import Hit
from moderation.categories import Category
from tests import cast
from tests.answering import answering
from tests.client import Api
from tests.feed.studio import evidence, finished

pytestmark = pytest.mark.usefixtures("media_dir")

SYSTEM = Actor.system("test")
Worker = Callable[[], AbstractContextManager[None]]
CHILD = "hi i'm mia, i'm 11 years old and i love horses"
TEEN = "i'm 15 and i make edits"


def _now(person: User) -> User:
    return User.objects.get(pk=person.pk)


def _said(person: User) -> list[tuple[str, str]]:
    rows = AgeSignal.objects.filter(person_id=person.pk, source=AgeSource.OWN_WORDS)
    return [(row.band, row.actor) for row in rows]


def test_a_bio_that_says_eleven_freezes_as_soon_as_it_was_judged(
    api: Api, creator: User, deliver: Callable[[], int]
) -> None:
    api.patch("/me", {"bio": CHILD}, as_=creator)
    assert _now(creator).standing == Standing.GOOD, "until then it can be taken back"
    deliver()
    held = _now(creator)
    assert (held.age_band, held.assured_by) == (AgeBand.UNDER_13, "own_words")
    assert held.standing == Standing.SUSPENDED
    assert held.proof_due_at is not None
    assert api.get("/me", as_=creator).status_code == 401


def test_words_that_the_policy_refuses_were_said_all_the_same(
    api: Api, creator: User, deliver: Callable[[], int], screener_answers: Any
) -> None:
    screener_answers(answering(Hit(Category.HATE, 0.95)))
    api.patch("/me", {"bio": CHILD}, as_=creator)
    deliver()
    assert _now(creator).age_band == AgeBand.UNDER_13


def test_what_is_replaced_before_anybody_judged_it_says_nothing(
    api: Api, creator: User, deliver: Callable[[], int]
) -> None:
    api.patch("/me", {"bio": CHILD}, as_=creator)
    api.patch("/me", {"bio": "horses"}, as_=creator)
    deliver()
    assert (_now(creator).age_band, _said(creator)) == (AgeBand.ADULT, [])


def test_a_name_that_says_fifteen_makes_a_teen_who_reads_why(
    api: Api, creator: User, deliver: Callable[[], int]
) -> None:
    api.patch("/me", {"display_name": "mia | 15 y/o"}, as_=creator)
    deliver()
    said = api.get("/me/age", as_=creator).json()
    assert (said["band"], said["rests_on"]) == ("13_17", "own_words")
    assert said["in_words"] == "Something that you wrote."
    assert "appeal" in said["can"]
    assert not _now(creator).is_among_teens, "an adult comes no nearer to teens by it"


def test_a_caption_is_heard_by_a_worker(creator: User, as_worker: Worker) -> None:
    post = publish(draft=finished(creator), by=creator, caption=TEEN, evidence=evidence())
    with as_worker():
        hear_caption.fn(str(post.pk))
    assert _now(creator).age_band == AgeBand.TEEN
    assert _said(creator) == [("13_17", "system:own_words")]


def test_publishing_asks_for_it_and_a_post_without_words_does_not(
    api: Api, creator: User, deliver: Callable[[], int]
) -> None:
    publish(draft=finished(creator), by=creator)
    publish(draft=finished(creator), by=creator, caption=CHILD, evidence=evidence())
    deliver()
    assert _now(creator).age_band == AgeBand.TEEN
    assert len(_said(creator)) == 1


def test_one_caption_freezes_nobody_and_another_does(creator: User) -> None:
    """Captions quote roles."""
    first, second = (
        publish(draft=finished(creator), by=creator, caption=CHILD, evidence=evidence())
        for _ in range(2)
    )
    for _ in range(2):  # delivered twice
        hear_caption.fn(str(first.pk))
    assert (_now(creator).age_band, _now(creator).standing) == (AgeBand.TEEN, Standing.GOOD)
    hear_caption.fn(str(second.pk))
    assert (_now(creator).age_band, _now(creator).standing) == (
        AgeBand.UNDER_13,
        Standing.SUSPENDED,
    )
    assert _said(creator) == [("13_17", "system:own_words"), ("under_13", "system:own_words")]


def test_of_a_teen_too_the_first_is_noted_and_a_bio_needs_no_second(teen: User) -> None:
    friend = cast.teen()
    for person in (teen, friend):
        post = publish(draft=finished(person), by=person, caption=CHILD, evidence=evidence())
        hear_caption.fn(str(post.pk))
        assert _now(person).age_band == AgeBand.TEEN
        assert _said(person) == [("13_17", "system:own_words")]
    hear(person_id=friend.pk, text=CHILD, where=Where.PROFILE)
    assert _now(friend).standing == Standing.SUSPENDED
    post = publish(draft=finished(teen), by=teen, caption=CHILD, evidence=evidence())
    hear_caption.fn(str(post.pk))
    assert _now(teen).standing == Standing.SUSPENDED


def test_what_staff_took_back_as_a_mistake_is_no_first(creator: User, moderator: User) -> None:
    hear(person_id=creator.pk, text=CHILD, where=Where.CAPTION, piece=uuid4())
    withdraw_mistaken(person=creator, source=AgeSource.OWN_WORDS, actor=moderator)
    assert _now(creator).age_band == AgeBand.ADULT
    hear(person_id=creator.pk, text=CHILD, where=Where.CAPTION, piece=uuid4())
    assert _now(creator).age_band == AgeBand.TEEN


def test_a_caption_that_is_gone_says_nothing(creator: User) -> None:
    post = publish(draft=finished(creator), by=creator, caption=CHILD, evidence=evidence())
    Post.objects.filter(pk=post.pk).update(caption=None)
    hear_caption.fn(str(post.pk))
    assert _said(creator) == []


def test_a_prompt_says_nothing_of_who_wishes_for_it(
    api: Api, creator: User, deliver: Callable[[], int], puppet: Callable[..., Any]
) -> None:
    puppet()
    wish = {"prompt": "i'm 12 years old and i fly", "size": "720x1280", "seconds": 4}
    api.post("/generations", wish, as_=creator, key="k")
    deliver()
    assert Job.objects.get().state == "completed"
    assert (_now(creator).age_band, _said(creator)) == (AgeBand.ADULT, [])


def test_nothing_of_the_words_is_kept_or_logged(
    creator: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        hear(person_id=creator.pk, text=CHILD, where=Where.CAPTION)
    facts = {"where": "caption", "said": "under_13", "piece": ""}
    assert AgeInput.objects.get(person=creator).facts == facts
    row = AuditEvent.objects.get(action="accounts.age.signalled")
    kept = f"{row.facts}{row.target}{caplog.text}"
    assert not [word for word in ("11", "eleven", "mia", "horses") if word in kept.split()]
    assert "years old" not in kept
    assert not ProfileText.objects.exists()


@pytest.mark.parametrize("source", [AgeSource.DOCUMENT, AgeSource.VERIFIED, AgeSource.STAFF])
def test_words_do_not_doubt_what_was_proved_or_found(creator: User, source: AgeSource) -> None:
    signal_age(person=creator, band=AgeBand.ADULT, source=source, actor=SYSTEM)
    assert hear(person_id=creator.pk, text=CHILD, where=Where.PROFILE) is None
    assert _now(creator).age_band == AgeBand.ADULT


def test_whom_staff_found_young_is_heard_when_they_say_that_they_are_a_child(
    creator: User,
) -> None:
    signal_age(person=creator, band=AgeBand.TEEN, source=AgeSource.STAFF, actor=SYSTEM)
    assert hear(person_id=creator.pk, text=CHILD, where=Where.PROFILE) == AgeBand.UNDER_13
    assert _now(creator).age_band == AgeBand.UNDER_13


def test_what_agrees_is_no_second_signal_and_nothing_loosens(teen: User) -> None:
    for text in (TEEN, "i'm 21 years old", "i'm 30 and done"):
        assert hear(person_id=teen.pk, text=text, where=Where.CAPTION) is None
    assert (_now(teen).age_band, _said(teen)) == (AgeBand.TEEN, [])
    assert hear(person_id=teen.pk, text=CHILD, where=Where.PROFILE) == AgeBand.UNDER_13


def test_an_unknown_age_becomes_a_known_one(creator: User) -> None:
    User.objects.filter(pk=creator.pk).update(birth_date=None)
    assert hear(person_id=creator.pk, text=TEEN, where=Where.PROFILE) == AgeBand.TEEN


SILENT = [
    "i am 5 minutes late",
    "a 9-year-old boy runs",
    '"i am 12 years old" she says',
    "i'm 12 weeks pregnant",
    "when i was 12 i'm told i cried",
    "my daughter is 12 years old",
    "i'm 12% done",
    "woof, i'm 10 years old",
    "i'm 12 years old in this video",
    "i'm 25. people think i'm 12",
    "",
]


@pytest.mark.parametrize("text", SILENT)
@pytest.mark.parametrize("of_oneself", [True, False])
def test_what_is_told_of_others_or_in_jest_is_no_statement(text: str, of_oneself: bool) -> None:
    assert said_band(text, of_oneself=of_oneself) is None


def test_what_stands_alone_counts_in_a_profile_only() -> None:
    assert said_band("12 y/o | artist", of_oneself=True) == AgeBand.UNDER_13
    assert said_band("12 y/o | artist", of_oneself=False) is None


LEAST_PRECISION, LEAST_RECALL = 0.96, 0.95


@pytest.mark.parametrize("half", HALVES)
def test_what_is_read_is_as_precise_as_its_card_says(half: str) -> None:
    """The sentences were written in 2026, when who was born in 2015 was a child."""
    with travel(datetime(2026, 6, 1, tzinfo=UTC)):
        got = measured(half)
    assert got.right / (got.right + got.wrong) >= LEAST_PRECISION
    assert got.right / got.stated >= LEAST_RECALL
    assert got.stated + got.silent > 180
