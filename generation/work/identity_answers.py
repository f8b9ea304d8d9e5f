"""What was found about faces, as an answer to be judged: codes and times, no distance, no name."""

from cameos.identity.verdicts import Identified, Verdict
from moderation.answers import Answer, Coverage, Hit, Ruling
from moderation.categories import Category

NAME, VERSION = "faces", "2"
# Constants: a score that moved with the distance would tell how much one resembles whom.
CERTAIN, UNSURE = 1.0, 0.5


def answer_of(found: Identified) -> Answer:
    """Whoever did not consent is for the policy to block; who may be one is for a person to see,
    whoever the film is for."""
    return Answer(NAME, VERSION, coverage={Category.LIKENESS: _coverage(found)}, hits=_hits(found))


def of_drawings() -> Answer:
    """Of an engine that cannot show people. That no face was found is no proof, and that one was
    none either: only faces from the front are found, once a second."""
    return Answer(NAME, VERSION, coverage={Category.LIKENESS: Coverage.PARTIAL})


def _coverage(found: Identified) -> Coverage:
    if not found.is_complete:
        return Coverage.NOT_ASSESSED
    return Coverage.ASSESSED if found.faces else Coverage.PARTIAL


def _hits(found: Identified) -> tuple[Hit, ...]:
    if found.at_s is None:
        return ()
    start, end = found.at_s
    if found.verdict is Verdict.STRANGER:
        return (Hit(Category.LIKENESS, CERTAIN, start_s=start, end_s=end),)
    return (Hit(Category.LIKENESS, UNSURE, start_s=start, end_s=end, ruling=Ruling.REVIEW),)
