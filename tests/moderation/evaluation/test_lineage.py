"""A chain of remixes is judged whole: what no step says alone, all of them may say."""

from collections.abc import Sequence

import pytest

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence
from moderation.policy.lineage import MOST_CHARACTERS, Lineage, Piece, judged_lineage, pieces_at
from moderation.policy.loading import current_policy

STEPS = ["a cellar", "a chair", "a rope", "a man", "pliers", "screams"]


def read(pieces: Sequence[Piece]) -> list[Evidence]:
    """Finds more violence the more of the steps one text holds; five of them are reviewed."""
    return [
        Evidence(
            surface,
            [
                Answer(
                    "test",
                    "1",
                    dict.fromkeys(Category, Coverage.ASSESSED),
                    (Hit(Category.VIOLENCE, sum(step in text for step in STEPS) * 0.16),),
                    depicts_minor=False,
                )
            ],
        )
        for surface, text in pieces
    ]


def judged(steps: Sequence[str]) -> Lineage:
    return judged_lineage(
        steps, read=read, audience=Audience(), policy=current_policy(), profile="production"
    )


def test_six_innocuous_deltas_are_stopped_at_the_step_that_makes_the_whole_harmful() -> None:
    assert all(judged([step]).stopped_at is None for step in STEPS)
    chain = judged(STEPS)
    assert chain.stopped_at == 4
    assert chain.steps[3].judgement.effect == Effect.PASS


def test_drift_rises_along_the_chain_and_starts_at_nothing() -> None:
    drifts = [step.drift for step in judged(STEPS).steps]
    assert drifts[0] == 0
    assert drifts == pytest.approx([0.16 * at for at in range(6)])


def test_a_step_that_takes_words_back_does_not_lower_what_was_found() -> None:
    chain = judged([*STEPS, "a calm lake"])
    verdicts = [step.judgement.verdict for step in chain.steps]
    assert verdicts == sorted(verdicts)
    assert chain.steps[-1].drift == chain.steps[-2].drift


def test_one_unreadable_step_holds_the_chain_from_there_on() -> None:
    def half_blind(pieces: Sequence[Piece]) -> list[Evidence]:
        return [
            Evidence(surface, []) if "rope" in text else evidence
            for (surface, text), evidence in zip(pieces, read(pieces), strict=True)
        ]

    chain = judged_lineage(
        STEPS, read=half_blind, audience=Audience(), policy=current_policy(), profile="production"
    )
    assert chain.stopped_at == 2


def test_a_long_lineage_is_read_in_pieces_that_leave_no_gap() -> None:
    steps = [" ".join(str(at * 5_000 + word) for word in range(1_000)) for at in range(1, 5)]
    pieces = [text for _, text in pieces_at(steps, 3, Surface.PROMPT)]
    assert all(len(text) <= MOST_CHARACTERS for text in pieces)
    whole, reached = "\n".join(steps), 0
    for text in pieces[:-1]:
        start = whole.find(text, max(0, reached - len(text)))
        assert 0 <= start <= reached
        reached = start + len(text)
    assert reached == len(whole)


def test_no_chain_is_no_reason_to_pass() -> None:
    with pytest.raises(ValueError, match="root"):
        judged([])
