"""The one decision: permission x relation x age x block, and against an oracle written apart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cameos.permissions.deciding import Asker, Likeness, terms_for, use_refusal
from cameos.permissions.levels import PermissionLevel
from cameos.permissions.refusals import Answer, Refusal, answer_for_all, answer_to
from cameos.permissions.terms import UNBOUND, Cap, Scope, Terms
from cameos.permissions.topics import ZERO_TOLERANCE, Topic
from cameos.permissions.words import NO_WORDS, WordsFound
from cameos.states import CameoState
from tests.cameos.permissions.oracle import World

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
UNREAD = WordsFound(unassessed=frozenset(Topic))
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)
OPEN = Likeness(
    state=CameoState.ACTIVE,
    paused=False,
    owner_only=False,
    unproven_is_usable=True,
    owner_stands=True,
    owner_is_adult=True,
    used_by="everyone",
    level=PermissionLevel.EVERYONE,
    everyone_until=LATER,
    terms=UNBOUND,
    released=frozenset(Scope),
)
OF_TEEN = replace(OPEN, owner_is_adult=False, used_by="approved_teens")
STRANGER = Asker(
    is_owner=False,
    is_among_teens=False,
    blocked=False,
    follows_owner=False,
    followed_by_owner=False,
    granted=None,
)
RELATIONS = {
    "self": replace(STRANGER, is_owner=True),
    "approved": replace(STRANGER, granted=UNBOUND),
    "approved, lapsed": replace(STRANGER, granted=Terms(expires=EARLIER)),
    "follower only": replace(STRANGER, follows_owner=True),
    "followed only": replace(STRANGER, followed_by_owner=True),
    "mutual": replace(STRANGER, follows_owner=True, followed_by_owner=True),
    "stranger": STRANGER,
}
# Who may use an adult's likeness, level by level; the owner always.
MAY = {
    PermissionLevel.ONLY_ME: {"self"},
    PermissionLevel.APPROVED: {"self", "approved"},
    PermissionLevel.MUTUALS: {"self", "approved", "mutual"},
    PermissionLevel.EVERYONE: set(RELATIONS),
}


@pytest.mark.parametrize("level", PermissionLevel)
@pytest.mark.parametrize("relation", RELATIONS)
def test_permission_by_relation_by_age_by_block(level: PermissionLevel, relation: str) -> None:
    for owner_adult, asker_adult, blocked in product((True, False), repeat=3):
        cameo = replace(OPEN if owner_adult else OF_TEEN, level=level)
        is_self = relation == "self"
        adult = owner_adult if is_self else asker_adult
        asker = replace(
            RELATIONS[relation], is_among_teens=not adult, blocked=blocked and not is_self
        )
        if is_self:
            may = True
        elif owner_adult:
            may = relation in MAY[level] and not blocked
        else:  # approved one by one, by teens alone
            open_to = level != PermissionLevel.ONLY_ME
            may = relation == "approved" and not asker_adult and not blocked and open_to
        refusal = use_refusal(cameo, asker, NO_WORDS, NOW)
        assert (refusal is None) == may, (refusal, owner_adult, asker_adult, blocked)


def test_a_linked_guardian_is_no_exception_until_both_agreed_and_the_teen_approved() -> None:
    adult = replace(STRANGER, granted=UNBOUND)
    assert use_refusal(OF_TEEN, adult, NO_WORDS, NOW) == Refusal.TEEN
    agreed = replace(adult, agreed_guardian=True)
    assert use_refusal(OF_TEEN, agreed, NO_WORDS, NOW) is None
    unasked = replace(agreed, granted=None)
    assert use_refusal(OF_TEEN, unasked, NO_WORDS, NOW) == Refusal.NOT_APPROVED


def test_everyone_that_nobody_renewed_is_mutuals() -> None:
    cameo = replace(OPEN, everyone_until=NOW)
    assert use_refusal(cameo, STRANGER, NO_WORDS, NOW) == Refusal.NOT_MUTUAL
    assert use_refusal(cameo, RELATIONS["mutual"], NO_WORDS, NOW) is None


@pytest.mark.parametrize(
    ("cameo", "refusal"),
    [
        (None, Refusal.MISSING),
        (replace(OPEN, owner_stands=False), Refusal.OWNER_GONE),
        (replace(OPEN, state=CameoState.REVOKED), Refusal.ENDED),
        (replace(OPEN, state=CameoState.ERASING), Refusal.ENDED),
        (replace(OPEN, state=CameoState.PAUSED), Refusal.PAUSED),
        (replace(OPEN, paused=True), Refusal.PAUSED),
        (replace(OPEN, state=CameoState.NEEDS_REVERIFY), Refusal.NEEDS_REVERIFY),
        (replace(OPEN, state=CameoState.ENROLLING), Refusal.NOT_READY),
        (replace(OPEN, state=CameoState.VERIFICATION_PENDING), Refusal.NOT_READY),
        (replace(OPEN, used_by="nobody"), Refusal.NOBODY),
        (replace(OPEN, used_by="approved_teens"), Refusal.TEEN),
        (replace(OPEN, owner_only=True), Refusal.UNPROVEN),
    ],
)
@pytest.mark.parametrize("relation", sorted(set(RELATIONS) - {"self"}))
def test_nobody_else_uses_what_is_not_lent(
    cameo: Likeness | None, refusal: Refusal, relation: str
) -> None:
    found = use_refusal(cameo, RELATIONS[relation], NO_WORDS, NOW)
    assert found == refusal
    assert answer_to(found) == Answer.NOT_AVAILABLE


def test_an_unproven_cameo_is_its_owners_alone_and_in_production_nobodys() -> None:
    mine = RELATIONS["self"]
    assert use_refusal(replace(OPEN, owner_only=True), mine, NO_WORDS, NOW) is None
    strict = replace(OPEN, owner_only=True, unproven_is_usable=False)
    assert use_refusal(strict, mine, NO_WORDS, NOW) == Refusal.UNPROVEN


def test_restrictions_bind_everybody_but_the_owner() -> None:
    cameo = replace(OPEN, terms=Terms(restrictions=frozenset({Topic.POLITICS})))
    words = WordsFound(frozenset({Topic.POLITICS}))
    for name, asker in RELATIONS.items():
        expected = None if name == "self" else Refusal.RESTRICTED
        assert use_refusal(cameo, asker, words, NOW) == expected, name


def test_whoever_may_not_use_it_learns_nothing_of_its_restrictions() -> None:
    cameo = replace(
        OPEN,
        level=PermissionLevel.APPROVED,
        terms=Terms(restrictions=frozenset({Topic.POLITICS})),
    )
    for words in (NO_WORDS, WordsFound(frozenset({Topic.POLITICS})), UNREAD):
        assert use_refusal(cameo, STRANGER, words, NOW) == Refusal.NOT_APPROVED


@pytest.mark.parametrize("topic", sorted(ZERO_TOLERANCE))
def test_a_teens_likeness_has_zero_tolerance_for_the_teen_too(topic: Topic) -> None:
    words = WordsFound(frozenset({topic}))
    mine = replace(RELATIONS["self"], is_among_teens=True)
    friend = replace(RELATIONS["approved"], is_among_teens=True)
    assert use_refusal(OF_TEEN, mine, words, NOW) == Refusal.RESTRICTED
    assert use_refusal(OF_TEEN, friend, words, NOW) == Refusal.RESTRICTED


def test_what_nobody_could_assess_is_not_permitted_where_it_matters() -> None:
    cameo = replace(OPEN, terms=Terms(restrictions=frozenset({Topic.ALCOHOL})))
    assert use_refusal(cameo, STRANGER, UNREAD, NOW) == Refusal.UNASSESSED
    assert answer_to(Refusal.UNASSESSED) == Answer.NOT_FOR_THIS_PROMPT
    assert use_refusal(OPEN, STRANGER, UNREAD, NOW) is None


def test_a_grant_has_terms_of_its_own_but_the_owners_restrictions() -> None:
    cameo = replace(
        OPEN, terms=Terms(cap=Cap.DRAFT, restrictions=frozenset({Topic.BRANDS}), no_remix=True)
    )
    own = Terms(scopes=frozenset({Scope.FACE}), cap=Cap.FRIENDS, expires=LATER)
    asker = replace(STRANGER, granted=own)
    assert terms_for(cameo, asker, NOW) == own.meet(Terms(restrictions=frozenset({Topic.BRANDS})))
    assert terms_for(cameo, asker, LATER) == cameo.terms


@pytest.mark.parametrize("relation", ["self", "approved", "stranger"])
def test_a_voice_that_was_not_released_is_lent_to_nobody(relation: str) -> None:
    """C29: the release says what may be used at all; what an owner permits comes after it."""
    cameo, asker = replace(OPEN, released=frozenset({Scope.FACE})), RELATIONS[relation]
    assert terms_for(cameo, asker, NOW).scopes == {Scope.FACE}
    assert use_refusal(cameo, asker, NO_WORDS, NOW) is None


def test_whoever_was_granted_a_voice_alone_has_nothing_where_none_was_released() -> None:
    cameo = replace(OPEN, released=frozenset({Scope.FACE}))
    voice = Terms(scopes=frozenset({Scope.VOICE}))
    assert use_refusal(cameo, replace(STRANGER, granted=voice), NO_WORDS, NOW) == (
        Refusal.NOTHING_LENT
    )
    silent = replace(cameo, terms=voice)
    assert use_refusal(silent, STRANGER, NO_WORDS, NOW) == Refusal.NOTHING_LENT
    assert answer_to(Refusal.NOTHING_LENT) == Answer.NOT_AVAILABLE


def test_of_several_people_the_one_who_is_not_available_decides() -> None:
    ok, no, words = Answer.OK, Answer.NOT_AVAILABLE, Answer.NOT_FOR_THIS_PROMPT
    assert answer_for_all([ok, ok]) == ok
    assert answer_for_all([ok, words]) == words
    assert answer_for_all([words, no]) == answer_for_all([no, words]) == no


PEOPLE = ["a", "b", "c"]
PAIRS = [(one, other) for one in PEOPLE for other in PEOPLE if one != other]
TIMES = st.sampled_from([EARLIER, LATER])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    return World(
        adults=draw(st.sets(st.sampled_from(PEOPLE))),
        follows=draw(st.sets(st.sampled_from(PAIRS))),
        blocks=draw(st.sets(st.sampled_from(PAIRS), max_size=2)),
        levels={one: draw(st.sampled_from(list(PermissionLevel.values))) for one in PEOPLE},
        everyone_until={one: draw(TIMES) for one in PEOPLE},
        grants=draw(st.dictionaries(st.sampled_from(PAIRS), st.none() | TIMES)),
        paused=draw(st.sets(st.sampled_from(PEOPLE), max_size=1)),
        unproven=draw(st.sets(st.sampled_from(PEOPLE), max_size=1)),
        refused_topics={
            one: draw(st.sets(st.sampled_from(list(Topic.values)), max_size=3)) for one in PEOPLE
        },
    )


def decided(world: World, owner: str, asker: str, topics: set[str]) -> str:
    adult = owner in world.adults
    level = PermissionLevel(world.levels[owner])
    granted = (owner, asker) in world.grants
    until = world.grants.get((owner, asker))
    refused = frozenset(Topic(one) for one in world.refused_topics[owner])
    cameo = replace(
        OPEN if adult else OF_TEEN,
        level=level,
        everyone_until=world.everyone_until[owner] if level == "everyone" else None,
        paused=owner in world.paused,
        owner_only=owner in world.unproven,
        terms=Terms(restrictions=refused),
    )
    who = Asker(
        is_owner=owner == asker,
        is_among_teens=asker not in world.adults,
        blocked=bool(world.blocks & {(owner, asker), (asker, owner)}),
        follows_owner=(asker, owner) in world.follows,
        followed_by_owner=(owner, asker) in world.follows,
        granted=(Terms(expires=until) if until else UNBOUND) if granted else None,
    )
    words = WordsFound(frozenset(Topic(one) for one in topics))
    return answer_to(use_refusal(cameo, who, words, NOW)).value


TOPICS = st.sets(st.sampled_from(list(Topic.values)), max_size=2)


@given(worlds(), TOPICS)
@settings(max_examples=30)
def test_any_graph_of_consents_is_decided_as_the_slow_oracle_does(
    world: World, topics: set[str]
) -> None:
    as_the_oracle_does(world, topics)


@pytest.mark.slow
@given(worlds(), TOPICS)
@settings(max_examples=300)
def test_so_are_many_graphs(world: World, topics: set[str]) -> None:
    as_the_oracle_does(world, topics)


def as_the_oracle_does(world: World, topics: set[str]) -> None:
    for owner, asker in product(PEOPLE, PEOPLE):
        expected = world.answer(owner, asker, topics, NOW)
        assert decided(world, owner, asker, topics) == expected, (owner, asker)
