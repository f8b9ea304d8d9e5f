"""Whose face one is, over every order of two distances and three bands."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameos.identity.deciding import Whose, whose
from cameos.identity.verdicts import Identified, Verdict, of_film
from cameos.vault.gallery import Match
from lib.faces.base import Thresholds
from lib.ids import new_id

SUBJECT, OTHER = new_id(), new_id()
PUBLISHED = Thresholds(0.5, 0.6, "tests")
FOLLOWED = Thresholds(0.4, 0.6, "tests")  # of a large gallery
SAME, STRICT, GREY, FAR = 0.2, 0.45, 0.55, 0.9


def said(own: float | None, other: float | None, followed: Thresholds = PUBLISHED) -> Whose:
    near = [
        Match(who, distance)
        for who, distance in ((SUBJECT, own), (OTHER, other))
        if distance is not None
    ]
    near.sort(key=lambda match: match.distance)
    return whose(near, {SUBJECT}, PUBLISHED, followed)


@pytest.mark.parametrize(
    ("own", "other", "who"),
    [
        (None, None, Whose.NOBODY),
        (FAR, FAR, Whose.NOBODY),
        (None, FAR, Whose.NOBODY),
        (SAME, None, Whose.EXPECTED),
        (SAME, FAR, Whose.EXPECTED),
        (GREY, FAR, Whose.EXPECTED),
        (SAME, GREY, Whose.EXPECTED),
        (0.2, 0.3, Whose.EXPECTED),  # the consented subject wins where nearer
        (0.5, 0.58, Whose.EXPECTED),
        (0.52, 0.58, Whose.UNSURE),  # two resemble it, and neither surely
        (None, SAME, Whose.STRANGER),
        (FAR, SAME, Whose.STRANGER),
        (0.3, 0.2, Whose.UNSURE),  # both are near, somebody else is nearer
        (0.2, 0.2, Whose.UNSURE),
        (GREY, SAME, Whose.UNSURE),  # somebody else's, or a bad picture of the subject
        (None, GREY, Whose.UNSURE),
        (FAR, GREY, Whose.UNSURE),
    ],
)
def test_whose(own: float | None, other: float | None, who: Whose) -> None:
    assert said(own, other) is who


def test_a_large_gallery_asks_a_person_where_a_small_one_blocks() -> None:
    assert said(FAR, STRICT) is Whose.STRANGER
    assert said(FAR, STRICT, FOLLOWED) is Whose.UNSURE
    assert said(FAR, SAME, FOLLOWED) is Whose.STRANGER


@pytest.mark.parametrize(
    ("own", "blocked", "who"),
    [
        (0.1, SAME, Whose.UNSURE),
        (0.1, STRICT, Whose.UNSURE),  # by what is published, however large the gallery
        (0.1, GREY, Whose.EXPECTED),
        (0.1, FAR, Whose.EXPECTED),
        (SAME, 0.1, Whose.UNSURE),
        (FAR, SAME, Whose.STRANGER),
    ],
)
def test_a_subject_who_came_after_a_protection_does_not_win_by_being_nearer(
    own: float, blocked: float, who: Whose
) -> None:
    near = [Match(SUBJECT, own), Match(OTHER, blocked)]
    assert whose(near, {SUBJECT}, PUBLISHED, FOLLOWED, {(OTHER, SUBJECT)}) is who


def test_a_protection_says_nothing_of_another_subject_who_is_nearer() -> None:
    late = new_id()
    near = [Match(SUBJECT, 0.1), Match(late, 0.2), Match(OTHER, 0.3)]
    assert whose(near, {SUBJECT, late}, PUBLISHED, PUBLISHED, {(OTHER, late)}) is Whose.EXPECTED
    assert whose(near, {SUBJECT, late}, PUBLISHED, PUBLISHED, {(OTHER, SUBJECT)}) is Whose.UNSURE


far = st.floats(0, 1.5, allow_nan=False)


@given(own=far, other=far)
def test_following_the_size_never_lets_pass_what_was_stopped(own: float, other: float) -> None:
    before, after = said(own, other), said(own, other, FOLLOWED)
    assert (after is before) or (before, after) == (Whose.STRANGER, Whose.UNSURE)


@given(own=far, other=far)
def test_consent_is_only_ever_of_use_to_who_resembles_the_subject(own: float, other: float) -> None:
    passes = said(own, other) in (Whose.EXPECTED, Whose.NOBODY)
    assert passes == (own < other or other > PUBLISHED.grey)


def test_what_is_no_number_never_passes() -> None:
    near = [Match(OTHER, float("nan"))]
    assert whose(near, {SUBJECT}, PUBLISHED, PUBLISHED) is Whose.UNSURE


def found(*who: Whose, is_complete: bool = True) -> Identified:
    seen: Sequence[tuple[float, Whose]] = [(number / 2, one) for number, one in enumerate(who)]
    return of_film(seen, faces=len(seen), is_complete=is_complete)


@pytest.mark.parametrize(
    ("who", "verdict", "at"),
    [
        ((), Verdict.CLEAR, None),
        ((Whose.NOBODY,), Verdict.CLEAR, None),
        ((Whose.EXPECTED, Whose.NOBODY), Verdict.EXPECTED, None),
        ((Whose.EXPECTED, Whose.UNSURE, Whose.UNSURE), Verdict.UNSURE, (0.5, 1.0)),
        ((Whose.UNSURE, Whose.EXPECTED, Whose.STRANGER), Verdict.STRANGER, (1.0, 1.0)),
    ],
)
def test_the_worst_face_decides_about_a_film(
    who: tuple[Whose, ...], verdict: Verdict, at: tuple[float, float] | None
) -> None:
    one = found(*who)
    assert (one.verdict, one.at_s, one.faces) == (verdict, at, len(who))


def test_what_was_not_compared_with_everybody_clears_nothing_and_stops_what_was_found() -> None:
    assert found(Whose.EXPECTED, is_complete=False).verdict is Verdict.UNREADABLE
    assert found(is_complete=False).verdict is Verdict.UNREADABLE
    stranger = found(Whose.STRANGER, is_complete=False)
    assert (stranger.verdict, stranger.is_complete) == (Verdict.STRANGER, False)


def test_what_is_said_of_a_film_has_no_room_for_a_distance_or_a_person() -> None:
    kinds = {name: str(kind) for name, kind in Identified.__annotations__.items()}
    assert set(kinds) == {"verdict", "faces", "is_complete", "at_s"}
    assert UUID.__name__ not in str(kinds)
