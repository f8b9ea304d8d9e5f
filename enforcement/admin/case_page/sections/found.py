from typing import Any

from accounts.models import User
from enforcement.admin.case_page.films import job_of, scanned
from enforcement.admin.wording import said_by
from enforcement.models import Case
from enforcement.subjects.films import length_of
from moderation.admin.quoting import marked
from moderation.admin.timeline import timeline_of
from moderation.categories import Category
from moderation.services.policies import kept_policy
from moderation.services.rating import newest_scans
from moderation.services.reviews import DECIDE
from moderation.subjects import card_of


def read(case: Case, viewer: User) -> dict[str, Any] | None:
    """What detectors found when: along the film, and in what is said in it; for those alone who
    may decide about reviews, as on the desk of these. Nothing of a film in which somebody withdrew
    their consent, and nothing of child safety."""
    if case.diverted or not viewer.has_perm(DECIDE):
        return None
    seconds = length_of(job_of(case)) or 0.0
    found = [one for one in (_of(subject, seconds) for subject in scanned(case)) if one]
    return {"found": found}


def _of(subject: str, seconds: float) -> dict[str, Any] | None:
    scans = newest_scans(subject)
    if not scans:
        return None
    every = [one for scan in scans for one in scan.findings.all()]
    findings = [one for one in every if one.category != Category.CHILD_SAFETY]
    card = card_of(subject)
    policy = kept_policy(scans[-1].policy_version)
    return {
        "subject": subject,
        "scans": [
            (said_by(one), one.policy_version)
            for one in scans
            if one.category != Category.CHILD_SAFETY
        ],
        "timeline": timeline_of(findings, policy=policy, seconds=seconds),
        "quotes": marked(card, findings, policy=policy) if card else [],
        "words": card.words if card else [],
    }
