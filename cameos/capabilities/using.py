"""A worker at work: is this still allowed, at this attempt, for this job?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cameos.capabilities.issuing import signing_keys, token_of
from cameos.capabilities.tokens import CapabilityRefused, Fault, opened
from cameos.locking import hold
from cameos.models import Cameo, Capability
from cameos.permissions.deciding import use_refusal
from cameos.permissions.facts import facts_of
from cameos.permissions.words import NO_WORDS
from cameos.states import ENDED
from lib.selecting import with_public_id


def checked(token: object, *, job: str, at: datetime | None = None) -> Capability:
    """The capability behind a token, if `job` may use the likeness at this moment.

    In the caller's transaction: until its COMMIT nobody withdraws this consent, so whatever the
    caller writes there was made under it. Raises CapabilityRefused and nothing else, whatever
    `token` is; a server that is away raises as everywhere.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a check holds until its transaction ends")
    claims = opened(token, keys=signing_keys())
    if claims.job != job:
        raise CapabilityRefused(Fault.OTHER_JOB)
    at = at or timezone.now()
    if claims.is_over(at):
        raise CapabilityRefused(Fault.EXPIRED)
    capability = _row(claims.id)
    hold([capability.cameo_id])
    capability.refresh_from_db()
    # Everything that was signed must be what the row says, also under a key that leaked.
    if opened(token_of(capability), keys=signing_keys()) != claims:
        raise CapabilityRefused(Fault.TAMPERED)
    if fault := fault_of(capability, at):
        raise CapabilityRefused(fault)
    return capability


def complete(capability: Capability) -> None:
    """Its video is finished: a pause or a grant taken back no longer ends it. In the transaction
    of `checked`, at the finish."""
    Capability.objects.filter(pk=capability.pk, completed_at=None).update(
        completed_at=timezone.now()
    )


def fault_of(capability: Capability, at: datetime) -> Fault | None:
    """Why a running job may not go on, or None. The caller holds the cameo."""
    # Somebody ended just this: a block, a pause, a grant taken back.
    if capability.ended_at is not None:
        return Fault.ENDED
    requester = User.objects.filter(pk=capability.requester_id, deleted_at=None).first()
    if requester is None:  # they left
        return Fault.ENDED
    # Whoever drew it outside has nothing of a finished film any more.
    processor = capability.processor if capability.completed_at is None else ""
    facts = facts_of(
        capability.cameo_id, requester, resting_on=capability.grant_id, processor=processor
    )
    # Consent was withdrawn since, whatever was given anew.
    if facts.cameo is None or facts.cameo.epoch != capability.epoch:
        return Fault.STALE_EPOCH
    # What the owner permits has changed, or who the two are to each other. The words have not.
    if use_refusal(facts.likeness, facts.asker, NO_WORDS, at) is not None:
        return Fault.NOT_PERMITTED
    return None


def stands(status_id: UUID) -> bool | None:
    """Whether the consent behind a clip stands; None for an id that no clip carries."""
    capability = Capability.objects.filter(status_id=status_id).first()
    if capability is None:
        return None
    cameo = Cameo.objects.filter(pk=capability.cameo_id).first()
    return (
        capability.ended_at is None
        and cameo is not None
        and cameo.epoch == capability.epoch
        and cameo.state not in ENDED
    )


def _row(public_id: str) -> Capability:
    row = with_public_id(Capability.objects.all(), public_id)
    if row is None:
        raise CapabilityRefused(Fault.UNKNOWN)
    return row
