"""Staff's decisions about protected accounts: asked for by one, done when another approves."""

from datetime import date, timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import (
    OF_VERB,
    AgeSource,
    HeldDecision,
    HeldState,
    HeldVerb,
    Right,
    Standing,
    StandingReason,
    User,
)
from accounts.services.age_findings import AgeFinding, record_finding, withdraw_mistaken
from accounts.services.forced_sign_out import SignOutReason, force_sign_out
from accounts.services.impersonation import MarkEnd, end_mark, mark_impersonation
from accounts.services.invite_trees import InvitingReason, set_inviting
from accounts.services.regions import RegionReason, set_region
from accounts.services.standing import change_standing, standing_refusal
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.states import advance, record_initial

# Ours: whoever approves must still know the case; what nobody approved is asked for anew.
WAITS = timedelta(days=7)
APPROVALS = Actor.system("approvals")


class ProtectionReason(models.TextChoices):
    """Why an account is protected, or no longer: codes alone."""

    PUBLIC_FIGURE = "public_figure", "A public figure"
    AT_RISK = "at_risk", "Somebody at risk"
    ENDED = "ended", "The reason has ended"


def protect(*, person: User, actor: User, reason: ProtectionReason) -> None:
    """From now on two must agree. One is enough for this; ending it is held as anything else."""
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        _authorise(actor, held, Right.PROTECT)
        if held.is_protected:
            raise StaleState
        User.objects.filter(pk=held.pk).update(is_protected=True)
        record(
            "accounts.protection.begun",
            actor=Actor.person(actor.pk),
            target=held.public_id,
            reason=reason.value,
        )


class HeldInviting(models.TextChoices):
    """What shall hold of somebody's inviting."""

    MAY = "may"
    MAY_NOT = "may_not"
    ALL_MAY = "all_may"
    ALL_MAY_NOT = "all_may_not"


MISTAKE = "mistake:"  # before the source whose signals were one
LOOSER = "!"  # after a region that may loosen
FOUND = "found"  # the reason of every finding about an age


def propose(
    *,
    person: User,
    verb: HeldVerb,
    actor: User,
    reason: str,
    to: str = "",
    adult_from: date | None = None,
) -> HeldDecision:
    """Hold a decision for a second approver; nothing of it is in force. `to`: a Standing, a
    HeldInviting, an AgeFinding, a source after MISTAKE, a MarkEnd, whom a profile passes for, or a
    region, LOOSER behind it. Raises DomainError."""
    by = Actor.person(actor.pk)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        _authorise(actor, held, OF_VERB[verb])
        if not held.is_protected:
            raise StaleState
        _drop_old(held)
        try:
            with transaction.atomic():
                row = HeldDecision.objects.create(
                    person=held,
                    verb=verb,
                    came_from=held.standing.value if verb == HeldVerb.STANDING else "",
                    to=to,
                    adult_from=adult_from,
                    reason=reason,
                    asked_by=actor.pk,
                )
        except IntegrityError:
            raise StaleState(_("Such a decision waits for approval already.")) from None
        record_initial(row, actor=by, reason=reason)
        record("accounts.decision.held", actor=by, target=held.public_id, verb=verb.value)
    return row


def approve(*, decision: HeldDecision, actor: User) -> None:
    """Do it, as `actor` who is not who asked for it. Raises DomainError; StaleState where it waits
    no more, waited too long, or the person stands otherwise since."""
    with transaction.atomic():
        row = HeldDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        person = User.objects.get(pk=row.person_id)
        _authorise(actor, person, OF_VERB[HeldVerb(row.verb)])
        if row.asked_by == actor.pk:
            raise DomainError(
                ErrorCode.NOT_ALLOWED_FOR_SELF, _("Another member of staff must approve.")
            )
        if row.asked_at < timezone.now() - WAITS:
            raise StaleState(_("This waited too long: ask for it anew."))
        adult_from = row.adult_from
        _end(row, HeldState.APPROVED, actor)
        _do(row, person, actor, adult_from)


