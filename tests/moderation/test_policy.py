"""The laws of the policy: monotonic in every category, closed where nobody answered."""

import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.answers import Answer, BrokenAnswer, Coverage, Hit, merged_coverage
from moderation.categories import TEXT, Category, Surface
from moderation.policy.audience import PUBLIC_FEED, REACH, Audience, Destination
from moderation.policy.judging import Effect, Evidence, judge
from moderation.policy.loading import CURRENT, FOLDER, InvalidPolicy, built_in_policy, load_policy
from moderation.policy.rows import Verdict

POLICY = built_in_policy()
SOURCE = (FOLDER / f"{CURRENT}.toml").read_text()

scores = st.floats(0, 1, allow_nan=False)
audiences = st.builds(
    Audience,
    destination=st.sampled_from(Destination),
    under_18=st.booleans(),
    depicts_minor=st.booleans(),
    likeness=st.booleans(),
)
hits = st.lists(st.builds(Hit, st.sampled_from(Category), scores), max_size=6)


def assessed(
    *found: Hit, surface: Surface = Surface.PROMPT, minor: bool | None = False
) -> Evidence:
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    answer = Answer("test", "1", coverage, tuple(found), depicts_minor=minor)
    return Evidence(Surface.PROMPT, [answer])


def verdict_of(found: list[Hit], audience: Audience) -> Verdict:
    return judge([assessed(*found)], audience=audience, policy=POLICY, profile="production").verdict


def tighter(audience: Audience) -> list[Audience]:
    """Each audience that law 2 calls at least as strict, one step away."""
    facts: dict[str, Any] = {
        "destination": audience.destination,
        "under_18": audience.under_18,
        "depicts_minor": audience.depicts_minor,
        "likeness": audience.likeness,
    }
    steps: list[dict[str, Any]] = [
        *({name: True} for name in ("under_18", "depicts_minor", "likeness")),
        *({"destination": one} for one in REACH[REACH.index(audience.destination) :]),
    ]
    return [Audience(**{**facts, **step}) for step in steps]


@settings(max_examples=300)
@given(hits, audiences)
def test_no_audience_that_is_stricter_is_ever_allowed_more(
    found: list[Hit], audience: Audience
) -> None:
    for stricter in tighter(audience):
        assert verdict_of(found, stricter) >= verdict_of(found, audience)


@settings(max_examples=200)
@given(st.sampled_from(Category), scores, scores, audiences)
def test_a_higher_score_is_never_judged_more_mildly(
    category: Category, one: float, other: float, audience: Audience
) -> None:
    low, high = sorted((one, other))
    assert verdict_of([Hit(category, high)], audience) >= verdict_of([Hit(category, low)], audience)


@settings(max_examples=200)
@given(hits, hits, audiences)
def test_more_findings_never_make_a_verdict_milder(
    some: list[Hit], more: list[Hit], audience: Audience
) -> None:
    assert verdict_of([*some, *more], audience) >= verdict_of(some, audience)


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("profile", ["development", "production"])
def test_what_nobody_assessed_never_passes(profile: str, surface: Surface) -> None:
    judgement = judge([Evidence(surface, [])], audience=Audience(), policy=POLICY, profile=profile)
    assert judgement.effect == Effect.HOLD


REQUIRED = [
    (profile, surface, category)
    for profile, surfaces in POLICY.required.items()
    for surface, wanted in surfaces.items()
    for category in wanted
]


@pytest.mark.parametrize(("profile", "surface", "category"), REQUIRED)
def test_without_any_one_demanded_category_it_is_held(
    profile: str, surface: Surface, category: Category
) -> None:
    """Profile x detector removed x surface: the table of law 1."""
    coverage = {one: Coverage.ASSESSED for one in Category if one != category}
    held = judge(
        [Evidence(surface, [Answer("test", "1", coverage)])],
        audience=Audience(),
        policy=POLICY,
        profile=profile,
    )
    assert held.effect == Effect.HOLD
    assert held.lacking == ((surface, category),)


@pytest.mark.parametrize("surface", sorted(TEXT))
def test_word_lists_alone_do_not_pass_a_text_under_production(surface: Surface) -> None:
    lists = Answer("lexicon", "1", dict.fromkeys(Category, Coverage.PARTIAL))
    evidence = [Evidence(surface, [lists])]
    effects = {
        profile: judge(evidence, audience=Audience(), policy=POLICY, profile=profile).effect
        for profile in POLICY.required
    }
    assert effects == {"production": Effect.HOLD, "development": Effect.PASS}


def test_no_evidence_is_no_reason_to_pass() -> None:
    with pytest.raises(ValueError, match="nothing to judge"):
        judge([], audience=Audience(), policy=POLICY, profile="development")


