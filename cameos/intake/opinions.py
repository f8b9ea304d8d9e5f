"""What the detectors of films say of the pictures that would be kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cameos.intake.audience import audience_of
from cameos.intake.counting import count_refused
from lib.media.errors import MediaError, MediaFault
from moderation.categories import Category, Surface
from moderation.detectors.base import Source
from moderation.files import digests
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.screener.client import ScreenerAway
from moderation.services.bank_alarm import count_hits
from moderation.services.banks import bank_entries
from moderation.services.child_safety import concerns_child_safety, finds_child_safety
from moderation.services.known_files import file_answer
from moderation.services.screening import PATIENT_SECONDS, judged, read, record_scan, unread

if TYPE_CHECKING:
    from accounts.models import User
    from moderation.detectors.base import Heard
    from moderation.inspection import Inspection

# Whose face it is, is for the gate to say.
BY_THE_GATE = frozenset({(Surface.FRAME, Category.LIKENESS)})


@dataclass(frozen=True, slots=True)
class Opinion:
    """`hidden`: no reviewer is shown the pictures."""

    judgement: Judgement
    evidence: list[Evidence]
    hidden: bool

    def keep(self, subject: str, owner: User, *, stage: str) -> None:
        """In the caller's transaction."""
        audience = audience_of(owner)
        record_scan(
            subject=subject,
            stage=stage,
            evidence=self.evidence,
            judgement=self.judgement,
            audience=audience,
        )
        count_hits(subject, person_id=owner.pk, evidence=self.evidence)
        if self.judgement.effect == Effect.REFUSE:
            count_refused(
                sender=owner.pk,
                subject=subject,
                evidence=self.evidence,
                judgement=self.judgement,
                audience=audience,
            )

    def finds_abuse(self, owner: User) -> bool:
        """Of a child; not where merely nobody could say."""
        return self.judgement.effect != Effect.PASS and finds_child_safety(
            self.evidence, audience=audience_of(owner), minor=self.judgement.depicts_minor
        )


class _Silence:
    """There is no sound in what is kept."""

    name, version = "silence", "1"

    def listen(self, path: Path, source: Source) -> Heard:
        raise MediaError(MediaFault.NO_AUDIO)


def opinion_of(film: Path, *, sent: Path, owner: User) -> Opinion:
    """`film`: what would be kept; `sent`: the file as it came, whose bytes may be known."""
    from moderation.inspection import default_frame_detectors, inspect_film

    files = digests(sent)
    found = inspect_film(
        film,
        source=Source(draws=None),
        detectors=default_frame_detectors(bank_entries(), files=files),
        listener=_Silence(),
    )
    seen = [answer for surface, answer in found.answers if surface == Surface.FRAME]
    spoke = [one for one in seen if one.detector not in found.failed]
    silent = [one for one in seen if one.detector in found.failed]
    # What failed stands by itself: no other detector's answer makes up for it (law 1).
    evidence = [Evidence(Surface.FRAME, [*spoke, file_answer(files)])]
    evidence += [Evidence(Surface.FRAME, silent)] if silent else []
    evidence += _words(found)
    judgement = judged(evidence, audience=audience_of(owner), elsewhere=BY_THE_GATE)
    hidden = concerns_child_safety(
        evidence, lacking=judgement.lacking, minor=judgement.depicts_minor
    )
    return Opinion(judgement, evidence, hidden)


def _words(found: Inspection) -> list[Evidence]:
    evidence: list[Evidence] = []
    for surface, seen in (
        (Surface.ON_SCREEN_TEXT, found.on_screen),
        (Surface.SCENE_DESCRIPTION, found.described),
    ):
        if seen is None:
            evidence += unread([surface])
        elif seen:
            evidence += _read(surface, [text for text, *_ in seen])
    return evidence


def _read(surface: Surface, texts: list[str]) -> list[Evidence]:
    try:
        return read([(surface, text) for text in texts], seconds=PATIENT_SECONDS)
    except ScreenerAway:
        return unread([surface])
