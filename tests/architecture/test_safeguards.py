"""Each limit has its place, and each place refuses as the page says, however an age is known."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import AgeBand, SafeguardSettings, User
from accounts.safeguards import Limit, Reason, add_layer, supervision
from accounts.safeguards import layers as registry
from accounts.safeguards.gates import listing
from accounts.services.ages import signal_age
from cameos.attestations.switching import SWITCH
from cameos.gates import ENROLLING, MAKING
from config.pages.safeguards import Signals, refused_with, signals
from feed.gates import WATCHING
from lib.actors import Actor
from tests import cast
from tests.accounts.safeguards.values import strictest
from tests.architecture.knocking import Knocking, refused
from tests.architecture.routes import methods, routes
from tests.cameos.uploads.conftest import operator
from tests.client import Api
from tests.feed.studio import published

__all__ = ["operator"]

# In the order in which one comes by them; those that refuse.
REFUSING = (MAKING, ENROLLING, WATCHING)


def doors() -> set[str]:
    return {f"{method.upper()} {path}" for path, view in routes() for method in methods(view)}


def closed() -> set[str]:
    return {door for gate in REFUSING for door in gate.doors}


def test_every_limit_is_enforced_somewhere() -> None:
    assert {one for gate in listing() for one in (*gate.limits, *gate.narrows)} == set(Limit)


def test_every_door_of_a_gate_exists() -> None:
    assert {door for gate in listing() for door in gate.doors} - doors() == set()


def test_the_tests_below_play_every_gate_that_refuses() -> None:
    assert {gate.name for gate in listing() if gate.limits} == {gate.name for gate in REFUSING}


@pytest.fixture
def control() -> Iterator[Callable[[Limit | None], None]]:
    """`control(limit)`: a guardian sets this one alone, as strictly as can be."""
    before, said = dict(registry._layers), dict[Limit, Any]()
    registry._layers.clear()
    add_layer(Reason.GUARDIAN, lambda user: said)

    def use(limit: Limit | None) -> None:
        said.clear()
        if limit:
            said[limit] = strictest(limit)

    yield use
    registry._layers.clear()
    registry._layers.update(before)


def someone(case: Signals) -> User:
    person = cast.teen() if case.declared == AgeBand.TEEN else cast.adult()
    if case.declared is None:
        User.objects.filter(pk=person.pk).update(birth_date=None)
    if case.source and case.said:
        actor = Actor.system("tests")
        signal_age(person=person, band=case.said, source=case.source, actor=actor)
    return User.objects.get(pk=person.pk)


# At every door for each band that somebody may declare, or declare nothing; what other signals
# change is the band, so that the first door of each gate is enough for them.
@pytest.mark.parametrize("case", list(signals()), ids=lambda case: case.words)
def test_every_door_answers_as_the_page_says(
    api: Api,
    creator: User,
    operator: Any,
    media_dir: Any,
    puppet: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    control: Callable[[Limit | None], None],
    case: Signals,
) -> None:
    puppet()
    SWITCH.turn_on(by=operator, why="counsel agreed")
    person = someone(case)
    assert person.age_band == case.held
    with monkeypatch.context() as while_begun:
        while_begun.setattr(supervision, "_releases", [lambda person: True])
        knocking = Knocking(api, person, published(creator))
    for gate in REFUSING:
        for door in gate.doors:
            for limit in (None, *gate.limits):
                control(limit)
                assert refused(knocking.knock(door)) == said(gate.limits, limit, case), (
                    door,
                    limit,
                )


def said(limits: tuple[Limit, ...], controlled: Limit | None, case: Signals) -> str | None:
    """The page's answer at a door with these limits, of which one may be controlled."""
    codes = (refused_with(one, case.held, controlled=one == controlled) for one in limits)
    return next((code.value for code in codes if code), None)


def test_safety_is_never_closed(api: Api, stranger: User) -> None:
    teen = cast.teen()
    choices = {limit.value: strictest(limit) for limit in Limit}
    SafeguardSettings.objects.create(person=teen, choices=choices)
    for method, path, body in (
        ("get", "/me", None),
        ("get", "/me/events", None),
        ("get", "/me/safeguards", None),
        ("get", "/me/standing", None),
        ("patch", "/me/safeguards", {"limits": {"push": None}}),
        ("patch", "/me", {"bio": "Boats."}),
        ("get", f"/people/{stranger.handle}", None),
        ("put", f"/people/{stranger.handle}/block", None),
        ("delete", f"/people/{stranger.handle}/block", None),
        ("get", "/generations", None),
        ("get", "/drafts", None),
        ("get", "/cameos", None),
        ("delete", "/me", {"password": cast.PASSWORD}),
    ):
        answer = api.request(method, path, body, as_=teen)
        assert answer.status_code in (200, 204), (method, path, answer.content)
