"""One budget for all heads: it is kept, and spent where harm is found."""

from dataclasses import replace

import numpy as np

from moderation.training.allotting import OWN_STOPPED, SPEECH_STOPPED, STOPPED, Trial, anchors_of

HARMLESS, HARMFUL = 4000, 200


def _trial(harm_at: tuple[float, float], *, offensive: int = 0) -> Trial:
    """Harmless rows with normal scores in two heads; harm of each head around its given mean;
    `offensive` rows that score high in both and are annotated for the first head alone."""
    chance = np.random.default_rng(3)
    parts = [chance.normal(size=(HARMLESS, 2))]
    labels = [np.zeros((HARMLESS, 2))]
    for head, mean in enumerate(harm_at):
        raw = chance.normal(size=(HARMFUL, 2))
        raw[:, head] = chance.normal(mean, 0.5, size=HARMFUL)
        parts.append(raw)
        answers = np.full((HARMFUL, 2), np.nan)
        answers[:, head] = 1
        labels.append(answers)
    parts.append(chance.normal(3, 1, size=(offensive, 2)))
    labels.append(np.tile([0.0, np.nan], (offensive, 1)))
    harmless = np.zeros(sum(map(len, parts)), dtype=np.bool_)
    harmless[:HARMLESS] = True
    scores = np.concatenate(parts).astype(np.float32)
    speech = np.zeros_like(harmless)
    return Trial(scores, np.concatenate(labels).astype(np.float32), harmless, speech)


def _stopped(trial: Trial) -> list[float]:
    over = trial.raw >= anchors_of(trial)[:, 0]
    calm = over[trial.harmless]
    return [calm.any(axis=1).mean(), calm[:, 0].mean(), calm[:, 1].mean()]


def test_all_heads_together_stay_within_the_budget_and_use_it() -> None:
    together, *_ = _stopped(_trial((2.2, 2.2)))
    assert STOPPED - 0.006 < together <= STOPPED


def test_the_head_that_finds_more_by_stopping_more_gets_more() -> None:
    _, easy, hard = _stopped(_trial((9, 2.2)))
    assert hard > easy


def test_rows_harmless_in_one_category_alone_set_that_head_alone() -> None:
    calm, among = _trial((2.2, 2.2)), _trial((2.2, 2.2), offensive=2000)
    first, second = anchors_of(among)[:, 0]
    own = among.raw[among.labels[:, 0] == 0, 0]
    assert (own >= first).mean() <= OWN_STOPPED + 1e-3
    assert first > anchors_of(calm)[0, 0]
    assert second <= anchors_of(calm)[1, 0]


def test_what_is_said_plainly_is_not_stopped_for_not_being_a_caption() -> None:
    """Without it a head that nobody annotated for speech would stop all of it, and look good."""
    blind = _trial((2.2, 2.2), offensive=1000)
    raw = blind.raw[-1000:] - 0.5
    speech = np.zeros_like(blind.harmless)
    speech[-1000:] = True
    heard = replace(blind, raw=np.concatenate([blind.raw[:-1000], raw]), speech=speech)
    over = [(one.raw[-1000:] >= anchors_of(one)[:, 0]).any(axis=1).mean() for one in (blind, heard)]
    assert over[0] > 0.5
    assert over[1] <= SPEECH_STOPPED


def test_two_in_a_thousand_harmless_rows_reach_the_second_anchor() -> None:
    trial = _trial((2.2, 2.2))
    anchors = anchors_of(trial)
    assert ((trial.raw[trial.harmless] >= anchors[:, 1]).mean(axis=0) <= 0.0021).all()
    assert (anchors[:, 1] > anchors[:, 0]).all()
