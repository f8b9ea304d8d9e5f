from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from cameos.challenge.asking import Challenge
from cameos.challenge.failures import Failure
from cameos.challenge.film import Shape, misshapen, shape_of
from cameos.challenge.presence import Presence, absent, presence_of
from cameos.challenge.sameness import Sameness, changed, moments_of, sameness_of
from cameos.challenge.saying import DigitListener, RivalListener, Saying, missaid
from cameos.challenge.turning import Turning, misturned, turning_of
from cameos.challenge.watching import Seen, Watched, watch
from lib.faces.base import Band, FaceKind, TemplateMark, Thresholds, apparent_band
from lib.faces.presentation import AttackAnswer, NoDetector, PresentationAttackDetector
from lib.media.apart.reading import sound_apart
from lib.media.errors import MediaError, MediaFault

# Models of age are off by four to six years on average (NIST IR 8525); retailers that rely on a
# look ask everybody under 25 for a proof.
ADULT_FROM_YEARS = 25.0


@dataclass(frozen=True, slots=True)
class Models:
    """Who looks and listens. `attacks` and `listener` are what an installation always has, until
    its operator brings better ones."""

    kind: FaceKind
    attacks: PresentationAttackDetector = field(default_factory=NoDetector)
    listener: DigitListener = field(default_factory=RivalListener)


@dataclass(frozen=True, slots=True)
class Scores:
    """All that was measured, with what measured it, and nothing decided. A part is None where the
    film was refused before it. Numbers alone: no picture, no template, no word but digits."""

    shape: Shape
    mark: TemplateMark
    cuts: int | None = None
    complete: bool = False
    presence: Presence | None = None
    turning: Turning | None = None
    sameness: Sameness | None = None
    saying: Saying | None = None
    listener: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Presentation:
    """Of the detector of presentation attacks: never a part of the challenge's own answer."""

    answer: AttackAnswer
    score: float | None
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Three answers that stand beside each other. `failures` is the challenge's: empty is passed.

    `age` is Band.NOT_ASSESSED without a model of age; neither it nor `presentation` ever passes or
    fails the challenge, and what they mean is for whoever asked.
    """

    failures: tuple[Failure, ...]
    scores: Scores
    presentation: Presentation
    age: Band
    apparent_age_years: float | None

    @property
    def passed(self) -> bool:
        return not self.failures


def judge(path: Path, challenge: Challenge, models: Models, *, mirrored: bool = False) -> Judgement:
    """`mirrored`: the film shows what a mirror would.

    Only in the likeness process, for it embeds: FaceError elsewhere. Raises MediaError for a file
    that cannot be read, and whatever a broken model raises: then nothing is known of the film, and
    it must be judged again. Holds up to 180 pictures of 480 pixels (about 100 MB) meanwhile.
    """
    shape = shape_of(path)
    scores = Scores(shape, models.kind.mark)
    if failures := misshapen(shape):
        unseen = _presentation((), models.attacks)
        return Judgement(failures, scores, unseen, Band.NOT_ASSESSED, None)
    watched = watch(path, models.kind)
    if not watched.looks:
        raise MediaError(MediaFault.NO_VIDEO)
    presence = presence_of(watched.looks)
    scores = replace(scores, cuts=watched.cuts, complete=watched.complete, presence=presence)
    if watched.complete and not absent(presence):
        scores = _heard(_recognised(scores, watched, models, mirrored), path, challenge, models)
    years = _age(watched.seen)
    return Judgement(
        decided(scores, challenge, models.kind.thresholds),
        scores,
        _presentation(watched.seen, models.attacks),
        apparent_band(years, adult_from=ADULT_FROM_YEARS),
        years,
    )


def _recognised(scores: Scores, watched: Watched, models: Models, mirrored: bool) -> Scores:
    return replace(
        scores,
        turning=turning_of(watched.looks, mirrored=mirrored),
        sameness=sameness_of(watched.seen, models.kind),
    )


def _heard(scores: Scores, path: Path, challenge: Challenge, models: Models) -> Scores:
    sound = sound_apart(path)
    if sound is None:
        raise MediaError(MediaFault.NO_AUDIO)
    saying = models.listener.listen(sound.middle, challenge.digits)
    return replace(scores, saying=saying, listener=models.listener.name)


def decided(scores: Scores, challenge: Challenge, thresholds: Thresholds) -> tuple[Failure, ...]:
    """The rules alone, over what was measured: they can be asked again when a threshold moves.

    What was not measured never reads as passed, nor does what is no number: so the rules below ask
    whether a score is enough, never whether it is too little.
    """
    if failures := misshapen(scores.shape):
        return failures
    if scores.presence is None:
        return (Failure.NO_FACE,)
    failures = absent(scores.presence)
    if failures or not scores.complete:
        return failures or (Failure.TOO_LONG,)
    if scores.cuts is None or scores.turning is None:
        return (Failure.FACE_UNCLEAR,)
    if scores.sameness is None or scores.saying is None:
        return (Failure.FACE_UNCLEAR,)
    return (
        *((Failure.CUT,) if scores.cuts else ()),
        *changed(scores.sameness, thresholds),
        *misturned(scores.turning, challenge.turns),
        *missaid(scores.saying, challenge.digits),
    )


def _presentation(seen: Sequence[Seen], attacks: PresentationAttackDetector) -> Presentation:
    chosen = moments_of(seen)
    answer: tuple[AttackAnswer, float | None] = (AttackAnswer.NOT_ASSESSED, None)
    if chosen:
        answer = attacks.judge([one.image for one in chosen], [one.face for one in chosen])
    return Presentation(*answer, attacks.name, attacks.version)


def _age(seen: Sequence[Seen]) -> float | None:
    """The median: one frame makes nobody old."""
    ages = [one.face.apparent_age_years for one in seen]
    known = [years for years in ages if years is not None]
    return median(known) if known else None
