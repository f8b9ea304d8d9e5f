"""From refused words to one finding about a person, kept up to date, and closed by staff."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish
from lib.ids import IdKind, encode, new_id
from lib.states import advance, record_initial
from moderation.events import FindingRaised
from moderation.models import ProbingFinding, ProbingMember, ProbingState, RefusedText
from moderation.probing.limits import CLUSTER_LEAST
from moderation.probing.nearness import Member, largest_cluster, plain
from moderation.probing.vectors import vectors_of
from moderation.services.refusals import recently_refused
from moderation.services.reviews import DECIDE

FINDER = Actor.system("probing")
KIND = "probing"
BY_LETTERS, BY_BOTH = "letters", "letters+minilm"

Near = list[tuple[RefusedText, float]]


def find_cluster(person_id: UUID) -> None:
    """Raise a finding where refused words of a person are one thing tried in many ways.

    Compares outside any transaction. A doubled or late message finds everything kept already.
    """
    refused = recently_refused(person_id)
    if len({plain(row.words or "") for row in refused}) < CLUSTER_LEAST:
        return
    near, method = _near(refused)
    if near:
        with transaction.atomic():
            # One finder of this person at a time, and nobody who has left in between.
            rows = User.objects.select_for_update(no_key=True)
            if rows.filter(pk=person_id, deleted_at=None).exists():
                _raise(person_id, near, method=method)


def _near(refused: Sequence[RefusedText]) -> tuple[Near, str]:
    words = [row.words or "" for row in refused]
    vectors = vectors_of(words)
    cluster: list[Member] = largest_cluster(words, vectors)
    near = [(refused[one.place], one.similarity) for one in cluster]
    if len({plain(row.words or "") for row, _ in near}) < CLUSTER_LEAST:
        near = []
    return near, BY_BOTH if vectors is not None else BY_LETTERS


def _raise(person_id: UUID, near: Near, *, method: str) -> None:
    """Tell of those that no finding has yet: three for a new one, one for one that is open."""
    keys = [row.pk for row, _ in near]
    taken = dict(ProbingMember.objects.filter(refused_id__in=keys).values_list(
        "refused_id", "finding_id"))  # fmt: skip
    overturned = RefusedText.objects.filter(pk__in=keys).exclude(overturned_at=None)
    gone = set(overturned.values_list("pk", flat=True))
    fresh = [(row, likeness) for row, likeness in near if row.pk not in {*taken, *gone}]
    open_one = ProbingFinding.objects.filter(person_id=person_id, state=ProbingState.OPEN).first()
    joins = open_one is not None and open_one.pk in taken.values()
    if not fresh or (not joins and (open_one is not None or len(fresh) < CLUSTER_LEAST)):
        return
    publish(
        FindingRaised(
            finding_id=open_one.pk if open_one is not None else new_id(),
            person_id=person_id,
            kind=KIND,
            category=_mostly(fresh),
            method=method,
            members=tuple((row.pk, likeness) for row, likeness in fresh),
        )
    )


def _mostly(near: Near) -> str:
    categories = sorted(row.category for row, _ in near)
    return max(categories, key=categories.count)


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
    if not by.has_perm(DECIDE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not close findings.")
    # Nobody judges their own.
    if finding.person_id == by.pk:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not close one about yourself.")
    with transaction.atomic():
        facts = {"reason": why} if why else {}
        _close(finding, actor=Actor.person(by.pk), reason="closed by staff", **facts)


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
            _close(finding, actor=FINDER, reason="refusals were taken back")


def close_all_of(person_id: UUID, *, actor: Actor) -> None:
    """Somebody has left."""
    for finding in ProbingFinding.objects.filter(person_id=person_id, state=ProbingState.OPEN):
        _close(finding, actor=actor, reason="the account was deleted")


def _close(finding: ProbingFinding, *, actor: Actor, reason: str, **facts: str) -> None:
    advance(finding, to=ProbingState.CLOSED, actor=actor, reason=reason, closed_at=timezone.now())
    record(
        "moderation.probing.closed",
        actor=actor,
        target=encode(IdKind.USER, finding.person_id),
        finding=finding.public_id,
        **facts,
    )
