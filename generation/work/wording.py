"""What is read and heard in a film, as evidence: judged like a prompt, placed in time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generation.models import Job
from moderation.categories import Surface
from moderation.policy.judging import Evidence
from moderation.screener.client import ScreenerAway
from moderation.services.screening import PATIENT_SECONDS, forgiven_in, read, unread, without


@dataclass(frozen=True, slots=True)
class Words:
    """Text that is seen or heard from `start_s` to `end_s` of a film."""

    surface: Surface
    text: str
    start_s: float
    end_s: float


def judged_words(words: Sequence[Words], *, job: Job) -> list[Evidence]:
    """Evidence for each text in order; without the screener their surfaces are not assessed.

    The prompt's own words, which a person found fine, stop nothing where they are spoken or
    drawn; any other words do, whatever was found fine before.
    """
    try:
        evidence = read([(one.surface, one.text) for one in words], seconds=PATIENT_SECONDS)
    except ScreenerAway:
        return unread({one.surface for one in words})
    fine, own = forgiven_in(job.public_id), _plain("\n".join(job.own_words))
    return [
        _placed(without(found, fine) if fine and _plain(one.text) in own else found, one)
        for found, one in zip(evidence, words, strict=True)
    ]


def _placed(evidence: Evidence, words: Words) -> Evidence:
    """Every hit with the time of its text (M17)."""
    start, end = max(0.0, words.start_s), max(words.start_s, words.end_s, 0.0)
    return Evidence(
        evidence.surface,
        [
            replace(
                answer,
                hits=tuple(replace(hit, start_s=start, end_s=end) for hit in answer.hits),
            )
            for answer in evidence.answers
        ],
    )


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
