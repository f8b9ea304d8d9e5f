"""Rings travel along invites: who came through whom, and ending their inviting (A11)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import HeldDecision, Invite, Right, User
from accounts.protection import refuse_unapproved
from accounts.services.standing import standing_refusal
from audit.services import record
from lib.actors import Actor

DEEPEST = 50  # generations: a tree cannot be circular, a mistake in the data could
MOST = 1000  # people on one page; more are counted, not shown

_SUBTREE = """
WITH RECURSIVE tree (person, depth) AS (
    SELECT %(root)s::uuid, 0
    UNION
    SELECT used.invitee_id, tree.depth + 1
    FROM tree
    JOIN accounts_invite invite ON invite.inviter_id = tree.person
    JOIN accounts_inviteuse used ON used.invite_id = invite.id
    WHERE used.invitee_id IS NOT NULL AND tree.depth < %(deepest)s
)
SELECT person, min(depth) FROM tree WHERE depth > 0 GROUP BY person ORDER BY 2, 1
"""

HIGHEST = 10  # generations up on one page

_ANCESTORS = """
WITH RECURSIVE above (person, depth) AS (
    SELECT %(root)s::uuid, 0
    UNION
    SELECT invite.inviter_id, above.depth + 1
    FROM above
    JOIN accounts_inviteuse used ON used.invitee_id = above.person
    JOIN accounts_invite invite ON invite.id = used.invite_id
    WHERE above.depth < %(highest)s
)
SELECT person, min(depth) FROM above WHERE depth > 0 GROUP BY person ORDER BY 2, 1
"""


class InvitingReason(models.TextChoices):
    """Why somebody's inviting ends or begins again: codes alone, for the audit keeps no words."""

    RING = "ring", "A ring of abuse came by their invites"
    SOLD = "sold", "Codes were sold"
    SAFETY = "safety", "Safety"
    MISTAKE = "mistake", "It was a mistake"


@dataclass(frozen=True, slots=True)
class Branch:
    """Somebody who came through somebody, `depth` invites further down (1: their own), or up."""

    person: User
    depth: int


def subtree(person: User) -> list[Branch]:
    """Everybody who came through `person`, near ones first; tombstones too, sign-ups too."""
    depths = _depths(person.pk)
    people = User.objects.in_bulk(list(depths))
    return [Branch(people[key], depth) for key, depth in depths.items() if key in people]


def nearby(person: User, *, deepest: int, most: int) -> tuple[list[Branch], int]:
    """Whom `person` brought, `deepest` generations down: at most `most` of them, near ones first,
    and how many there are. Two statements, however large the tree."""
    depths = _depths(person.pk, deepest=deepest)
    keys = list(depths)[:most]
    people = User.objects.in_bulk(keys)
    return [Branch(people[key], depths[key]) for key in keys if key in people], len(depths)


def ancestors(person: User) -> list[Branch]:
    """Who brought them, who brought those, and so on, HIGHEST generations up. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, {"root": str(person.pk), "highest": HIGHEST})
        depths = dict(cursor.fetchall())
    people = User.objects.in_bulk(list(depths))
    return [Branch(people[key], depth) for key, depth in depths.items() if key in people]


def inviter_of(person: User) -> User | None:
    """Who brought them."""
    return User.objects.filter(invites__uses__invitee=person).first()


def set_inviting(
    *,
    person: User,
    may: bool,
    actor: User,
    reason: InvitingReason,
    whole_subtree: bool,
    approval: HeldDecision | None = None,
) -> int:
    """Staff end or allow somebody's inviting, and with `whole_subtree` that of everybody who came
    through them; codes that are out end with it and stay so. Returns for how many it changed.

    Raises DomainError where `actor` may not decide about `person`, `second_approval_required` where
    that account is protected; staff and protected accounts further down are left as they are.
    """
    with transaction.atomic():
        right = Right.CHANGE_INVITING
        if refusal := standing_refusal(actor=actor, person=person, right=right):
            raise refusal
        held = User.objects.select_for_update().get(pk=person.pk)
        refuse_unapproved(held, approval)
        keys = [person.pk, *(_depths(person.pk) if whole_subtree else ())]
        rows = User.objects.select_for_update().filter(pk__in=keys).exclude(may_invite=may)
        changed = [
            one
            for one in rows.order_by("pk")
            if one.pk == person.pk or not (one.is_staff or one.is_protected)
        ]
        User.objects.filter(pk__in=[one.pk for one in changed]).update(may_invite=may)
        if not may:
            Invite.objects.filter(inviter__in=keys, inviter__may_invite=False).filter(
                disabled_at=None
            ).update(disabled_at=timezone.now())
        for one in changed:
            record(
                "accounts.inviting.allowed" if may else "accounts.inviting.ended",
                actor=Actor.person(actor.pk),
                target=one.public_id,
                through=person.public_id,
                reason=reason.value,
            )
    return len(changed)


def _depths(root: UUID, deepest: int = DEEPEST) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, {"root": str(root), "deepest": deepest})
        return dict(cursor.fetchall())
