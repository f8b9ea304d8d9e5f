"""How well a sequence of phones fits a sound: the best path through it (Viterbi)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from moderation.listening.acoustics import NUMBER, STATES
from moderation.listening.phones import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENCE = NUMBER["SIL"] * STATES + 1
IMPOSSIBLE = -1e9


def fits(likelihoods: NDArray[np.float32], texts: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
    """Per text: the mean log likelihood of a frame on its best path, pauses allowed between words.

    A text with more phone states than there are frames fits with about -1e9.
    """
    import numpy as np

    states, skips, ends = _laid_out(texts)
    score = np.full(states.shape, IMPOSSIBLE)
    score[:, :2] = likelihoods[0][states[:, :2]]
    for heard in likelihoods[1:]:
        best = score.copy()
        np.maximum(best[:, 1:], score[:, :-1], out=best[:, 1:])
        jumped = np.where(skips[:, 2:], score[:, :-2], IMPOSSIBLE)
        np.maximum(best[:, 2:], jumped, out=best[:, 2:])
        score = best + heard[states]
    rows = np.arange(len(ends))
    total: NDArray[np.float64] = np.maximum(score[rows, ends], score[rows, ends - 1])
    return total / len(likelihoods)


def _laid_out(
    texts: Sequence[Sequence[Word]],
) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.intp]]:
    """States, where a pause may be skipped, and each text's last state."""
    import numpy as np

    rows = [_states(words) for words in texts]
    longest = max(len(states) for states, _ in rows)
    table = np.full((len(rows), longest), SILENCE)
    skips = np.zeros(table.shape, np.bool_)
    for row, (states, starts) in enumerate(rows):
        table[row, : len(states)] = states
        skips[row, starts] = True
    return table, skips, np.asarray([len(states) - 1 for states, _ in rows])


def _states(words: Sequence[Word]) -> tuple[list[int], list[int]]:
    states, starts = [SILENCE], []
    for word in words:
        starts.append(len(states))
        states += [NUMBER[phone] * STATES + part for phone in word for part in range(STATES)]
        states.append(SILENCE)
    return states, starts
