"""Another member of staff holds the paper against what was recorded."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from cameos import tasks
from cameos.blocked.ending import finish
from cameos.blocked.limits import CONFIRMED_WITHIN
from cameos.blocked.permitting import CONFIRM, authorise
from cameos.blocked.states import BlockedState
from cameos.blocked.switching import off_refusal
from cameos.models import BlockedLikeness, BlockedSwitch
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.outbox.services import enqueue
from lib.states import advance


def confirm(*, likeness: BlockedLikeness, by: User) -> BlockedLikeness:
    """The portraits are measured at once. Raises DomainError `permission_denied` (whoever recorded
    it too), `temporarily_disabled`, StaleState."""
    authorise(by, CONFIRM)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        list(BlockedSwitch.objects.select_for_update())
        if refusal := off_refusal():
            raise refusal
        row = _proposed(likeness, by)
        advance(
            row, to=BlockedState.CONFIRMED, actor=actor, reason="another confirmed the release",
            confirmed_by=by.pk, confirmed_at=timezone.now(),
        )  # fmt: skip
        record("cameos.blocked.confirmed", actor=actor, target=row.public_id)
        enqueue(tasks.measure_blocked, row.pk)
    return row


def decline(*, likeness: BlockedLikeness, by: User) -> BlockedLikeness:
    """The paper does not say what was recorded, or proves nothing. Raises as `confirm`, but for the
    switch."""
    authorise(by, CONFIRM)
    with transaction.atomic():
        row = _proposed(likeness, by)
        finish(row, BlockedState.DECLINED, actor=Actor.person(by.pk), reason="not confirmed")
    return row


def _proposed(likeness: BlockedLikeness, by: User) -> BlockedLikeness:
    row = BlockedLikeness.objects.select_for_update(no_key=True).get(pk=likeness.pk)
    if row.proposed_by == by.pk:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "Somebody else must be the second.")
    # Whatever the clock should have ended is over, also where no clock has run.
    now = timezone.now()
    if row.ends_on <= now.date() or row.proposed_at < now - CONFIRMED_WITHIN:
        raise StaleState("Its time is over: record the release anew.")
    return row
