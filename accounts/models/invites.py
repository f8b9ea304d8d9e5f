"""Who brought whom: codes, who joined by them, and which of those turned out well (A11, A12)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel


class Invite(TypedIdModel):
    """A code by which `max_uses` people may join. `code` is as `invite_codes.canonical` leaves it.

    How many did is the number of its uses, counted under a lock of this row.
    """

    id_kind = IdKind.INVITE

    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invites"
    )
    code = models.CharField(max_length=10, unique=True)
    max_uses = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="an_invite_lets_somebody_in", condition=Q(max_uses__gt=0)),
            models.CheckConstraint(
                name="an_invite_ends_after_it_began", condition=Q(expires_at__gt=F("created_at"))
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["inviter", "-created_at", "-id"], name="invites_newest"),
        ]


class InviteUse(models.Model):
    """Who joined by a code: the tree of who brought whom, which outlives accounts.

    A sign-up that is forgotten takes its use with it. Without an `invitee` it is the use of a
    sign-up with an address that had an account already: it must look the same from outside, and
    goes after as long. `held_for` is a keyed hash of the address until that is confirmed.
    """

    invite = models.ForeignKey(Invite, on_delete=models.CASCADE, related_name="uses")
    invitee = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="invited_by"
    )
    held_for = models.CharField(max_length=64, blank=True, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_use_of_nobody_is_held_for_an_address",
                condition=Q(invitee__isnull=False) | ~Q(held_for=""),
            ),
        ]


class Referral(AppendOnly):
    """Somebody who was invited has been here in good standing long enough: a bonus is due to
    `inviter_id`, once."""

    inviter_id = models.UUIDField(db_index=True)
    invitee_id = models.UUIDField(unique=True)
    at = models.DateTimeField(default=timezone.now)
