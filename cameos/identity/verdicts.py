"""What is said of a film: no id, no distance, nobody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cameos.identity.deciding import Whose


class Verdict(StrEnum):
    """From the worst on."""

    STRANGER = "stranger"  # somebody enrolled who did not consent
    UNSURE = "unsure"  # somebody who may be
    UNREADABLE = "unreadable"  # nobody can say: not every face could be compared with everybody
    EXPECTED = "expected"  # subjects, and at most people who are not enrolled
    CLEAR = "clear"  # nobody who is enrolled


@dataclass(frozen=True, slots=True)
class Identified:
    """Of one film.

    faces -- how many were seen, over all frames that were looked at.
    is_complete -- each was compared with everybody who is enrolled, and no frame was passed over.
        Where it is False the film is not cleared, whatever `verdict` says.
    at_s -- from when to when in the film, in seconds, that stood which decided; None for EXPECTED,
        CLEAR, and where nothing was measured.
    """

    verdict: Verdict
    faces: int = 0
    is_complete: bool = True
    at_s: tuple[float, float] | None = None


def of_film(found: Iterable[tuple[float, Whose]], *, faces: int, is_complete: bool) -> Identified:
    """The worst over all faces: (seconds, whose)."""
    seen: dict[Whose, list[float]] = {}
    for at, who in found:
        seen.setdefault(who, []).append(at)
    for worst, verdict in (
        (Whose.STRANGER, Verdict.STRANGER),
        (Whose.UNSURE, Verdict.UNSURE),
    ):
        if times := seen.get(worst):
            return Identified(verdict, faces, is_complete, (min(times), max(times)))
    if not is_complete:
        return Identified(Verdict.UNREADABLE, faces, is_complete=False)
    return Identified(Verdict.EXPECTED if Whose.EXPECTED in seen else Verdict.CLEAR, faces)