def test_a_block_stands_though_something_was_not_assessed() -> None:
    found = Answer("test", "1", {Category.HATE: Coverage.PARTIAL}, (Hit(Category.HATE, 1.0),))
    judgement = judge(
        [Evidence(Surface.PROMPT, [found])],
        audience=Audience(),
        policy=POLICY,
        profile="production",
    )
    assert judgement.effect == Effect.REFUSE


def test_a_minor_read_in_one_text_tightens_every_other() -> None:
    words, picture = assessed(Hit(Category.VIOLENCE, 0.6)), assessed(minor=True)
    apart = judge([words], audience=Audience(), policy=POLICY, profile="production")
    together = judge([words, picture], audience=Audience(), policy=POLICY, profile="production")
    assert (apart.verdict, together.verdict) == (Verdict.LIMIT, Verdict.BLOCK)
    assert together.for_minors
    assert not apart.for_minors


def test_what_is_sexual_with_a_minor_in_it_is_a_matter_of_child_safety() -> None:
    judgement = judge(
        [assessed(Hit(Category.SEXUAL, 0.35), minor=True)],
        audience=Audience(),
        policy=POLICY,
        profile="production",
    )
    assert (judgement.verdict, judgement.depicts_minor) == (Verdict.BLOCK, True)


def test_what_is_limited_is_refused_to_people_under_18() -> None:
    found = [Hit(Category.ILLICIT, 0.5)]
    assert verdict_of(found, Audience()) == Verdict.LIMIT
    assert verdict_of(found, Audience(under_18=True)) == Verdict.BLOCK
    assert verdict_of(found, PUBLIC_FEED) == Verdict.BLOCK


@pytest.mark.parametrize("score", [math.nan, math.inf, -0.1, 1.1])
def test_a_score_that_is_none_is_no_answer(score: float) -> None:
    with pytest.raises(BrokenAnswer):
        Hit(Category.SEXUAL, score)


def test_coverage_of_several_detectors_is_the_best_of_each_category() -> None:
    merged = merged_coverage(
        [
            Answer("one", "1", {Category.HATE: Coverage.PARTIAL}),
            Answer("two", "1", {Category.HATE: Coverage.ASSESSED}),
        ]
    )
    assert (merged[Category.HATE], merged[Category.SEXUAL]) == (
        Coverage.ASSESSED,
        Coverage.NOT_ASSESSED,
    )


LOOSER = [
    ("teen", "draft"),
    ("minor", "teen"),
    ("public", "profile"),
    ("profile", "draft"),
    ("likeness", "draft"),
]


@pytest.mark.parametrize(("column", "than"), LOOSER)
def test_a_policy_whose_stricter_column_is_looser_does_not_load(column: str, than: str) -> None:
    lines = SOURCE.splitlines()
    start = lines.index("[thresholds.sexual]")
    row = next(i for i in range(start, len(lines)) if lines[i].startswith(f"{column} ="))
    lines[row] = f"{column} = {{ limit = 0.99, review = 1.0, block = 1.0 }}"
    with pytest.raises(InvalidPolicy, match=f"{column} is looser than"):
        load_policy("\n".join(lines))


BROKEN = {
    "a section that is misspelt": ("[required.production]", "[requirde.production]"),
    "a section too many": ("[thresholds.sexual]", "[exceptions]\n[thresholds.sexual]"),
    "a threshold that is a word": ("limit = 0.5", "limit = true"),
    "a name with a space": ('version = "', 'version = "a '),
    "a version that is a number": ('version = "2026-11-21"', "version = 2026"),
    "one category twice": ('partial = ["child_safety"', 'partial = ["sexual", "child_safety"'),
    "a category without a row": ("[thresholds.hate]", "[thresholds.unheard_of]"),
    "a score that is none": ("limit = 0.5", "limit = nan"),
    "a threshold of nothing": ("limit = 0.5", "limit = 0.0"),
    "an unknown level": ("limit = 0.5", "warn = 0.5"),
    "no version": ("version", "edition"),
    "an unknown surface": ("\nframe =", "\nhologram ="),
    "an unknown coverage": ("assessed =", "guessed ="),
}


@pytest.mark.parametrize(("find", "put"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_makes_no_sense_does_not_load(find: str, put: str) -> None:
    assert find in SOURCE
    with pytest.raises(InvalidPolicy):
        load_policy(SOURCE.replace(find, put, 1))


def test_production_that_demands_less_than_development_does_not_load() -> None:
    before, _, after = SOURCE.partition("[required.production]")
    production, _, development = after.partition("[required.development]")
    swapped = f"{before}[required.production]{development}\n[required.development]{production}"
    with pytest.raises(InvalidPolicy, match="production demands less"):
        load_policy(swapped)


def test_every_pair_of_audience_and_category_has_a_verdict() -> None:
    for destination, flags in product(Destination, product([True, False], repeat=3)):
        audience = Audience(destination, *flags)
        for category in Category:
            assert POLICY.thresholds(category, audience.columns).block <= 1.0
