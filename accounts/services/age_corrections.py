"""A document that staff recorded of somebody, and that it never was: a slip of the hand, another
person's, no real one. Two of staff correct it, for all accounts."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.ages import Held
from accounts.events import AgeCorrected
from accounts.models import (
    AgeBand,
    AgeSignal,
    AgeSource,
    HeldDecision,
    HeldState,
    HeldVerb,
    Right,
    SignalEnd,
    User,
)
from accounts.services.ages import current_signals, held_by, replace_signals
from accounts.services.standing import standing_refusal, thaw
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.events import publish


class Correction(models.TextChoices):
    """What the document really said; where there was none, nothing becomes looser."""

    TEEN = "document_13_17", "Another document seen: 13 to 17"
    ADULT = "document_18_plus", "Another document seen: 18 or over"
    NONE = "no_document", "No document that counts was seen"


class CorrectionReason(models.TextChoices):
    """Why: codes alone."""

    SLIP = "slip", "A slip of the hand"
    ANOTHERS = "anothers", "It was somebody else's"
    NOT_GENUINE = "not_genuine", "It is not genuine"


BANDS = {Correction.TEEN: AgeBand.TEEN, Correction.ADULT: AgeBand.ADULT}


def correctable(person: User) -> AgeSignal | None:
    """The newest document that counts, if any."""
    return current_signals(person).filter(source=AgeSource.DOCUMENT).last()


def correct_finding(
    *,
    person: User,
    correction: Correction,
    actor: User,
    approval: HeldDecision,
    adult_from: date | None = None,
) -> AgeBand:
    """Documents that were recorded of them count no more; the one that is named does, as any
    document: it loosens what rests on something weaker, and nothing that the provider verified.

    Where none is named, nobody becomes an adult by it, nor sooner than before (law 3). They are
    told.
    Raises DomainError, `second_approval_required` without an `approval` of just this; StaleState
    where no document counts, or another one than when it was asked for.
    """
    by = Actor.person(actor.pk)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        decider = User.objects.get(pk=actor.pk)
        if refusal := standing_refusal(actor=decider, person=held, right=Right.FIND_AGE):
            raise refusal
        _refuse_unapproved(held, correction, approval)
        wrong = correctable(held)
        if wrong is None or str(wrong.pk) != approval.came_from:
            raise StaleState(_("Another document was recorded since."))
        before = held_by(held)
        after = replace_signals(
            person=held,
            ended=current_signals(held).filter(source=AgeSource.DOCUMENT),
            why=SignalEnd.CORRECTED,
            said=_said(correction, before, adult_from),
            actor=by,
        )
        record(
            "accounts.age.corrected",
            actor=by,
            target=held.public_id,
            to=correction.value,
            reason=approval.reason,
            moved=after != before.band,
            holds=after.value,
        )
        thaw(person=held, actor=by)
        publish(AgeCorrected(user_id=held.pk, band=after.value))
    return after


def _said(correction: Correction, before: Held, adult_from: date | None) -> Held | None:
    """What counts instead. Where no document does, it is staff's word that a teen is one still, as
    long as before; a document leads out of that."""
    if correction == Correction.NONE:
        is_teen = before.band == AgeBand.TEEN
        return Held(AgeBand.TEEN, AgeSource.STAFF, before.adult_from) if is_teen else None
    band = BANDS[correction]
    return Held(band, AgeSource.DOCUMENT, adult_from if band == AgeBand.TEEN else None)


def _refuse_unapproved(person: User, correction: Correction, approval: HeldDecision) -> None:
    is_this = (approval.person_id, approval.verb, approval.to) == (
        person.pk,
        HeldVerb.CORRECT,
        correction.value,
    )
    if not (is_this and approval.state == HeldState.APPROVED):
        raise DomainError(
            ErrorCode.SECOND_APPROVAL_REQUIRED,
            _("A document is corrected by two members of staff."),
        )
