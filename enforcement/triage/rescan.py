"""The first look at what a case is about, with stricter thresholds than those that let it through:
what detectors said of its film, and what they say of its words today."""

from collections.abc import Iterable, Iterator

from enforcement.subjects.base import Seen
from enforcement.triage.found import Found, How
from moderation.categories import Category, Surface
from moderation.models import Finding, Scan
from moderation.policy.audience import PUBLIC_FEED, Audience
from moderation.policy.judging import Evidence
from moderation.policy.loading import current_policy
from moderation.policy.rows import LEVELS, NEVER
from moderation.policy.strictness import near_score
from moderation.services.rating import found_fine, newest_scans
from moderation.services.screening import PATIENT_SECONDS, read

DETECTOR = "rescan"  # of words, whichever of the screener's detectors it was
# As whom a text of a snapshot is judged.
SURFACES = {
    "caption": Surface.CAPTION,
    "prompt": Surface.PROMPT,
    "rendered": Surface.PROMPT,
    "display_name": Surface.PROFILE,
    "bio": Surface.PROFILE,
    "name": Surface.PROFILE,
}
TEXT_SCORED = 40


def look_at_words(seen: Seen, *, minor: bool) -> list[Found]:
    """What the screener and the banks of terms as they are now say of its words. Never inside a
    transaction. Raises ScreenerAway."""
    texts = [(SURFACES[name], text) for name, text in seen.texts.items() if name in SURFACES]
    if not texts:
        return []
    evidence = read(texts, seconds=PATIENT_SECONDS)
    return list(_best(_of_evidence(evidence), minor=minor))


def look_at_scans(subjects: Iterable[str], *, minor: bool) -> list[Found]:
    """What detectors said when these things (typed ids) were made, but for what a person found fine
    in that very thing."""
    scans = [scan for subject in subjects for scan in newest_scans(subject)]
    return list(_best(_of_scans(scans), minor=minor))


def _of_evidence(evidence: Iterable[Evidence]) -> Iterator[Found]:
    for one in evidence:
        for answer in one.answers:
            for hit in answer.hits:
                yield Found(How.RESCAN, hit.score, DETECTOR, hit.category)


def _of_scans(scans: Iterable[Scan]) -> Iterator[Found]:
    for scan in scans:
        fine = found_fine(scan.subject, stage=scan.stage)
        for row in scan.findings.all():
            if row.category not in fine:
                yield _of_row(row)


def _of_row(row: Finding) -> Found:
    return Found(
        How.RESCAN,
        row.score,
        row.detector[:TEXT_SCORED],
        Category(row.category),
        start_s=row.start_s,
        end_s=row.end_s,
    )


def _best(found: Iterable[Found], *, minor: bool) -> Iterator[Found]:
    """The best of each category, where it is near enough for a person to look. Half of a threshold
    is no ground to speak of children: that takes all of it."""
    best: dict[Category, Found] = {}
    for one in found:
        assert one.category is not None  # noqa: S101 - detectors name it
        if one.category not in best or one.score > best[one.category].score:
            best[one.category] = one
    audience = PUBLIC_FEED.with_minor() if minor else PUBLIC_FEED
    for category, one in best.items():
        children = category == Category.CHILD_SAFETY
        if one.score >= (_lowest(audience) if children else near_score(category, audience)):
            yield one
    sexual = best.get(Category.SEXUAL)
    if minor and sexual is not None and sexual.score >= _lowest(audience):
        yield Found(How.RESCAN, sexual.score, sexual.detector, Category.CHILD_SAFETY)


def _lowest(audience: Audience) -> float:
    """From which score on something is held for child safety at all."""
    thresholds = current_policy().thresholds(Category.CHILD_SAFETY, audience.columns)
    lowest = min(thresholds.at(level) for level in LEVELS)
    return lowest if lowest < NEVER else NEVER
