"""A chain of harmless steps is judged whole, and a refused step leaves what stood before it."""

from collections.abc import Sequence
from typing import Any

import pytest

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.lineage import Lineage, judged_lineage
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.policy.rows import Verdict
from moderation.policy.strictness import Suspicion, near_score, strictly
from moderation.screener.asking import MOST_CHARACTERS
from tests.answering import EVERYTHING

ADULT = Audience()
# Each adds a little; only together do they fill the scene. The words are harmless stand-ins.
ROOT = "a castle yard at noon"
DELTAS = (
    "add a CROWD at the wall",
    "give them torches, RED ones",
    "let a DRUM beat",
    "put a CAGE in the middle",
    "open the cage a GAP",
    "let it all move SLOWLY",
)
CUES = ("CROWD", "RED", "DRUM", "CAGE", "GAP", "SLOWLY")


def reading(text: str) -> Answer:
    """A detector to whom each cue in one text adds a fifth of the way to certainty."""
    cues = sum(cue in text for cue in CUES)
    return Answer("cues", "1", EVERYTHING, (Hit(Category.VIOLENCE, min(1.0, 0.19 * cues)),))


def evidence_of(lineage: Lineage) -> list[Evidence]:
    return [Evidence(surface, [reading(text)]) for surface, text in lineage.texts()]


def judged_step(number: int, **more: Any) -> Judgement:
    lineage = Lineage(ROOT, DELTAS[:number], **more)
    return judged_lineage(lineage, evidence_of(lineage), audience=ADULT)


def test_no_step_says_it_by_itself() -> None:
    for delta in DELTAS:
        alone = Lineage(delta)
        assert judged_lineage(alone, evidence_of(alone), audience=ADULT).verdict == Verdict.ALLOW


def test_six_harmless_steps_are_blocked_at_the_one_that_says_it() -> None:
    effects = [judged_step(number).effect for number in range(len(DELTAS) + 1)]
    assert effects[0] == effects[1] == Effect.PASS
    first = effects.index(Effect.REFUSE)
    assert 2 < first <= len(DELTAS)
    assert Effect.HOLD in effects[:first]  # it drifted: a person sees it before it is blocked
    # What stood before the step is judged as ever: the root and the first steps stay.
    assert judged_step(1).effect == Effect.PASS


def test_drift_rises_along_the_chain() -> None:
    drifts = [
        Lineage(ROOT, DELTAS[:number])
        .drift(evidence_of(Lineage(ROOT, DELTAS[:number])))
        .get(Category.VIOLENCE, 0.0)
        for number in range(len(DELTAS) + 1)
    ]
    assert drifts == sorted(drifts)
    assert drifts[0] == 0
    assert drifts[-1] > 0.9


def test_a_root_alone_is_judged_as_a_prompt_is() -> None:
    assert Lineage(ROOT).texts() == [(Surface.PROMPT, ROOT)]
    assert judged_step(0).effect == Effect.PASS


def test_drifting_under_a_high_root_is_no_drift() -> None:
    root = " ".join(CUES[:2])
    lineage = Lineage(root, ("a bird flies by",))
    assert lineage.drift(evidence_of(lineage)) == {Category.VIOLENCE: 0.0}


def test_what_was_refused_in_the_chain_makes_the_next_step_suspect() -> None:
    """The same second step passes in an innocent chain, and waits for a person in this one."""
    assert judged_step(2).effect == Effect.PASS
    judgement = judged_step(2, refused=frozenset({Category.VIOLENCE}))
    assert (judgement.effect, judgement.category) == (Effect.HOLD, Category.VIOLENCE)
    assert judged_step(2, refused=frozenset({Category.HATE})).effect == Effect.PASS


def test_a_long_whole_is_read_in_pieces_that_lose_nothing() -> None:
    lineage = Lineage("a" * 4_000, tuple(letter * 4_000 for letter in "bcdef"))
    wholes = [text for _, text in lineage.texts()][6:]
    assert len(wholes) > 1
    assert max(map(len, wholes)) <= MOST_CHARACTERS
    assert wholes[0] + "".join(piece[1_000:] for piece in wholes[1:]) == lineage.whole


def test_a_lineage_that_was_read_in_part_is_not_judged() -> None:
    lineage = Lineage(ROOT, DELTAS)
    with pytest.raises(ValueError, match="not every text"):
        judged_lineage(lineage, evidence_of(lineage)[:-1], audience=ADULT)


def scored(score: float, coverage: Coverage = Coverage.ASSESSED) -> Sequence[Evidence]:
    hits = (Hit(Category.VIOLENCE, score),) if coverage != Coverage.NOT_ASSESSED else ()
    answer = Answer("told", "1", EVERYTHING | {Category.VIOLENCE: coverage}, hits)
    return [Evidence(Surface.PROMPT, [answer])]


SUSPECT = [Suspicion(Category.VIOLENCE)]
NEAR = near_score(Category.VIOLENCE, ADULT)


@pytest.mark.parametrize(
    ("evidence", "effect"),
    [
        (scored(0.0), Effect.PASS),
        (scored(NEAR - 0.01), Effect.PASS),
        (scored(NEAR), Effect.HOLD),
        (scored(0.0, Coverage.NOT_ASSESSED), Effect.HOLD),
        (scored(0.0, Coverage.PARTIAL), Effect.PASS),
    ],
)
def test_under_suspicion_what_is_near_or_unread_is_looked_at(
    evidence: Sequence[Evidence], effect: Effect
) -> None:
    fine = Judgement("1", Verdict.ALLOW, None, (), depicts_minor=False, for_minors=False)
    assert strictly(fine, evidence, suspicions=SUSPECT, audience=ADULT).effect == effect
    assert strictly(fine, evidence, suspicions=[], audience=ADULT) == fine


@pytest.mark.parametrize("verdict", Verdict)
def test_strictness_is_never_milder(verdict: Verdict) -> None:
    given = Judgement("1", verdict, Category.HATE, (), depicts_minor=False, for_minors=False)
    strict = strictly(given, scored(1.0), suspicions=SUSPECT, audience=ADULT)
    assert strict.verdict == max(verdict, Verdict.REVIEW)
