"""What staff may say of somebody's age."""

from django.db import models, transaction

from accounts.models import AgeBand, AgeSource, User
from accounts.services.ages import signal_age
from accounts.services.standing import standing_refusal
from lib.actors import Actor


class AgeFinding(models.TextChoices):
    """A suspicion can only tighten; a document that was looked at can loosen, too."""

    UNDER_13 = "under_13", "Signal: under 13 (freezes the account)"
    UNDER_18 = "under_18", "Signal: under 18"
    DOCUMENT_TEEN = "document_13_17", "Document seen: 13 to 17"
    DOCUMENT_ADULT = "document_18_plus", "Document seen: 18 or over"


MEANING: dict[AgeFinding, tuple[AgeBand, AgeSource]] = {
    AgeFinding.UNDER_13: (AgeBand.UNDER_13, AgeSource.STAFF),
    AgeFinding.UNDER_18: (AgeBand.TEEN, AgeSource.STAFF),
    AgeFinding.DOCUMENT_TEEN: (AgeBand.TEEN, AgeSource.DOCUMENT),
    AgeFinding.DOCUMENT_ADULT: (AgeBand.ADULT, AgeSource.DOCUMENT),
}


def record_finding(*, person: User, finding: AgeFinding, actor: User) -> AgeBand:
    """Take in what a member of staff found out; the band that holds from now on.

    Who may is who may change the standing. Raises DomainError.
    """
    band, source = MEANING[finding]
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        decider = User.objects.get(pk=actor.pk)
        if refusal := standing_refusal(actor=decider, person=held):
            raise refusal
        return signal_age(person=held, band=band, source=source, actor=Actor.person(decider.pk))
