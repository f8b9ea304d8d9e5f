"""Staff end the sessions of somebody whose account may be in wrong hands (A15)."""

from django.db import models, transaction

from accounts.models import HeldDecision, Right, User
from accounts.protection import refuse_unapproved
from accounts.services.sessions import end_sessions
from accounts.services.standing import standing_refusal
from lib.actors import Actor


class SignOutReason(models.TextChoices):
    """Why staff end sessions: codes alone, for the audit keeps no words."""

    TAKEOVER = "takeover", "The account may be in wrong hands"
    ASKED = "asked", "Its owner asked for it"
    SAFETY = "safety", "Safety"


def force_sign_out(
    *, person: User, actor: User, reason: SignOutReason, approval: HeldDecision | None = None
) -> None:
    """End every session, refresh token and socket of `person` at once; they may sign in again.

    Raises DomainError where `actor` may not decide about `person`, and
    `second_approval_required` for a protected account.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        if refusal := standing_refusal(actor=actor, person=held, right=Right.END_SESSIONS):
            raise refusal
        refuse_unapproved(held, approval)
        end_sessions(person=held, actor=Actor.person(actor.pk), how="staff", reason=reason.value)
