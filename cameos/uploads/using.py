"""The door of image-to-video: which picture may be used, by whom, and under which terms."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cameos.attestations.switching import off_refusal
from cameos.models import ReferenceImage
from cameos.uploads.states import SENTENCES, Problem, ReferenceState
from lib.errors import DomainError, ErrorCode
from lib.selecting import one_of

USABLE = frozenset({ReferenceState.READY, ReferenceState.ATTESTED})


@dataclass(frozen=True, slots=True)
class UsableReference:
    """`key`: of the file, for `lib.signed_media.reading`, whose SHA-256 is `digest`.
    `stricter`: judge prompt and frames as for the strictest audience, hold what is unsure.
    `watermark_locked`: nobody turns the visible mark off."""

    key: str
    digest: str
    attested: bool
    stricter: bool
    watermark_locked: bool


def usable_reference(reference_id: UUID, by: User) -> UsableReference:
    """Ask again at every step, in its transaction: an attested one ends with the switch.

    Raises NotFound for what is not theirs; DomainError `gone`, `likeness` (somebody is in it),
    `input_moderation`, `reference_not_ready`, `temporarily_disabled` (attested, switched off).
    """
    row = one_of(ReferenceImage.objects.filter(owner=by), reference_id)
    if refusal := use_refusal(row):
        raise refusal
    attested = row.state == ReferenceState.ATTESTED
    return UsableReference(row.kept_key, row.kept_digest, attested, attested, attested)


def use_refusal(row: ReferenceImage) -> DomainError | None:
    """Why no video is made of it now, or None."""
    # Somebody is in it who did not consent, or it is against the rules.
    if row.state == ReferenceState.REFUSED:
        return _refused(row)
    # It ended, or its time is over and no sweeper has come yet.
    if row.ended_at is not None or (row.kept_until and row.kept_until <= timezone.now()):
        return DomainError(ErrorCode.GONE, _("This picture is gone. Send it again."))
    # Nobody has looked at it.
    if row.state not in USABLE:
        return DomainError(ErrorCode.REFERENCE_NOT_READY, _("This picture is not ready yet."))
    # What somebody attested counts only while attestations are taken.
    return off_refusal() if row.state == ReferenceState.ATTESTED else None


def _refused(row: ReferenceImage) -> DomainError:
    if Problem.PERSON_IN_PICTURE in row.problems:
        return DomainError(ErrorCode.LIKENESS, str(SENTENCES[Problem.PERSON_IN_PICTURE]))
    return DomainError(ErrorCode.INPUT_MODERATION, _("This picture was refused."))
