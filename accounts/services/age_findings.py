"""What staff may say of somebody's age."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.events import AgeFoundOnCase
from accounts.models import AgeBand, AgeSource, HeldDecision, Right, User
from accounts.models.ages import ASSURANCE, PROOF
from accounts.protection import refuse_unapproved
from accounts.services.ages import signal_age, withdraw_signals
from accounts.services.standing import standing_refusal
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish

DECIDE = "accounts.decide_age_appeal"


class AgeFinding(models.TextChoices):
    """A suspicion can only tighten; a document that was looked at can loosen, too."""

    UNDER_13 = "under_13", "Signal: under 13 (freezes the account)"
    UNDER_18 = "under_18", "Signal: under 18"
    DOCUMENT_TEEN = "document_13_17", "Document seen: 13 to 17"
    DOCUMENT_ADULT = "document_18_plus", "Document seen: 18 or over"
    REPORTED_CHILD = "reported_under_13", "Found on a case: under 13 (freezes the account)"
    REPORTED_TEEN = "reported_13_17", "Found on a case: 13 to 17"


MEANING: dict[AgeFinding, tuple[AgeBand, AgeSource]] = {
    AgeFinding.UNDER_13: (AgeBand.UNDER_13, AgeSource.STAFF),
    AgeFinding.UNDER_18: (AgeBand.TEEN, AgeSource.STAFF),
    AgeFinding.DOCUMENT_TEEN: (AgeBand.TEEN, AgeSource.DOCUMENT),
    AgeFinding.DOCUMENT_ADULT: (AgeBand.ADULT, AgeSource.DOCUMENT),
    AgeFinding.REPORTED_CHILD: (AgeBand.UNDER_13, AgeSource.REPORT),
    AgeFinding.REPORTED_TEEN: (AgeBand.TEEN, AgeSource.REPORT),
}
# Of a case that somebody's report or words opened; weaker than a finding without one, for staff
# may take it back as a mistake.
ON_A_CASE = frozenset(one for one, (_, source) in MEANING.items() if source == AgeSource.REPORT)


# The source whose signals staff may take back as mistaken. Not what a document or the provider
# proved, nor what staff found, or two such steps would loosen what neither does: another document
# is recorded, or corrected (age_corrections.py).
_KEPT = PROOF | {AgeSource.SELF_DECLARED, AgeSource.STAFF}
MISTAKABLE = tuple(one for one in AgeSource if one not in _KEPT)


def record_finding(
    *,
    person: User,
    finding: AgeFinding,
    actor: User,
    adult_from: date | None = None,
    approval: HeldDecision | None = None,
    on_appeal: bool = False,
) -> AgeBand:
    """Take in what a member of staff found out; the band that holds from now on.

    `adult_from`: the 18th birthday, where a document of a teen said it. `on_appeal`: the caller
    has checked who decides. Of a protected account it needs an `approval`, but for "under 13",
    which freezes at once for the child's sake, and `on_appeal`, for which the person asked and
    which has a deadline. Raises DomainError.
    """
    band, source = MEANING[finding]
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        decider = User.objects.get(pk=actor.pk)
        right = DECIDE if on_appeal else Right.FIND_AGE
        if refusal := standing_refusal(actor=decider, person=held, right=right):
            raise refusal
        if band != AgeBand.UNDER_13 and not on_appeal:
            refuse_unapproved(held, approval)
        before = held.age_band
        after = signal_age(
            person=held,
            band=band,
            source=source,
            actor=Actor.person(decider.pk),
            adult_from=adult_from if band == AgeBand.TEEN else None,
        )
        if finding in ON_A_CASE:
            is_so = band == AgeBand.UNDER_13 or after != before
            publish(AgeFoundOnCase(user_id=held.pk, by=decider.pk, said=finding.value, is_so=is_so))
        return after


def withdraw_mistaken(
    *, person: User, source: AgeSource, actor: User, approval: HeldDecision | None = None
) -> AgeBand:
    """What a source said of somebody was a mistake: it counts no more, and what is left holds.

    Staff's word, so it loosens what rested on something weaker than staff, and never leads out of
    under 13. Of a protected account it needs an `approval`. Raises DomainError.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        decider = User.objects.get(pk=actor.pk)
        if refusal := standing_refusal(actor=decider, person=held, right=Right.FIND_AGE):
            raise refusal
        refuse_unapproved(held, approval)
        if source not in MISTAKABLE:
            raise DomainError(ErrorCode.INVALID, _("Record another document."), attr="source")
        return withdraw_signals(
            person=held,
            source=source,
            actor=Actor.person(decider.pk),
            may_loosen=ASSURANCE[source] < ASSURANCE[AgeSource.STAFF],
        )
