"""Staff's decisions about protected accounts, bans and corrections of ages of all: asked for by
one, done when another approves."""

from collections.abc import Callable, Mapping
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
from accounts.protection import takes_two
from accounts.services.age_corrections import Correction, correct_finding, correctable
from accounts.services.age_findings import AgeFinding, record_finding, withdraw_mistaken
from accounts.services.forced_sign_out import SignOutReason, force_sign_out
from accounts.services.impersonation import (
    MarkEnd,
    end_mark,
    mark_impersonation,
    mark_in_force,
)
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
        _set_protected(held, on=True, actor=actor, reason=reason.value)


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
    region, LOOSER behind it, or a Correction, which is held for every account. Raises
    DomainError."""
    by = Actor.person(actor.pk)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        _authorise(actor, held, OF_VERB[verb])
        came_from = _came_from(held, verb, to)
        _drop_old(held)
        try:
            with transaction.atomic():
                row = HeldDecision.objects.create(
                    person=held,
                    verb=verb,
                    came_from=came_from,
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


def _came_from(person: User, verb: HeldVerb, to: str) -> str:
    """What the decision starts from. Raises StaleState where nothing needs a second of staff."""
    if verb == HeldVerb.CORRECT:
        wrong = correctable(person)
        if wrong is None:
            raise StaleState(_("No document counts that could be corrected."))
        return str(wrong.pk)
    held = verb == HeldVerb.STANDING and takes_two(person, Standing(to))
    if not (person.is_protected or held):
        raise StaleState
    if verb == HeldVerb.NAMES and to in MarkEnd:
        mark = mark_in_force(person)
        if mark is None:
            raise StaleState(_("No mark holds."))
        return mark.public_id
    return person.standing.value if verb == HeldVerb.STANDING else ""


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
        DEEDS[HeldVerb(row.verb)](row, person, actor, adult_from)


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


def _standing(row: HeldDecision, person: User, actor: User, _adult_from: date | None) -> None:
    if person.standing != row.came_from:
        raise StaleState
    to, reason = Standing(row.to), StandingReason(row.reason)
    change_standing(person=person, to=to, actor=actor, reason=reason, approval=row)


def _sign_out(row: HeldDecision, person: User, actor: User, _adult_from: date | None) -> None:
    force_sign_out(person=person, actor=actor, reason=SignOutReason(row.reason), approval=row)


def _inviting(row: HeldDecision, person: User, actor: User, _adult_from: date | None) -> None:
    set_inviting(
        person=person,
        may=row.to in (HeldInviting.MAY, HeldInviting.ALL_MAY),
        actor=actor,
        reason=InvitingReason(row.reason),
        whole_subtree=row.to in (HeldInviting.ALL_MAY, HeldInviting.ALL_MAY_NOT),
        approval=row,
    )


def _correct(row: HeldDecision, person: User, actor: User, adult_from: date | None) -> None:
    to = Correction(row.to)
    correct_finding(person=person, correction=to, actor=actor, approval=row, adult_from=adult_from)


def _names(row: HeldDecision, person: User, actor: User, _adult_from: date | None) -> None:
    if row.to not in MarkEnd:
        mark_impersonation(person=person, of=row.to, actor=actor, approval=row)
        return
    mark = mark_in_force(person)
    if mark is None or mark.public_id != row.came_from:
        raise StaleState(_("Another mark holds than the one that this would end."))
    end_mark(person=person, end=MarkEnd(row.to), actor=actor, approval=row)


def _age(row: HeldDecision, person: User, actor: User, adult_from: date | None) -> None:
    if row.to.startswith(MISTAKE):
        source = AgeSource(row.to.removeprefix(MISTAKE))
        withdraw_mistaken(person=person, source=source, actor=actor, approval=row)
        return
    finding = AgeFinding(row.to)
    record_finding(person=person, finding=finding, actor=actor, adult_from=adult_from, approval=row)


def _region(row: HeldDecision, person: User, actor: User, _adult_from: date | None) -> None:
    set_region(
        person=person,
        region=row.to.removesuffix(LOOSER),
        actor=actor,
        reason=RegionReason(row.reason),
        may_loosen=row.to.endswith(LOOSER),
        approval=row,
    )


def _unprotect(row: HeldDecision, person: User, actor: User, _adult_from: date | None) -> None:
    _set_protected(person, on=False, actor=actor, reason=row.reason)


def _set_protected(person: User, *, on: bool, actor: User, reason: str) -> None:
    User.objects.filter(pk=person.pk).update(is_protected=on)
    record(
        f"accounts.protection.{'begun' if on else 'ended'}",
        actor=Actor.person(actor.pk),
        target=person.public_id,
        reason=reason,
    )


# What an approved decision does; the last is the day of coming of age that a document said.
DEEDS: Mapping[HeldVerb, Callable[[HeldDecision, User, User, date | None], None]] = {
    HeldVerb.STANDING: _standing,
    HeldVerb.SIGN_OUT: _sign_out,
    HeldVerb.UNPROTECT: _unprotect,
    HeldVerb.INVITING: _inviting,
    HeldVerb.AGE: _age,
    HeldVerb.NAMES: _names,
    HeldVerb.REGION: _region,
    HeldVerb.CORRECT: _correct,
}


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
