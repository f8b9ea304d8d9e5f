import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from cameos.challenge import asking
from cameos.challenge.asking import DIGITS, Challenge, Turn, ask

LEFT, RIGHT, CENTRE = Turn.LEFT, Turn.RIGHT, Turn.CENTRE
MANY = [ask() for _ in range(400)]


def test_digits_are_six_that_are_told_apart() -> None:
    assert {len(one.digits) for one in MANY} == {6}
    assert set("".join(one.digits for one in MANY)) == set(DIGITS)


def test_no_three_alike_are_read_in_a_row() -> None:
    assert not [one for one in MANY if any(digit * 3 in one.digits for digit in DIGITS)]
    assert [one for one in MANY if any(digit * 2 in one.digits for digit in DIGITS)]


def test_turns_go_to_both_sides_and_back_between() -> None:
    for one in MANY:
        assert set(one.turns) == {LEFT, RIGHT}
        assert one.steps[1::2] == (CENTRE,) * len(one.turns)
        assert all(step != after for step, after in zip(one.steps, one.steps[1:], strict=False))


def test_all_orders_come() -> None:
    orders = Counter(one.turns for one in MANY)
    assert len(orders) == 14


def test_nobody_can_foretell_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def choice(some: Sequence[str]) -> str:
        asked.append("".join(some))
        return real(some)

    real = secrets.choice
    monkeypatch.setattr(secrets, "choice", choice)
    ask()
    assert asked.count(DIGITS) >= asking.LENGTH
    assert len(asked) >= asking.LENGTH + asking.TURNS


def test_what_the_app_shows_comes_back_whole() -> None:
    for one in MANY[:20]:
        assert Challenge.from_json(one.as_json()) == one


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"digits": "406152"},
        {"digits": 406152, "steps": ["left", "centre", "right", "centre", "left", "centre"]},
        {"digits": "406152", "steps": ["left", "right", "left", "right", "left", "right"]},
        {"digits": "406152", "steps": ["left", "centre", "right", "centre", "left"]},
        {"digits": "406152", "steps": ["up", "centre", "right", "centre", "left", "centre"]},
        {"digits": "4061x2", "steps": ["left", "centre", "right", "centre", "left", "centre"]},
    ],
)
def test_what_was_never_asked_is_no_challenge(shown: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Challenge.from_json(shown)


@pytest.mark.parametrize("turns", [(LEFT, RIGHT), (LEFT, LEFT, LEFT), (LEFT, CENTRE, RIGHT)])
def test_turns_that_ask_for_too_little(turns: tuple[Turn, ...]) -> None:
    with pytest.raises(ValueError, match="three turns"):
        Challenge("406152", turns)


def test_it_lives_long_enough_to_send_a_film_and_no_longer() -> None:
    assert timedelta(minutes=2) < asking.LIFETIME <= timedelta(minutes=10)
