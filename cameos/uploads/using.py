"""The door of image-to-video: which picture may be used, by whom, and under which terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Gated, User
from accounts.services.terms import reconsent_refusal
from cameos.attestations.switching import off_refusal
from cameos.models import ReferenceImage
from cameos.uploads.states import SENTENCES, Problem, ReferenceState
from lib.errors import DomainError, ErrorCode
from lib.selecting import one_of

USABLE = frozenset({ReferenceState.READY, ReferenceState.ATTESTED})


@dataclass(frozen=True, slots=True)
class UsableReference:
    """`key`: of the file, for `lib.signed_media.reading`, whose SHA-256 is `digest`, so many pixels
    wide and high. `origin`: what its signature said (uploads/origins.py).
    `stricter`: judge prompt and frames as for the strictest audience, hold what is unsure."""

    key: str
    digest: str
    width: int
    height: int
    origin: Mapping[str, Any]
    attested: bool
    stricter: bool


def usable_reference(
    reference_id: UUID, by: User, *, taken_in_time: bool = False
) -> UsableReference:
    """Ask again at every step, in its transaction: an attested one ends with the switch.

    `taken_in_time`: by what keeps it since (uploads/keeping.py), so that its time may be over.

    Raises NotFound for what is not theirs; DomainError `gone`, `likeness` (somebody is in it),
    `input_moderation`, `reference_not_ready`, `temporarily_disabled` (attested, switched off),
    `reconsent_required`.
    """
    row = one_of(ReferenceImage.objects.filter(owner=by), reference_id)
    if refusal := use_refusal(row, taken_in_time=taken_in_time):
        raise refusal
    # What was asked for before the terms changed goes on.
    if not taken_in_time and (changed := reconsent_refusal(by, Gated.INPUT_IMAGE)):
        raise changed
    attested = row.state == ReferenceState.ATTESTED
    width, height, origin = row.width or 0, row.height or 0, row.origin or {}  # `use_refusal` asked
    return UsableReference(
        key=row.kept_key, digest=row.kept_digest, width=width, height=height, origin=origin,
        attested=attested, stricter=attested,
    )  # fmt: skip


def use_refusal(row: ReferenceImage, *, taken_in_time: bool = False) -> DomainError | None:
    """Why no video is made of it now, or None."""
    # Somebody is in it who did not consent, or it is against the rules.
    if row.state == ReferenceState.REFUSED:
        return _refused(row)
    # It ended, or its time is over and no sweeper has come yet.
    kept = taken_in_time and row.state == ReferenceState.READY
    over = row.kept_until is not None and row.kept_until <= timezone.now() and not kept
    if row.ended_at is not None or over:
        return DomainError(ErrorCode.GONE, _("This picture is gone. Send it again."))
    # It was looked at before what its signature says and its size were asked for: its bytes alone
    # tell neither.
    if row.state in USABLE and None in (row.origin, row.width, row.height):
        return DomainError(ErrorCode.GONE, _("This picture is gone. Send it again."))
    # Nobody has looked at it.
    if row.state not in USABLE:
        return DomainError(ErrorCode.REFERENCE_NOT_READY, _("This picture is not ready yet."))
    # What somebody attested counts only while attestations are taken.
    return off_refusal() if row.state == ReferenceState.ATTESTED else None


def _refused(row: ReferenceImage) -> DomainError:
    if Problem.PERSON_IN_PICTURE in row.problems:
        return DomainError(ErrorCode.LIKENESS, str(SENTENCES[Problem.PERSON_IN_PICTURE]))
    if Problem.MADE_HERE in row.problems:
        return DomainError(ErrorCode.INPUT_MODERATION, str(SENTENCES[Problem.MADE_HERE]))
    return DomainError(ErrorCode.INPUT_MODERATION, _("This picture was refused."))
