"""A finding about a person: put before staff, kept up to date, closed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from lib.actors import Actor
from lib.ids import IdKind, encode
from lib.states import advance, record_initial
from moderation.events import FindingRaised
from moderation.models import ProbingFinding, ProbingMember, ProbingState, RefusedText
from moderation.probing.limits import CLUSTER_LEAST
from moderation.services.reviews import authorise

FINDER = Actor.system("probing")
KIND = "probing"


def put_before_staff(event: FindingRaised) -> None:
    """Open the entry that staff see, or add to it, in the transaction of the event."""
    if event.kind != KIND:
        return
    members = dict(event.members)
    refused = list(RefusedText.objects.filter(pk__in=members).order_by("at", "id"))
    if not refused:
        return
    finding = ProbingFinding.objects.filter(pk=event.finding_id).first()
    if finding is None:
        finding = ProbingFinding.objects.create(
            pk=event.finding_id,
            person_id=event.person_id,
            category=event.category,
            method=event.method,
            first_at=refused[0].at,
            last_at=refused[-1].at,
        )
        record_initial(finding, actor=FINDER, reason="refused words are near each other")
    else:
        finding.first_at = min(finding.first_at, refused[0].at)
        finding.last_at = max(finding.last_at, refused[-1].at)
        finding.save(update_fields=["first_at", "last_at"])
    ProbingMember.objects.bulk_create(
        ProbingMember(
            finding=finding,
            refused_id=row.pk,
            subject=row.subject or row.public_id,
            similarity=members[row.pk],
        )
        for row in refused
    )
    record(
        "moderation.probing.found",
        actor=FINDER,
        target=encode(IdKind.USER, event.person_id),
        finding=finding.public_id,
        category=finding.category,
        members=finding.members.count(),
    )


def close(*, finding: ProbingFinding, by: User, why: str | None = None) -> None:
    """Staff have seen it. Raises DomainError `permission_denied`, StaleState."""
    authorise(by, about=finding.person_id)
    with transaction.atomic():
        _close(finding, actor=Actor.person(by.pk), because="closed by staff", why=why)


def close_what_is_left(refused: Sequence[UUID]) -> None:
    """Of what a person found fine too little is left to be a finding: it is closed by itself."""
    members = ProbingMember.objects.filter(refused_id__in=refused)
    touched = ProbingFinding.objects.filter(
        pk__in=members.values("finding_id"), state=ProbingState.OPEN
    )
    for finding in touched.select_for_update():
        keys = finding.members.values("refused_id")
        standing = RefusedText.objects.filter(pk__in=keys, overturned_at=None)
        if standing.count() < CLUSTER_LEAST:
            _close(finding, actor=FINDER, because="refusals were taken back")


def close_all_of(person_id: UUID, *, actor: Actor) -> None:
    """Somebody has left."""
    for finding in ProbingFinding.objects.filter(person_id=person_id, state=ProbingState.OPEN):
        _close(finding, actor=actor, because="the account was deleted")


def _close(finding: ProbingFinding, *, actor: Actor, because: str, why: str | None = None) -> None:
    advance(finding, to=ProbingState.CLOSED, actor=actor, reason=because, closed_at=timezone.now())
    record(
        "moderation.probing.closed",
        actor=actor,
        target=encode(IdKind.USER, finding.person_id),
        finding=finding.public_id,
        **stated(why),
    )
