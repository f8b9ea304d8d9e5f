"""Staff end the sessions of somebody whose account may be in wrong hands (A15)."""

from django.db import models, transaction

from accounts.events import SignedOutByStaff
from accounts.models import HeldDecision, Right, User
from accounts.protection import refuse_unapproved
from accounts.services.decision_mails import Decided
from accounts.services.sessions import end_sessions
from accounts.services.standing import standing_refusal
from lib.actors import Actor
from lib.events import publish
from lib.outbox.services import enqueue


class SignOutReason(models.TextChoices):
    """Why staff end sessions: codes alone, for the audit keeps no words."""

    TAKEOVER = "takeover", "The account may be in wrong hands"
    ASKED = "asked", "Its owner asked for it"
    SAFETY = "safety", "Safety"


def force_sign_out(
    *, person: User, actor: User, reason: SignOutReason, approval: HeldDecision | None = None
) -> None:
    """End every session, refresh token and socket of `person` at once; they may sign in again,
    and are told that it was staff, by mail too: never why, for whoever reads it may be another.

    Raises DomainError where `actor` may not decide about `person`, and
    `second_approval_required` for a protected account.
    """
    from accounts.tasks import mail_about_decision  # which imports services

    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        if refusal := standing_refusal(actor=actor, person=held, right=Right.END_SESSIONS):
            raise refusal
        refuse_unapproved(held, approval)
        end_sessions(person=held, actor=Actor.person(actor.pk), how="staff", reason=reason.value)
        publish(SignedOutByStaff(user_id=held.pk))
        enqueue(mail_about_decision, held.pk, Decided.SIGNED_OUT.value)
