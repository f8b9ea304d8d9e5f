"""Preflight and submit are one decision; whatever the cause, a refusal looks the same."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.models import Job
from lib.ids import IdKind, encode, new_id
from moderation.answers import Hit
from moderation.categories import Category
from tests import cast
from tests.answering import answering
from tests.cameos.permissions.lending import block, follow, granted, lent, mutual
from tests.cameos.permissions.oracle import World
from tests.cameos.permissions.test_checking import CAUSES
from tests.client import Api
from tests.generation.likeness.asking import (
    CALM,
    answer_of_preflight,
    answer_of_submit,
    ask,
)

LEVELS = ("only_me", "approved", "mutuals", "everyone")
RELATIONS = ("stranger", "follower", "mutual", "granted")
BLOCKS = ("owner", "asker")
AGES = tuple(product(("adult", "teen"), repeat=2))
BEER = "a beer by the sea"


def combinations(*, whole: bool) -> Iterator[tuple[str, str, str, tuple[str, str]]]:
    """Permission and relation between adults; blocks, and every pair of ages, where they could
    matter. Not `whole`: one of each kind."""
    if not whole:
        yield from product(("mutuals",), ("follower", "mutual"), ("nobody",), AGES[:1])
        yield from product(("everyone",), ("mutual",), BLOCKS, AGES[:1])
        yield from product(("approved",), ("granted",), ("nobody",), AGES)
        return
    yield from product(LEVELS, RELATIONS, ("nobody",), AGES[:1])
    yield from product(("mutuals", "everyone"), ("mutual", "granted"), BLOCKS, AGES[:1])
    yield from product(("approved", "everyone"), ("mutual", "granted"), ("nobody",), AGES[1:])


def related(owner: Any, asker: Any, cameo: Any, relation: str) -> None:
    if relation == "follower":
        follow(asker, owner)
    if relation == "mutual":
        mutual(asker, owner)
    if relation == "granted" and not (owner.is_adult is False and asker.is_adult):
        granted(cameo, asker)


def expected(
    owner: Any, asker: Any, level: str, relation: str, blocked: str, topics: set[str]
) -> str:
    now = timezone.now()
    world = World(adults={one for one, who in (("o", owner), ("a", asker)) if who.is_adult})
    world.levels["o"], world.everyone_until["o"] = level, now.replace(year=now.year + 1)
    if relation in ("follower", "mutual"):
        world.follows.add(("a", "o"))
    if relation == "mutual":
        world.follows.add(("o", "a"))
    if relation == "granted" and (owner.is_adult or not asker.is_adult):
        world.grants["o", "a"] = None
    if blocked != "nobody":
        world.blocks.add(("o", "a") if blocked == "owner" else ("a", "o"))
    world.refused_topics["o"] = {"alcohol"}
    return world.answer("o", "a", topics, now)


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.django_db
def test_submit_answers_what_preflight_answered_and_both_are_right(*, whole: bool) -> None:
    seen: set[str] = set()
    for level, relation, blocked, ages in combinations(whole=whole):
        owner, asker = (cast.adult() if age == "adult" else cast.teen() for age in ages)
        cameo = lent(owner, level, restrictions=["alcohol"])
        related(owner, asker, cameo, relation)
        if blocked != "nobody":
            block(*((owner, asker) if blocked == "owner" else (asker, owner)))
        prompts = ((CALM, set[str]()), (BEER, {"alcohol"}))
        for prompt, topics in prompts if relation in ("mutual", "granted") else prompts[:1]:
            case = (level, relation, blocked, ages, prompt)
            before = answer_of_preflight([cameo], asker, prompt)
            assert before == expected(owner, asker, level, relation, blocked, topics), case
            assert answer_of_submit([cameo], asker, prompt) == before, case
            seen.add(before)
    assert seen == {"ok", "not_available", "not_for_this_prompt"}


@pytest.mark.parametrize(
    "hit", [Hit(Category.HATE, 0.99), Hit(Category.SEXUAL, 0.35), Hit(Category.VIOLENCE, 0.3)]
)
@pytest.mark.parametrize("age", ["adult", "teen"])
@pytest.mark.django_db
def test_of_two_people_and_of_what_detectors_found_too(
    hit: Hit, age: str, screener_answers: Any
) -> None:
    asker = cast.teen()
    owners = (cast.adult(), cast.teen() if age == "teen" else cast.adult())
    cameos = [lent(one, "approved") for one in owners]
    for one in cameos:
        granted(one, asker)
    screener_answers(answering(hit))
    before = answer_of_preflight(cameos, asker, CALM)
    assert answer_of_submit(cameos, asker, CALM) == before
    strictly = age == "teen" and hit.category == Category.SEXUAL
    assert (before == "minor_policy") is strictly, "a teen in it is a minor who is depicted"


def seen(response: Any, cameo: str) -> tuple[int, bytes, dict[str, str]]:
    headers = dict(response.headers)
    request_id = headers.pop("X-Request-Id").encode()
    body = response.content.replace(cameo.encode(), b"CAMEO").replace(request_id, b"ID")
    return response.status_code, body, headers


@pytest.mark.parametrize("name", sorted(set(CAUSES) - {"missing"}))
def test_a_submit_tells_the_cause_to_nobody(
    *, name: str, api: Api, creator: Any, friend: Any, stranger: Any, teen: Any
) -> None:
    nothing = encode(IdKind.CAMEO, new_id())
    cameo = CAUSES[name](creator, friend, teen)
    api.token(friend), api.token(stranger)
    words = "@somebody drinks a beer"
    with CaptureQueriesContext(connection) as plain:
        of_nothing = seen(ask(api, nothing, by=stranger, prompt=words), nothing)
    with CaptureQueriesContext(connection) as asked:
        of_cause = seen(ask(api, cameo, by=friend, prompt=words), cameo)
    assert of_nothing[0] == 403
    assert of_cause == of_nothing
    assert len(asked) == len(plain), "as much work, so as much time"
    assert not Job.objects.exists()
