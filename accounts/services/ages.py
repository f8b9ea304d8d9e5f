"""What is said about somebody's age, and what follows from it."""

from django.db import transaction

from accounts.ages import Held, settle
from accounts.models import AgeBand, AgeSignal, AgeSource, User
from accounts.services.relations import end_follows_by_unknown_adults
from accounts.services.standing import freeze
from audit.services import record
from lib.actors import Actor


def signal_age(*, person: User, band: AgeBand, source: AgeSource, actor: Actor) -> AgeBand:
    """Take one signal in and return the band that holds from now on.

    It tightens by itself and loosens only by stronger assurance (law 3). Somebody known to be
    under 13 is frozen at once; somebody known to be under 18 loses followers that only an adult
    may have.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        AgeSignal.objects.create(person_id=person.pk, source=source, band=band, actor=str(actor))
        before = _held(person)
        after = settle(before, Held(band, source))
        if after != before:
            person.assured_band, person.assured_by = after.band, after.by or ""
            person.save(update_fields=["assured_band", "assured_by"])
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


def _follow_up(person: User, band: AgeBand) -> None:
    if band == AgeBand.UNDER_13:
        freeze(person=person, actor=Actor.system("age"), reason="known to be under 13")
    if band != AgeBand.ADULT:
        end_follows_by_unknown_adults(person=person)
