"""Uses, publications, revocations, workers that die, and readers, in any order: what consent does
not cover is seen by nobody at any moment, and stored nowhere in the end.

What must be hidden is told by a model that keeps no rows: it hears of each step as it happens.
"""

import random
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from feed.services.verdicts import rating_of_film
from generation.models import Asset
from tests import cast, roles
from tests.cameos.capabilities.using import words
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.worlds import STEPS_OF_THE_WORLD, Asked, World
from tests.feed.studio import finished

LENGTH = 7
UNASKED = (
    "feed.services.verdicts.notices.tell_published",
    "feed.services.verdicts.lapse",
    "feed.services.deletion.notices.tell_withdrawn",
    "feed.services.deletion.lapse",
    "generation.services.withdrawing.notices.tell_withdrawn",
)


class Over(Exception):
    """Rolls a world back."""


def live(
    seed: int,
    patch: pytest.MonkeyPatch,
    media: Path,
    people: tuple[Any, Any, Any],
    said: Any,
    asked: Asked,
) -> int:
    """One world from its beginning to its end; returns how many films were hidden in it."""
    owner, maker, reader = people
    try:
        with transaction.atomic():
            chance = random.Random(seed)
            world = World(chance, patch, media, maker, reader, lent(owner), said, asked)
            world.submit()
            world.finish()
            for _ in range(LENGTH):
                step = world.chance.choice(STEPS_OF_THE_WORLD)
                step(world)
                if step in (World.publish, World.revoke, World.put_away):
                    world.read()
            world.end()
            raise Over
    except Over:
        pass
    for left in media.rglob("*.*"):
        left.unlink()
    return sum(one.hidden for one in world.films)


def lived(worlds: range, patch: pytest.MonkeyPatch, media: Path) -> None:
    people = cast.creator(), cast.friend(), cast.stranger()
    media.mkdir(parents=True, exist_ok=True)
    hidden, said, asked = 0, words(), Asked(*people[1:])
    fine = rating_of_film(finished(people[1]).job)
    for name in ("rating_of_film", "rating_of"):
        patch.setattr(f"feed.services.publishing.{name}", lambda _: fine)
    for name in UNASKED:  # who is told, and reviews that lapse, are no matter here
        patch.setattr(name, lambda *_, **__: None)
    Asset.objects.all().delete()
    for left in media.rglob("*.*"):
        left.unlink()
    for seed in worlds:
        try:
            with roles.acting_as("worker"):
                hidden += live(seed, patch, media, people, said, asked)
        except Exception as error:
            raise AssertionError(f"world {seed}") from error
    assert hidden > len(worlds) // 4, "too little happened in these"


FIRST = 1_000


@pytest.mark.django_db
def test_some_orders(monkeypatch: pytest.MonkeyPatch, media_dir: Path) -> None:
    lived(range(8), monkeypatch, Path(media_dir))


# The first hundred with the slow tests; all ten take minutes: `make test-acts`.
PARTS = [
    pytest.param(first, marks=pytest.mark.slow if first == FIRST else pytest.mark.act)
    for first in range(FIRST, FIRST + 1_000, 100)
]


@pytest.mark.parametrize("first", PARTS)
@pytest.mark.django_db
def test_a_thousand_orders(first: int, monkeypatch: pytest.MonkeyPatch, media_dir: Path) -> None:
    """In ten parts, that several processes share."""
    lived(range(first, first + 100), monkeypatch, Path(media_dir))
