"""One budget of stopped texts for all heads together, spent where it finds most harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STOPPED = 0.036  # of harmless calibration rows, by all heads together: held-out rows fare worse
SPEECH_STOPPED = 0.28  # the same of plain speech, which is hard: a third of it is about insults
OWN_STOPPED = 0.042  # of the rows annotated as harmless in a head's category, by that head
SHARES = (0.003, 0.035)  # of harmless rows that each head may stop at least and at most
SPEECH = 4  # times as much of plain speech
STEP = 0.001
OWN = 0.4  # of what harm counts for; the rest counts whichever head finds it
SURE = (0.998, 0.99)  # share that stays below the second anchor: of harmless rows, of its own ones


@dataclass(frozen=True, slots=True)
class Trial:
    """Calibration rows: raw scores (rows, heads), labels (rows, heads) with NaN, which of the rows
    are harmless in everything that anybody looked at, and which are plain speech (rows,).

    Most harmless rows are captions. Without plain speech, heads that nobody annotated for it
    would be set to stop whatever is no caption, and look very good.
    """

    raw: NDArray[np.float32]
    labels: NDArray[np.float32]
    harmless: NDArray[np.bool_]
    speech: NDArray[np.bool_]


def anchors_of(trial: Trial) -> NDArray[np.float32]:
    """(heads, 2): where a score reads 0.5 and where 0.9."""
    import numpy as np

    first = _thresholds(trial)
    second = np.array(
        [
            max(np.quantile(trial.raw[trial.harmless, head], SURE[0]),
                np.quantile(_own(trial, head), SURE[1]))
            for head in range(trial.raw.shape[1])
        ]
    )  # fmt: skip
    return np.stack([first, np.maximum(second, first + 0.5)], axis=1).astype(np.float32)


def _thresholds(trial: Trial) -> NDArray[np.float64]:
    """Greedy: the next step goes to the head that finds most new harm for each text it stops."""
    import numpy as np

    ladders = [_ladder(trial, head) for head in range(trial.raw.shape[1])]
    at = [0] * len(ladders)

    def now() -> NDArray[np.float64]:
        return np.array([ladder[rung] for ladder, rung in zip(ladders, at, strict=True)])

    while found := max(_steps(trial, ladders, at, now()), default=None):
        _, head, rung = found
        at[head] = rung
    return now()


def _ladder(trial: Trial, head: int) -> list[float]:
    """Falling thresholds, none below what the category's own harmless rows allow."""
    import numpy as np

    raw = trial.raw[:, head]
    speech = raw[trial.speech] if trial.speech.any() else raw[trial.harmless]
    least = np.quantile(_own(trial, head), 1 - OWN_STOPPED)
    return [
        float(
            max(
                np.quantile(raw[trial.harmless], 1 - share),
                np.quantile(speech, 1 - SPEECH * share),
                least,
            )
        )
        for share in np.arange(SHARES[0], SHARES[1] + STEP / 2, STEP)
    ]


def _steps(
    trial: Trial, ladders: list[list[float]], at: list[int], now: NDArray[np.float64]
) -> Iterator[tuple[float, int, int]]:
    """(found for what is spent, head, rung), for whatever finds more within both budgets."""
    spent, recall = _spent(trial, now), _recall(trial, now)
    for head, ladder in enumerate(ladders):
        for rung in range(at[head] + 1, len(ladder)):
            lower = now.copy()
            lower[head] = ladder[rung]
            price = _spent(trial, lower)
            if max(price) > 1:
                break
            better = _recall(trial, lower)
            if better > recall + 1e-9:
                yield (better - recall) / max(sum(price) - sum(spent), 1e-3), head, rung


def _spent(trial: Trial, thresholds: NDArray[np.float64]) -> tuple[float, float]:
    """Shares of the two budgets: harmless rows, plain speech."""
    import numpy as np

    some = np.asarray((trial.raw >= thresholds).any(axis=1), np.bool_)
    speech = some[trial.speech].mean() if trial.speech.any() else 0.0
    return float(some[trial.harmless].mean()) / STOPPED, float(speech) / SPEECH_STOPPED


def _recall(trial: Trial, thresholds: NDArray[np.float64]) -> float:
    """Mean over categories of the share of harm that is found."""
    import numpy as np

    over = trial.raw >= thresholds
    some = np.asarray(over.any(axis=1), np.bool_)
    found = []
    for head in range(trial.raw.shape[1]):
        harmful = trial.labels[:, head] == 1
        if harmful.any():
            found.append((1 - OWN) * some[harmful].mean() + OWN * over[harmful, head].mean())
    return float(np.mean(found)) if found else 0.0


def _own(trial: Trial, head: int) -> NDArray[np.float32]:
    """Scores of rows annotated as harmless in the head's category; else of harmless rows."""
    rows = trial.labels[:, head] == 0
    scores: NDArray[np.float32] = trial.raw[rows if rows.any() else trial.harmless, head]
    return scores
