"""Sending a picture in, once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos import tasks
from cameos.models import ReferenceImage
from cameos.services.eligibility import asking_refusal
from cameos.uploads.states import ReferenceState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.outbox.services import enqueue
from lib.signed_media import exists
from lib.states import advance


def submit(*, picture: ReferenceImage, by: User) -> ReferenceImage:
    """Have it looked at. Raises DomainError `recording_missing`, `already_finished`, `gone`, or why
    `by` may not; StaleState for the slower of two."""
    if refusal := asking_refusal(by) or submit_refusal(picture):
        raise refusal
    actor = Actor.person(by.pk)
    with transaction.atomic():
        advance(
            picture, to=ReferenceState.PENDING, actor=actor, reason="a picture was sent in",
            submitted_at=timezone.now(),
        )  # fmt: skip
        record("cameos.reference.submitted", actor=actor, target=picture.public_id)
        enqueue(tasks.look_at_reference, picture.pk)
    return picture


def submit_refusal(picture: ReferenceImage) -> DomainError | None:
    """Why it is not looked at."""
    # Each picture is sent in once.
    if picture.state != ReferenceState.AWAITING_FILE:
        return DomainError(ErrorCode.ALREADY_FINISHED, _("This was sent in before."))
    # Its address lives for minutes.
    if picture.expires_at <= timezone.now():
        return DomainError(ErrorCode.GONE, _("The time to send it ran out. Begin again."))
    # Nothing came there.
    if not exists(picture.upload_key):
        return DomainError(ErrorCode.RECORDING_MISSING, _("Send the picture to its address first."))
    return None
