"""What a release on paper says, and why it protects nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cameos.blocked import limits
from cameos.blocked.states import ReleasedBy
from cameos.blocked.switching import off_refusal
from cameos.blocked.texts import release_of
from lib.errors import DomainError, ErrorCode


@dataclass(frozen=True, slots=True)
class PaperRelease:
    """What somebody signed. `proof_reference`: under which number the paper lies, and the proof
    that a representative is one; `legal_basis`: by which right they ask."""

    by: ReleasedBy
    is_minor: bool
    version: int
    locale: str
    at: datetime
    ends_on: date
    legal_basis: str
    proof_reference: str
    contact: str


def proposal_refusal(release: PaperRelease, portraits: Sequence[bytes]) -> DomainError | None:
    """Why nobody is protected by this, whoever records it; keeps nothing."""
    # An operator's option: without a recorded basis there is no gallery.
    if refusal := off_refusal():
        return refusal
    # A child's face needs a guardian's own release; theirs alone, or counsel's, is none.
    if release.is_minor and release.by != ReleasedBy.GUARDIAN:
        return DomainError(
            ErrorCode.GUARDIAN_RELEASE_REQUIRED,
            "Somebody under 18: only by a guardian's own release.",
            attr="released_by",
        )
    return _paper_refusal(release) or _portraits_refusal(portraits)


def _paper_refusal(release: PaperRelease) -> DomainError | None:
    # Another text than ours may permit anything or nothing.
    if release_of(release.version, release.locale) is None:
        return DomainError(ErrorCode.NOTICE_OUTDATED, "No release has this text.", attr="version")
    for name in ("legal_basis", "proof_reference", "contact"):
        if not getattr(release, name).strip():
            return DomainError(ErrorCode.REQUIRED, "State it.", attr=name)
    if release.at > timezone.now():
        return DomainError(ErrorCode.INVALID, "Nobody has signed it yet.", attr="released_at")
    longest = limits.LONGEST_OF_MINORS if release.is_minor else limits.LONGEST
    today = timezone.now().date()
    if not today < release.ends_on <= today + longest:
        said = f"From tomorrow on, at most {longest.days} days."
        return DomainError(ErrorCode.INVALID, said, attr="ends_on")
    return None


def _portraits_refusal(portraits: Sequence[bytes]) -> DomainError | None:
    if not 1 <= len(portraits) <= limits.MOST_PICTURES or not all(portraits):
        said = f"Send 1 to {limits.MOST_PICTURES} portraits."
        return DomainError(ErrorCode.INVALID, said, attr="portraits")
    if sum(map(len, portraits)) > limits.MOST_BYTES:
        said = f"Together at most {limits.MOST_BYTES // 1000} kB: crop them to head and shoulders."
        return DomainError(ErrorCode.TOO_LARGE, said, attr="portraits")
    return None
