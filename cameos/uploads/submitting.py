"""Sending a picture in, once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Gated, User
from accounts.services.terms import reconsent_refusal
from audit.services import record
from cameos import tasks
from cameos.intake.submitting import submit_refusal
from cameos.models import ReferenceImage
from cameos.services.eligibility import asking_refusal
from cameos.uploads.states import ReferenceState
from lib.actors import Actor
from lib.errors import DomainError
from lib.outbox.services import enqueue
from lib.states import advance


def submit(*, picture: ReferenceImage, by: User) -> ReferenceImage:
    """Have it looked at. Raises DomainError `recording_missing`, `already_finished`, `gone`, or why
    `by` may not; StaleState for the slower of two."""
    changed = reconsent_refusal(by, Gated.INPUT_IMAGE)
    if refusal := asking_refusal(by) or changed or _refusal(picture):
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


def _refusal(picture: ReferenceImage) -> DomainError | None:
    missing = _("Send the picture to its address first.")
    return submit_refusal(picture, awaiting=ReferenceState.AWAITING_FILE, missing=missing)
