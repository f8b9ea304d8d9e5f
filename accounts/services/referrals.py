"""A bonus for whoever brought somebody who turned out well (A12): the fact, not the credits."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.events import InviteeMatured
from accounts.models import InviteUse, Referral, Standing, StandingTransition
from audit.services import record
from lib.actors import Actor
from lib.events import publish
from lib.repairs import repair_each

# Ours: longer than farmed accounts live before somebody reports them.
MATURES_AFTER = timedelta(days=14)


def mature_invitees() -> int:
    """Record every referral that is due, once each. Returns how many."""
    return repair_each(_due(), _mature, by="at")


def _due() -> QuerySet[InviteUse]:
    """Of people who joined so long ago and for so long stood well throughout, brought by somebody
    who stands well; nobody of them deleted or leaving."""
    since = timezone.now() - MATURES_AFTER
    struck = StandingTransition.objects.filter(
        subject_id=OuterRef("invitee_id"), at__gt=since
    ).exclude(from_state="")
    well = {"state": Standing.GOOD, "deleted_at": None, "closed_at": None}
    known = Referral.objects.filter(invitee_id=OuterRef("invitee_id"))
    return InviteUse.objects.filter(
        ~Exists(struck),
        ~Exists(known),
        invitee__joined_at__lte=since,
        **{f"invitee__{name}": value for name, value in well.items()},
        **{f"invite__inviter__{name}": value for name, value in well.items()},
    )


def _mature(use: InviteUse) -> None:
    inviter, invitee = use.invite.inviter, use.invitee
    assert invitee is not None  # noqa: S101 - it has joined
    Referral.objects.create(inviter_id=inviter.pk, invitee_id=invitee.pk)
    record(
        "accounts.referral.matured",
        actor=Actor.system("invites"),
        target=inviter.public_id,
        invitee=invitee.public_id,
    )
    publish(InviteeMatured(inviter_id=inviter.pk, invitee_id=invitee.pk))
