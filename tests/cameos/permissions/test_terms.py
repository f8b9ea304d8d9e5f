"""Terms of several people are a lattice: their meet permits what all of them permit, no more."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from cameos.permissions.terms import OF_A_TEEN, UNBOUND, Cap, Scope, Terms, of_all
from cameos.permissions.topics import ZERO_TOLERANCE, Topic

MOMENTS = st.integers(0, 1_000_000).map(lambda s: datetime.fromtimestamp(1_790_000_000 + s, UTC))
TERMS = st.builds(
    Terms,
    scopes=st.frozensets(st.sampled_from(list(Scope))),
    cap=st.sampled_from(list(Cap)),
    no_remix=st.booleans(),
    no_download=st.booleans(),
    restrictions=st.frozensets(st.sampled_from(list(Topic))),
    depicts_minor=st.booleans(),
    expires=MOMENTS | st.just(UNBOUND.expires),
)


@given(TERMS, TERMS, TERMS)
@settings(max_examples=200)
def test_meet_is_commutative_associative_idempotent(a: Terms, b: Terms, c: Terms) -> None:
    assert a.meet(b) == b.meet(a)
    assert a.meet(b).meet(c) == a.meet(b.meet(c))
    assert a.meet(a) == a
    assert a.meet(UNBOUND) == a


@given(TERMS, TERMS, TERMS)
@settings(max_examples=200)
def test_meet_is_monotone_and_the_greatest_below_both(a: Terms, b: Terms, c: Terms) -> None:
    both = a.meet(b)
    assert both <= a
    assert both <= b
    assert both.meet(c) <= a.meet(c)
    if c <= a and c <= b:
        assert c <= both


@given(TERMS, TERMS)
@settings(max_examples=200)
def test_what_is_within_permits_nothing_that_the_other_does_not(a: Terms, b: Terms) -> None:
    within = a.meet(b)
    assert within.scopes <= a.scopes
    assert within.cap <= a.cap
    assert within.no_remix >= a.no_remix
    assert within.no_download >= a.no_download
    assert within.restrictions >= a.restrictions
    assert within.depicts_minor >= a.depicts_minor
    assert within.expires <= a.expires


@given(st.lists(st.lists(TERMS, min_size=1, max_size=2), min_size=1, max_size=4))
@settings(max_examples=100)
def test_a_remix_is_within_each_of_its_parents(generations: list[list[Terms]]) -> None:
    film = UNBOUND
    for subjects in generations:
        child = film.meet(of_all(subjects))
        assert child <= film
        assert all(child <= one for one in subjects)
        film = child


@given(TERMS)
def test_terms_survive_a_row_and_equal_terms_have_one_digest(terms: Terms) -> None:
    again = Terms.from_facts(terms.as_facts())
    assert again == terms
    assert again.digest() == terms.digest()


@given(TERMS, TERMS)
def test_different_terms_have_different_digests(a: Terms, b: Terms) -> None:
    assert (a == b) == (a.digest() == b.digest())


def test_whatever_a_minor_is_in_keeps_to_friends_and_zero_tolerance() -> None:
    film = of_all([UNBOUND, OF_A_TEEN])
    assert film.friends_only
    assert film.no_download
    assert film.depicts_minor
    assert film.restrictions >= ZERO_TOLERANCE
