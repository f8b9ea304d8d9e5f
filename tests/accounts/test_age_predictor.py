"""The predictor: numbers in, at most one tightening signal out, and who is never looked at."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from accounts.age_features import SOURCE as OWN
from accounts.models import AgeBand, AgeInput, AgeSignal, AgeSource, Follow, User
from accounts.prediction import features
from accounts.prediction.features import COUNTED, IN_WORDS, FeatureSource
from accounts.prediction.model import FEATURES, predict, weights_in_use
from accounts.prediction.training.measuring import measured, scored, threshold_for, wilson
from accounts.prediction.training.population import people
from accounts.prediction.words import count_words
from accounts.services.ages import signal_age
from accounts.services.predicting import predict_new
from accounts.tasks import predict_ages
from generation.age_features import SOURCE as MAKING
from lib.actors import Actor
from tests.client import Api
from tests.generation.conftest import blank_film, puppet

__all__ = ["blank_film", "puppet"]

SYSTEM = Actor.system("test")
Worker = Callable[[], AbstractContextManager[None]]
TEENISH = {
    "texts": 40, "words": 400, "own_age": 3, "own_school": 12, "own_home": 8, "play": 12,
    "school": 6, "lively": 25, "acts": 40, "weekend_acts": 22, "mutuals": 12, "mutual_teens": 10,
}  # fmt: skip


@pytest.fixture
def behaving(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, dict[str, int]]:
    """What a room says of each person, in place of all rooms."""
    said: dict[UUID, dict[str, int]] = {}

    def count(person_id: UUID, since: datetime) -> dict[str, int]:
        return said.get(person_id, {})

    source = FeatureSource("tests", count, lambda since: list(said))
    monkeypatch.setattr(features, "_sources", {"tests": source})
    return said


def _band(person: User) -> AgeBand:
    return User.objects.get(pk=person.pk).age_band


def test_an_adult_who_behaves_as_teens_do_becomes_one_and_reads_why(
    api: Api, creator: User, behaving: dict[UUID, dict[str, int]], as_worker: Worker
) -> None:
    behaving[creator.pk] = TEENISH
    with as_worker():
        predict_ages.fn()
    said = api.get("/me/age", as_=creator).json()
    assert (said["band"], said["rests_on"]) == ("13_17", "predicted")
    assert "How you use the app" in said["in_words"]
    assert "appeal" in said["can"]
    assert 1 <= len(said["drawn_from"]) <= 3
    assert set(AgeInput.objects.get(person=creator).facts) == {"score", "weighed"}


def test_little_is_not_enough_and_grown_up_behaviour_says_nothing(
    creator: User, friend: User, behaving: dict[UUID, dict[str, int]]
) -> None:
    behaving[creator.pk] = {**TEENISH, "texts": 7}
    behaving[friend.pk] = {"texts": 40, "words": 400, "grown_up": 12, "acts": 40}
    assert predict_new() == 0
    assert (_band(creator), _band(friend)) == (AgeBand.ADULT, AgeBand.ADULT)


@pytest.mark.parametrize("source", [AgeSource.DOCUMENT, AgeSource.VERIFIED, AgeSource.STAFF])
def test_whose_age_was_settled_is_not_looked_at(
    creator: User, behaving: dict[UUID, dict[str, int]], source: AgeSource
) -> None:
    signal_age(person=creator, band=AgeBand.ADULT, source=source, actor=SYSTEM)
    behaving[creator.pk] = TEENISH
    assert predict_new() == 0
    assert _band(creator) == AgeBand.ADULT


def test_teens_and_people_without_anything_new_are_not_looked_at(
    creator: User, teen: User, behaving: dict[UUID, dict[str, int]]
) -> None:
    behaving[teen.pk] = TEENISH
    assert predict_new() == 0
    assert AgeSignal.objects.filter(source=AgeSource.PREDICTED).count() == 0


def test_nobody_is_looked_at_twice_a_day(
    creator: User, behaving: dict[UUID, dict[str, int]]
) -> None:
    behaving[creator.pk] = {}
    assert predict_new() == 0
    behaving[creator.pk] = TEENISH
    assert predict_new() == 0
    with travel(timezone.now() + timedelta(hours=21)):
        assert predict_new() == 1


@given(st.dictionaries(st.sampled_from(COUNTED), st.integers(0, 10_000)))
def test_any_counts_give_a_probability_and_names_that_can_be_explained(
    counts: dict[str, int],
) -> None:
    found = predict(counts, weights_in_use())
    assert 0 <= found.score <= 1
    assert set(found.weighed) <= set(IN_WORDS)
    assert set(FEATURES) == set(IN_WORDS)


def test_a_number_that_nobody_agreed_on_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    source = FeatureSource("tests", lambda *_: {"height": 1}, lambda _: [])
    monkeypatch.setattr(features, "_sources", {"tests": source})
    with pytest.raises(ValueError, match="height"):
        features.counts_of(UUID(int=1), since=timezone.now())


WORDS = [
    ("i'm 15 and bored", "own_age", 1),
    ("a girl who is 15 dances", "own_age", 0),
    ("i'm 15 minutes late", "own_age", 0),
    ("my math teacher grades homework", "own_school", 1),
    ("my wife and my kids at the wedding", "grown_up", 3),
    ("sooo cool!!", "lively", 2),
]


@pytest.mark.parametrize(("text", "group", "hits"), WORDS)
def test_words_are_counted_by_group(text: str, group: str, hits: int) -> None:
    assert count_words([text])[group] == hits


def test_rooms_offer_numbers_alone(
    api: Api, creator: User, friend: User, teen: User, puppet: Callable[..., Any]
) -> None:
    puppet()
    wish = {"prompt": "my math teacher turns into a dragon", "size": "720x1280", "seconds": 4}
    assert api.post("/generations", wish, as_=creator, key="k").status_code in (201, 202)
    Follow.objects.create(follower=teen, followed=creator)
    Follow.objects.create(follower=creator, followed=teen)
    since = timezone.now() - timedelta(hours=1)
    made, own = MAKING.count(creator.pk, since), OWN.count(creator.pk, since)
    assert (made["own_school"], made["acts"]) == (1, 1)
    assert (own["mutuals"], own["mutual_teens"]) == (1, 1)
    assert creator.pk in set(MAKING.active(since))
    assert creator.pk in set(OWN.active(since))
    assert all(type(one) is int for one in (*made.values(), *own.values()))


def test_the_committed_weights_find_teens_and_spare_adults() -> None:
    found = scored(people(1500, teens=0.5, seed=5), weights_in_use())
    said = measured(found, weights_in_use().threshold)
    assert said["precision"]["share"] > 0.95
    assert said["recall"]["interval"][1] > 0.05
    assert said["signalled_by_kind"]["parent or teacher"]["share"] < 0.01


def test_the_threshold_is_the_lowest_that_is_precise_enough() -> None:
    found = scored(people(1500, teens=0.3, seed=6), weights_in_use())
    loose, strict = threshold_for(0.8, found), threshold_for(0.9, found)
    assert loose <= strict
    assert measured(found, strict)["precision"]["interval"][0] >= 0.9
    with pytest.raises(ValueError, match="precise enough"):
        threshold_for(1.0, found)
    low, high = wilson(50, 100)
    assert (round(low, 3), round(high, 3)) == (0.404, 0.596)  # Wilson 1927; any table of it


def test_the_population_is_the_same_for_the_same_seed() -> None:
    first, second = ([one.counts for one in people(20, teens=0.5, seed=9)] for _ in range(2))
    assert first == second
    assert isinstance(first[0], Counter)