def drop(*, decision: HeldDecision, actor: User) -> None:
    """It will not be done. Whoever asked for it may say so, too."""
    with transaction.atomic():
        row = HeldDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        _authorise(actor, User.objects.get(pk=row.person_id), OF_VERB[HeldVerb(row.verb)])
        _end(row, HeldState.DROPPED, actor)


def drop_all(*, person: User) -> None:
    """Their account is deleted: nothing is left to decide. Within `delete_account`."""
    waiting = HeldDecision.objects.select_for_update().filter(
        person=person, state=HeldState.WAITING
    )
    for row in waiting:
        advance(row, to=HeldState.DROPPED, actor=APPROVALS, reason=row.reason, adult_from=None)


def _do(row: HeldDecision, person: User, actor: User, adult_from: date | None) -> None:
    if row.verb == HeldVerb.STANDING:
        if person.standing != row.came_from:
            raise StaleState
        change_standing(
            person=person,
            to=Standing(row.to),
            actor=actor,
            reason=StandingReason(row.reason),
            approval=row,
        )
    elif row.verb == HeldVerb.SIGN_OUT:
        reason = SignOutReason(row.reason)
        force_sign_out(person=person, actor=actor, reason=reason, approval=row)
    elif row.verb == HeldVerb.INVITING:
        set_inviting(
            person=person,
            may=row.to in (HeldInviting.MAY, HeldInviting.ALL_MAY),
            actor=actor,
            reason=InvitingReason(row.reason),
            whole_subtree=row.to in (HeldInviting.ALL_MAY, HeldInviting.ALL_MAY_NOT),
            approval=row,
        )
    elif row.verb == HeldVerb.NAMES and row.to in MarkEnd:
        end_mark(person=person, end=MarkEnd(row.to), actor=actor, approval=row)
    elif row.verb == HeldVerb.NAMES:
        mark_impersonation(person=person, of=row.to, actor=actor, approval=row)
    elif row.verb == HeldVerb.AGE and row.to.startswith(MISTAKE):
        source = AgeSource(row.to.removeprefix(MISTAKE))
        withdraw_mistaken(person=person, source=source, actor=actor, approval=row)
    elif row.verb == HeldVerb.AGE:
        finding = AgeFinding(row.to)
        record_finding(
            person=person, finding=finding, actor=actor, adult_from=adult_from, approval=row
        )
    elif row.verb == HeldVerb.REGION:
        set_region(
            person=person,
            region=row.to.removesuffix(LOOSER),
            actor=actor,
            reason=RegionReason(row.reason),
            may_loosen=row.to.endswith(LOOSER),
            approval=row,
        )
    else:
        User.objects.filter(pk=person.pk).update(is_protected=False)
        record(
            "accounts.protection.ended",
            actor=Actor.person(actor.pk),
            target=person.public_id,
            reason=row.reason,
        )


def _end(row: HeldDecision, to: HeldState, actor: User) -> None:
    by = Actor.person(actor.pk)
    facts = {"decided_by": actor.pk, "decided_at": timezone.now(), "adult_from": None}
    advance(row, to=to, actor=by, reason=row.reason, **facts)
    record(
        "accounts.decision.settled",
        actor=by,
        target=row.person.public_id,
        verb=row.verb,
        approved=to == HeldState.APPROVED,
    )


def _drop_old(person: User) -> None:
    """What waited too long stands in nobody's way."""
    old = HeldDecision.objects.select_for_update().filter(
        person=person, state=HeldState.WAITING, asked_at__lt=timezone.now() - WAITS
    )
    for row in old:
        advance(row, to=HeldState.DROPPED, actor=APPROVALS, reason=row.reason, adult_from=None)


def _authorise(actor: User, person: User, right: Right) -> None:
    decider = User.objects.get(pk=actor.pk)
    if refusal := standing_refusal(actor=decider, person=person, right=right):
        raise refusal
