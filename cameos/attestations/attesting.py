"""Somebody states their rights to a picture that shows people, before anything is made of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Gated, User
from accounts.services.terms import reconsent_refusal
from audit.services import record
from cameos.attestations.statements import Statement, accepted
from cameos.attestations.switching import off_refusal
from cameos.models import Attestation, AttestationSwitch, ReferenceImage
from cameos.services.eligibility import asking_refusal
from cameos.uploads import limits
from cameos.uploads.ending import locked
from cameos.uploads.states import SENTENCES, Problem, ReferenceState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.states import advance


def attest(*, picture: ReferenceImage, by: User, statement: Statement) -> ReferenceImage:
    """Raises DomainError `temporarily_disabled`, `minor_not_excluded`, `not_attestable`,
    `already_finished`, or why `by` may not."""
    actor = Actor.person(by.pk)
    with transaction.atomic():
        # Held until COMMIT: whoever turns it off waits, or was here before.
        list(AttestationSwitch.objects.select_for_update(of=("self",)))
        row = locked(picture)
        changed = reconsent_refusal(by, Gated.INPUT_IMAGE)
        may_not = off_refusal() or asking_refusal(by) or changed
        if refusal := may_not or attest_refusal(row, by):
            raise refusal
        Attestation.objects.create(
            person_id=by.pk, reference_id=row.pk, picture_digest=row.kept_digest,
            statement_version=statement.version, statement_sha256=statement.sha256,
            locale=statement.locale,
        )  # fmt: skip
        until = timezone.now() + limits.ATTESTED_FOR
        advance(
            row, to=ReferenceState.ATTESTED, actor=actor, reason="rights stated", kept_until=until
        )
        record(
            "cameos.reference.attested", actor=actor, target=row.public_id,
            statement=statement.version,
        )  # fmt: skip
    return row


def statement_of(*, version: int, locale: str, sha256: str | None) -> Statement:
    """What was read. Raises DomainError `notice_outdated` for any other text than today's."""
    found = accepted(version, locale)
    if found is None or sha256 not in (None, found.sha256):
        raise DomainError(
            ErrorCode.NOTICE_OUTDATED, _("The statement has changed. Please read it again.")
        )
    return found


def attest_refusal(row: ReferenceImage, by: User) -> DomainError | None:
    """Why nothing that anybody states makes this picture usable, or None. The row is locked."""
    # Once is enough.
    if row.state == ReferenceState.ATTESTED:
        return DomainError(ErrorCode.ALREADY_FINISHED, _("This was attested before."))
    # Somebody may be a minor, or whoever states it is one: no statement makes up for that.
    if not by.is_adult or Problem.MINOR_NOT_EXCLUDED in row.problems:
        detail = SENTENCES[Problem.MINOR_NOT_EXCLUDED]
        return DomainError(ErrorCode.MINOR_NOT_EXCLUDED, str(detail))
    # It was refused for something else, was not refused, or its bytes are gone.
    alone = row.problems == [Problem.PERSON_IN_PICTURE]
    if not (row.state == ReferenceState.REFUSED and alone and _is_kept(row)):
        return DomainError(
            ErrorCode.NOT_ATTESTABLE, _("Nothing can be stated about this picture. Send it again.")
        )
    return None


def _is_kept(row: ReferenceImage) -> bool:
    in_time = row.kept_until is not None and row.kept_until > timezone.now()
    return in_time and row.ended_at is None and bool(row.kept_key)
