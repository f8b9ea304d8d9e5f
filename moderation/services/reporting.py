"""What may ever lead to a report to an authority. Whoever reports asks here first."""

from moderation.answers import Basis
from moderation.categories import Category
from moderation.models import Finding, Outcome, Review, ReviewState

# The only detectors that can speak for an exchange.
SPEAK_FOR_EXCHANGES = frozenset({"csam", "hash_bank", "file_bank"})


def report_basis(finding: Finding, *, confirmed: Review | None = None) -> Basis | None:
    """A trusted exchange's match, or a person who looked; None where it is neither.

    A classifier's score, a match in a bank of ours and one of an exchange that is not trusted are
    no basis, however sure they seem. `confirmed` is a person's decision about the same thing.
    """
    if finding.category != Category.CHILD_SAFETY:
        return None
    if confirmed is not None and _confirms(confirmed, finding):
        return Basis.PERSON
    spoken = finding.detector in SPEAK_FOR_EXCHANGES and finding.score >= 1
    if spoken and finding.basis == Basis.TRUSTED_EXCHANGE:
        return Basis.TRUSTED_EXCHANGE
    return None


def may_be_reported(finding: Finding, *, confirmed: Review | None = None) -> bool:
    """Whether a report may be drafted at all. It says nothing of whether one must be."""
    return report_basis(finding, confirmed=confirmed) is not None


def _confirms(review: Review, finding: Finding) -> bool:
    return (
        review.state == ReviewState.DECIDED
        and review.outcome == Outcome.REFUSED
        and review.category == Category.CHILD_SAFETY
        and review.subject == finding.scan.subject
    )
