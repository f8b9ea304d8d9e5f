"""Whether a thing is a matter of child safety in pictures: nobody is shown it, and no one person
finds it fine."""

from collections.abc import Iterable, Sequence

from moderation.categories import TEXT, Category, Surface
from moderation.models import Scan
from moderation.policy.audience import Audience, Column
from moderation.policy.judging import Evidence, child_safety_verdict
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict
from moderation.services.rating import children_unseen, evidence_of, newest_scans

Pair = tuple[str, str]


def concerns_child_safety(
    evidence: Sequence[Evidence], *, lacking: Iterable[Pair], minor: bool
) -> bool:
    """Whether any detector of pictures found it there, whatever else decided, or what is sexual
    with a minor in it; or whether nobody could say either, who had to: then nobody is shown it
    before somebody can.

    A classifier tells its score of every film: one that keeps it from nobody is no finding.
    """
    if children_unseen(lacking, minor=minor):
        return True
    pictures = [one for one in evidence if one.surface not in TEXT]
    strict = Audience().with_minor() if minor else Audience()
    if child_safety_verdict(pictures, audience=strict, policy=current_policy()) >= Verdict.REVIEW:
        return True
    mildest = current_policy().thresholds(Category.CHILD_SAFETY, frozenset(Column)).limit
    return any(
        hit.category == Category.CHILD_SAFETY
        and (hit.score >= mildest or (hit.score > 0 and hit.term))
        for one in pictures
        for answer in one.answers
        for hit in answer.hits
    )


def finds_child_safety(evidence: Sequence[Evidence], *, audience: Audience, minor: bool) -> bool:
    """Whether it was found in a film, seen or spoken of; not where merely nobody could say."""
    strict = audience.with_minor() if minor else audience
    return (
        concerns_child_safety(evidence, lacking=(), minor=minor)
        or child_safety_verdict(evidence, audience=strict, policy=current_policy())
        >= Verdict.REVIEW
    )


def is_matter_of_child_safety(subject: str, *, stage: str) -> bool:
    """Whether the newest look at its pictures at this stage found that, or should have and could
    not; also where it only speaks of it. False for what has no pictures."""
    scan = _film_scan(subject, stage)
    if scan is None:
        return False
    lacking = [(surface, category) for surface, category in scan.lacking]
    return children_unseen(lacking, minor=scan.depicts_minor) or _found_in(scan)


def was_found_child_safety(subject: str, *, stage: str) -> bool:
    """The same without what nobody could say."""
    scan = _film_scan(subject, stage)
    return scan is not None and _found_in(scan)


def blocks_for_child_safety(subject: str, *, audience: Audience) -> bool:
    """Whether anything in its newest scans alone would refuse it for child safety."""
    scans = newest_scans(subject)
    strict = audience.with_minor() if any(scan.depicts_minor for scan in scans) else audience
    found = child_safety_verdict(evidence_of(scans), audience=strict, policy=current_policy())
    return found == Verdict.BLOCK


def _film_scan(subject: str, stage: str) -> Scan | None:
    scan = next((one for one in newest_scans(subject) if one.stage == stage), None)
    return scan if scan is not None and Surface.FRAME in scan.coverage else None


def _found_in(scan: Scan) -> bool:
    audience = Audience(under_18=bool(scan.audience["under_18"]))
    return finds_child_safety(evidence_of([scan]), audience=audience, minor=scan.depicts_minor)
