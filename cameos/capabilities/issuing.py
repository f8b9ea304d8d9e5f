"""Asking for capabilities: the same decision as preflight, made under the lock and kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.services import record
from cameos.capabilities.tokens import Claims, signed
from cameos.ledger.of_capabilities import capability_issued
from cameos.ledger.recording import hold_chains, record_consent
from cameos.locking import hold
from cameos.models import Capability
from cameos.permissions.refusals import Answer
from cameos.permissions.terms import UNBOUND, Terms, of_all
from cameos.services.authorizing import REFUSALS, Decided, Decision, Read, decide, refusal_of
from cameos.services.granting import use_up
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from lib.ids import IdKind, decode, encode


class UseRefused(DomainError):
    """One of the three answers as an error. `decision` is for `checking.note_answers`, once what
    was begun was rolled back; it is never shown."""

    def __init__(self, error: DomainError, decision: Decision) -> None:
        super().__init__(error.code, error.detail, attr=error.attr)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Issued:
    """A capability, and the token that the job's messages and workers carry."""

    capability: Capability
    token: str


def authorize(
    *,
    subjects: Sequence[UUID],
    requester: User,
    words: Read,
    job: str,
    deadline: datetime,
    processor: str = "",
    inherited: Collection[UUID] = (),
    within: Terms = UNBOUND,
) -> list[Issued]:
    """A capability for each subject, or for none; in the caller's transaction, which makes the job.

    From here to its COMMIT nobody changes what these cameos permit. Grants for once are used up.
    `job` is the job's public id; all its attempts use the same capabilities until `deadline`.
    `processor`: the key of who draws it outside of this house; each subject has agreed to that one.
    `inherited` are the subjects that nobody chose, `within` the terms of the films that they come
    from.
    Raises UseRefused.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a capability belongs to its job")
    hold(subjects)
    hold_chains(subjects)
    decision = decide(
        cameo_ids=subjects, requester=requester, words=words, within=within, processor=processor
    )
    if error := refusal_of(decision):
        raise UseRefused(error, decision)
    actor = Actor.person(requester.pk)
    return [
        _issue(
            one,
            requester,
            job=job,
            deadline=deadline,
            actor=actor,
            decision=decision,
            processor=processor,
            inherited=one.cameo_id in inherited,
        )
        for one in decision.subjects
    ]


def terms_of(issued: Sequence[Capability]) -> Terms:
    """What bounds a film with all these people, and whatever is made out of it."""
    return of_all(one.bounds() for one in issued)


def token_of(capability: Capability) -> str:
    """The token again: it is a function of the row, and is kept nowhere."""
    claims = Claims(
        id=capability.public_id,
        cameo=encode(IdKind.CAMEO, capability.cameo_id),
        requester=encode(IdKind.USER, capability.requester_id),
        job=capability.job,
        scopes=tuple(sorted(capability.bounds().scopes)),
        terms=capability.bounds().digest().hex(),
        epoch=capability.epoch,
        processor=capability.processor,
        expires=int(capability.expires_at.timestamp()),
    )
    return signed(claims, keys=signing_keys())


def signing_keys() -> list[str]:
    """The newest first; the others still open what they signed."""
    return [settings.CAPABILITY_KEY, *settings.CAPABILITY_KEY_FALLBACKS]


def _issue(
    one: Decided,
    requester: User,
    *,
    job: str,
    deadline: datetime,
    actor: Actor,
    decision: Decision,
    processor: str,
    inherited: bool,
) -> Issued:
    if one.cameo is None or one.terms is None:
        raise _not_available(decision)  # never: it was decided as ok
    if one.grant is not None and one.grant.once:
        try:
            use_up(one.grant, actor=actor)
        except StaleState:  # another job of theirs was faster
            raise _not_available(decision) from None
    capability = Capability.objects.create(
        cameo_id=one.cameo_id,
        requester_id=requester.pk,
        job=job,
        film_id=decode(IdKind.GENERATION, job),
        processor=processor,
        inherited=inherited,
        friends_only=one.terms.friends_only,
        grant_id=one.grant.pk if one.grant else None,
        terms=one.terms.as_facts(),
        epoch=one.cameo.epoch,
        expires_at=min(deadline, one.terms.expires),
    )
    record_consent(cameo_id=one.cameo_id, fact=capability_issued(capability), actor=actor)
    record(
        "cameos.capability.issued",
        actor=actor,
        target=one.cameo.public_id,
        capability=capability.public_id,
        job=job,
        epoch=capability.epoch,
    )
    return Issued(capability, token_of(capability))


def _not_available(decision: Decision) -> UseRefused:
    return UseRefused(REFUSALS[Answer.NOT_AVAILABLE](), decision)
