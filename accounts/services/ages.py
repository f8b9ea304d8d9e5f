"""What is said about somebody's age, and what follows from it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.ages import Held, settle
from accounts.events import AgeTightened
from accounts.models import AgeBand, AgeSignal, AgeSource, StandingReason, User
from accounts.services.relations import end_follows_by_unknown_adults
from accounts.services.standing import freeze
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish

# Ours: no rule names a period. Long enough to find a document, and COPPA wants no child's data
# kept longer than needed (16 CFR 312.10).
PROOF_WITHIN = timedelta(days=14)


def signal_age(*, person: User, band: AgeBand, source: AgeSource, actor: Actor) -> AgeBand:
    """Take one signal in and return the band that holds from now on.

    It tightens by itself and loosens only by stronger assurance (law 3). Somebody known to be
    under 13 is frozen at once and deleted after PROOF_WITHIN unless a document says otherwise;
    somebody known to be under 18 loses followers that only an adult
    may have, and other rooms hear of it (AgeTightened). Raises DomainError for a deleted account.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if person.deleted_at is not None:
            raise DomainError(ErrorCode.GONE, _("This account was deleted."))
        AgeSignal.objects.create(person_id=person.pk, source=source, band=band, actor=str(actor))
        before = _held(person)
        after = settle(before, Held(band, source))
        if after != before:
            person.assured_band, person.assured_by = after.band, after.by or ""
            person.proof_due_at = _proof_due(person)
            person.save(update_fields=["assured_band", "assured_by", "proof_due_at"])
        record(
            "accounts.age.signalled",
            actor=actor,
            target=person.public_id,
            source=source.value,
            said=band.value,
            moved=after.band != before.band,
            holds=after.band.value,
        )
        _follow_up(person, after.band)
    return after.band


def tighten_age(*, person: User, to: AgeBand, source: AgeSource, actor: Actor) -> AgeBand:
    """A signal that somebody is younger than they said. Raises ValueError for ADULT."""
    if to not in (AgeBand.UNDER_13, AgeBand.TEEN):
        raise ValueError(f"{to} tightens nothing")
    return signal_age(person=person, band=to, source=source, actor=actor)


def _held(person: User) -> Held:
    if person.assured_band:
        return Held(AgeBand(person.assured_band), AgeSource(person.assured_by))
    return Held(person.age_band, AgeSource.SELF_DECLARED if person.birth_date else None)


def _proof_due(person: User) -> datetime | None:
    """A later signal that agrees gives no longer time."""
    if person.assured_band != AgeBand.UNDER_13:
        return None
    return person.proof_due_at or timezone.now() + PROOF_WITHIN


def _follow_up(person: User, band: AgeBand) -> None:
    if band == AgeBand.UNDER_13:
        freeze(person=person, actor=Actor.system("age"), reason=StandingReason.KNOWN_UNDER_13)
    if band != AgeBand.ADULT:
        end_follows_by_unknown_adults(person=person, actor=Actor.system("age"))
        publish(AgeTightened(user_id=person.pk))
