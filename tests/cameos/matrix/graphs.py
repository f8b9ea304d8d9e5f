"""Random graphs of consents, and how they come to be: people of both ages who follow, approve,
block and pause each other, ask for films of each other, and change their minds."""

from dataclasses import dataclass
from itertools import permutations

from hypothesis import strategies as st

from accounts.services import relations
from tests.cameos.matrix import changes
from tests.cameos.matrix.model import FUTURE, HIDE, REMIXES, Lent
from tests.cameos.matrix.stage import Stage

ADULTS, TEENS = ("ann", "bob", "cleo", "dan"), ("eve", "fay")
PEOPLE = ADULTS + TEENS
PAIRS = sorted(permutations(PEOPLE, 2))
LEVELS = ("only_me", "approved", "mutuals", "everyone")
SCOPES = (FUTURE, HIDE, REMIXES)
EVENTS = ("block", "pause", "lend no more", "turn teen", "put away", *SCOPES)

someone = st.sampled_from(PEOPLE)
shown = st.sampled_from((True, True, False))
of_whom = st.lists(someone, min_size=1, max_size=2, unique=True)


@dataclass(frozen=True)
class Ask:
    """For a film of one or two people, in words that somebody may refuse."""

    asker: str
    owners: list[str]
    with_beer: bool


@dataclass(frozen=True)
class Wanted:
    """A film that is made if it may be."""

    maker: str
    owners: list[str]
    remix: bool
    shown: bool


@dataclass(frozen=True)
class Event:
    """`other`: of two people; `nth`: which film."""

    kind: str
    who: str
    other: str
    nth: int


@dataclass(frozen=True)
class Graph:
    levels: dict[str, str]
    reaches: dict[str, str]
    sober: set[str]
    not_with_minors: set[str]
    follows: set[tuple[str, str]]
    grants: set[tuple[str, str]]
    blocks: set[tuple[str, str]]
    paused: set[str]
    asks: list[Ask]
    films: list[Wanted]
    events: list[Event]


def by_name(values: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({name: st.sampled_from(values) for name in PEOPLE})


def friendly() -> st.SearchStrategy[set[tuple[str, str]]]:
    """Follows, some of them returned: else hardly anybody is anybody's mutual."""
    both = st.sets(st.sampled_from(PAIRS), min_size=2, max_size=6)
    one = st.sets(st.sampled_from(PAIRS), min_size=4, max_size=8)
    return st.tuples(both, one).map(lambda two: two[0] | {(b, a) for a, b in two[0]} | two[1])


def graphs() -> st.SearchStrategy[Graph]:
    return st.builds(
        Graph,
        levels=by_name(("mutuals", "mutuals", "everyone", *LEVELS)),
        reaches=by_name(("everyone", "everyone", "friends")),
        sober=st.sets(someone, max_size=3),
        not_with_minors=st.sets(someone, max_size=3),
        follows=friendly(),
        grants=st.sets(st.sampled_from(PAIRS), min_size=2, max_size=8),
        blocks=st.sets(st.sampled_from(PAIRS), max_size=2),
        paused=st.sets(someone, max_size=1),
        asks=st.lists(st.builds(Ask, someone, of_whom, st.booleans()), min_size=2, max_size=4),
        films=st.lists(
            st.builds(Wanted, someone, of_whom, st.booleans(), shown),
            min_size=2, max_size=4,
        ),
        events=st.lists(
            st.builds(Event, st.sampled_from(EVENTS), someone, someone, st.integers(0, 3)),
            min_size=1, max_size=4,
        ),
    )  # fmt: skip


def come_to_be(stage: Stage, graph: Graph) -> None:
    for name in PEOPLE:
        refused = {"alcohol": graph.sober, "minors": graph.not_with_minors}
        topics = frozenset(topic for topic, people in refused.items() if name in people)
        stage.set_level(name, graph.levels[name], Lent(graph.reaches[name], topics))
    for pair in graph.follows:
        stage.follow(*pair)
    for owner, person in graph.grants:
        if not (owner in TEENS and person in ADULTS):  # which nobody can grant
            stage.grant(owner, person)
    for pair in graph.blocks:
        block(stage, *pair)
    for name in graph.paused:
        changes.paused(stage, name, name)


def block(stage: Stage, one: str, other: str) -> None:
    relations.block(actor=stage.people[one], person=stage.people[other])
    stage.society.blocks(one, other)


def happens(stage: Stage, event: Event) -> None:
    """What cannot happen any more does not."""
    world, who = stage.society.world, event.who
    if event.kind == "put away":
        shown = sorted(
            name
            for name, film in stage.society.films.items()
            if stage.society.sees_post(film.maker, film)
        )
        if shown:
            changes.unpublish(stage, shown[event.nth % len(shown)])
    elif event.kind == "block":
        if who != event.other:
            block(stage, who, event.other)
    elif event.kind == "turn teen":
        if who in world.adults:
            changes.owner_turns_teen(stage, who, who)
    elif who not in world.gone:
        if event.kind in SCOPES:
            changes.takes_back(stage, who, event.kind)
        elif event.kind == "pause":
            changes.paused(stage, who, who)
        else:
            changes.only_me(stage, who, who)
