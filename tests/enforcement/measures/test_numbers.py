"""Each number is what counting row by row gives, whatever happened (E14, E40)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.measures.backlog import backlog
from enforcement.measures.bands import Band, band_of
from enforcement.measures.overturning import By, overturned
from enforcement.measures.reporters import by_kind, by_reason
from enforcement.measures.scope import SMALLEST, Scope, Share
from enforcement.measures.timing import Timing, time_to_action
from enforcement.reasons import Queue
from enforcement.states import Outcome
from lib.actors import Actor
from tests.enforcement.measures import naive
from tests.enforcement.measures.histories import (
    CODES,
    FOUND,
    MINUTES,
    STAFF,
    Judged,
    Looked,
    at,
    histories,
    written,
)

pytestmark = pytest.mark.django_db
EXAMPLES = 25
A_SECOND = timedelta(milliseconds=1)

scopes = st.builds(
    lambda ends, child: Scope(at(min(ends)), at(max(ends)), child),
    st.tuples(st.integers(-1, MINUTES // 2), st.integers(MINUTES // 2, MINUTES * 2)),
    st.booleans(),
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def on_random_histories(check: Callable[[Scope], None]) -> None:
    @settings(max_examples=EXAMPLES)
    @given(history=histories, scope=scopes)
    def run(history: list[Looked], scope: Scope) -> None:
        with undone():
            written(history)
            check(scope)

    run()


def test_time_to_action() -> None:
    def check(scope: Scope) -> None:
        found, counted = time_to_action(scope), naive.timings(scope)
        assert [bare(one) for one in found] == [bare(one) for one in counted]
        for one, other in zip(found, counted, strict=True):
            assert near(one.median, other.median)
            assert near(one.ninth, other.ninth)

    on_random_histories(check)


def test_backlog() -> None:
    def check(scope: Scope) -> None:
        found = backlog(scope.until, child_safety=scope.child_safety)
        counted = naive.waiting(scope.until, child_safety=scope.child_safety)
        for one, other in zip(found, counted, strict=True):
            assert (one.queue, one.cases, one.late) == (other.queue, other.cases, other.late)
            assert near(one.oldest, other.oldest)
            assert near(one.median, other.median)

    on_random_histories(check)


@pytest.mark.parametrize("by", By)
def test_overturned(by: By) -> None:
    on_random_histories(
        lambda scope: equal(overturned(scope, by), naive.fallen(scope, by)),
    )


def test_a_detector_is_named_where_one_found_it() -> None:
    """Two that looked again are two; a pattern found over time stands under its kind."""
    judged = [
        Judged(10, Actor.person(STAFF[0]), outcome, CODES[:1], [], reached=False)
        for outcome in (Outcome.VIOLATION, Outcome.NO_VIOLATION)
    ]
    found = [(1, one) for one in FOUND]
    looked = Looked(0, Queue.GENERAL, 50, 60, 0, closed=False, found=found, judged=judged)
    with undone():
        written([looked])
        shares = overturned(Scope(at(0), at(MINUTES), child_safety=False), By.DETECTOR)
    assert [(one.name, one.part, one.whole) for one in shares] == [
        (name, 1, 2) for name in ("copies", "lexicon", "nudenet", "probing")
    ]


def test_accuracy_of_reporters() -> None:
    def check(scope: Scope) -> None:
        by_code = {one.name: one for one in by_reason(scope)}
        assert by_code == naive.right(scope, lambda one: one.reason)
        assert {one.name: one for one in by_kind(scope)} == naive.right(scope, naive.kind_of)

    on_random_histories(check)


def test_of_few_nothing_is_told() -> None:
    assert Share("a", 4, SMALLEST - 1, SMALLEST - 1).rate is None
    assert Share("a", 5, 50, SMALLEST - 1).rate is None
    assert Share("a", 1, SMALLEST, SMALLEST).rate == pytest.approx(1 / SMALLEST)


def test_bands_are_of_the_severity() -> None:
    named = {band_of(one) for one in range(101)}
    assert named == set(Band)
    assert [band_of(one) for one in (100, 90, 89, 75, 74, 50, 49, 0)] == [
        *(Band.GRAVE, Band.GRAVE, Band.HIGH, Band.HIGH),
        *(Band.MEDIUM, Band.MEDIUM, Band.LOW, Band.LOW),
    ]


def bare(one: Timing) -> tuple[Any, ...]:
    return (one.queue, one.band, one.decided, one.late, one.median is None, one.ninth is None)


def near(one: timedelta | None, other: timedelta | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < A_SECOND


def equal(found: list[Share], counted: list[Share]) -> None:
    assert {one.name: one for one in found} == {one.name: one for one in counted}
    assert len(found) == len(counted)
