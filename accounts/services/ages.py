"""What is said about somebody's age, and what follows from it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.ages import Held, band_of, no_looser, settle, settled
from accounts.events import AgeChanged, AgeTightened
from accounts.models import (
    AgeBand,
    AgeInput,
    AgeSignal,
    AgeSignalEnded,
    AgeSource,
    SignalEnd,
    StandingReason,
    User,
)
from accounts.models.ages import ASSURANCE, PROTECTIVENESS
from accounts.services.relations import end_follows_by_unknown_adults
from accounts.services.standing import freeze
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish
from lib.outbox.services import enqueue

# Ours: no rule names a period. Long enough to find a document, and COPPA wants no child's data
# kept longer than needed (16 CFR 312.10).
PROOF_WITHIN = timedelta(days=14)
# Of these the newest counts: the same source answers the same question anew. A looser answer ends
# no stricter one, or a word of the app could wait for staff to withdraw something else.
ONLY_NEWEST = frozenset({AgeSource.PREDICTED, AgeSource.DECLARED_RANGE})
ADULT_FROM = "adult_from"

Facts = Mapping[str, str | int | float | list[str] | None]


def signal_age(
    *,
    person: User,
    band: AgeBand,
    source: AgeSource,
    actor: Actor,
    adult_from: date | None = None,
    facts: Facts | None = None,
) -> AgeBand:
    """Take one signal in and return the band that holds from now on.

    It tightens by itself and loosens only by stronger assurance (law 3). Somebody known to be
    under 13 is frozen at once and deleted after PROOF_WITHIN unless a document says otherwise;
    somebody known to be under 18 loses followers that only an adult
    may have, and other rooms hear of it (AgeTightened). `adult_from`: the day on which the source
    says a teen turns 18; `facts`: what it was drawn from, codes and numbers that can be purged.
    Raises DomainError for a deleted account.
    """
    with transaction.atomic():
        person = _locked(person)
        signal = AgeSignal.objects.create(
            person_id=person.pk, source=source, band=band, actor=str(actor)
        )
        if source in ONLY_NEWEST:
            older = current_signals(person).filter(source=source, pk__lt=signal.pk)
            answered = [one for one in older if not _is_looser(band, AgeBand(one.band))]
            _end(answered, SignalEnd.SUPERSEDED, actor)
        _keep(signal, person, facts, adult_from)
        before = held_by(person)
        after = settle(before, Held(band, source, adult_from))
        _hold(person, before, after)
        record(
            "accounts.age.signalled",
            actor=actor,
            target=person.public_id,
            source=source.value,
            said=band.value,
            moved=after.band != before.band,
            holds=after.band.value,
        )
        _follow_up(person, before.band, after.band)
    return after.band


def tighten_age(*, person: User, to: AgeBand, source: AgeSource, actor: Actor) -> AgeBand:
    """A signal that somebody is younger than they said. Raises ValueError for ADULT."""
    if to not in (AgeBand.UNDER_13, AgeBand.TEEN):
        raise ValueError(f"{to} tightens nothing")
    return signal_age(person=person, band=to, source=source, actor=actor)


def withdraw_signals(
    *,
    person: User,
    source: AgeSource,
    actor: Actor,
    may_loosen: bool = False,
    said_by: Actor | None = None,
    until: datetime | None = None,
) -> AgeBand:
    """What a source said counts no more: a guardian's link ended, a report was a mistake. Of
    `said_by` alone, and up to `until`, where these are given.

    The band never becomes looser by that (a teen would end the link), unless a stronger hand
    withdraws: `may_loosen`, and the band rests on nothing stronger than `source`. Out of under 13
    it leads in no case. Returns the band that holds.
    """
    with transaction.atomic():
        person = _locked(person)
        rows = current_signals(person).filter(source=source)
        rows = rows if said_by is None else rows.filter(actor=str(said_by))
        signals = list(rows if until is None else rows.filter(at__lte=until))
        if not signals:
            return person.age_band
        _end(signals, SignalEnd.WITHDRAWN, actor)
        before = held_by(person)
        after = _settled_anew(person)
        rests = ASSURANCE[before.by] if before.by else 0
        if not may_loosen or before.band == AgeBand.UNDER_13 or rests > ASSURANCE[source]:
            after = no_looser(after, before)
        _hold(person, before, after)
        record(
            "accounts.age.withdrawn",
            actor=actor,
            target=person.public_id,
            source=source.value,
            moved=after.band != before.band,
            holds=after.band.value,
        )
        _follow_up(person, before.band, after.band)
    return after.band


def replace_signals(
    *,
    person: User,
    ended: models.QuerySet[AgeSignal],
    why: SignalEnd,
    said: Held | None,
    actor: Actor,
) -> AgeBand:
    """These signals count no more, and `said` counts as the newest. Within the caller's lock on the
    person. Returns the band that holds."""
    before = held_by(person)
    _end(list(ended), why, actor)
    if said is not None and said.by is not None:
        signal = AgeSignal.objects.create(
            person_id=person.pk, source=said.by, band=said.band, actor=str(actor)
        )
        _keep(signal, person, None, said.adult_from)
    after = _settled_anew(person)
    _hold(person, before, after)
    _follow_up(person, before.band, after.band)
    return after.band


def current_signals(person: User) -> models.QuerySet[AgeSignal]:
    """What counts, oldest first; superseded and withdrawn ones stay in the log alone."""
    ended = AgeSignalEnded.objects.filter(person_id=person.pk).values("signal_id")
    return AgeSignal.objects.filter(person_id=person.pk).exclude(pk__in=ended).order_by("pk")


def held_by(person: User) -> Held:
    """What holds of a person now, and what it rests on."""
    if person.assured_band:
        return Held(person.age_band, AgeSource(person.assured_by), person.adult_from)
    return Held(person.age_band, AgeSource.SELF_DECLARED if person.birth_date else None)


def _is_looser(band: AgeBand, than: AgeBand) -> bool:
    return PROTECTIVENESS[band] > PROTECTIVENESS[than]


def _locked(person: User) -> User:
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.deleted_at is not None:
        raise DomainError(ErrorCode.GONE, _("This account was deleted."))
    return person


def _end(signals: list[AgeSignal], why: SignalEnd, actor: Actor) -> None:
    AgeSignalEnded.objects.bulk_create(
        AgeSignalEnded(signal_id=one.pk, person_id=one.person_id, why=why, actor=str(actor))
        for one in signals
    )
    AgeInput.objects.filter(signal_id__in=[one.pk for one in signals]).delete()


def _keep(signal: AgeSignal, person: User, facts: Facts | None, adult_from: date | None) -> None:
    kept = dict(facts or {})
    if adult_from is not None:
        kept[ADULT_FROM] = adult_from.isoformat()
    if kept:
        AgeInput.objects.create(signal_id=signal.pk, person=person, facts=kept)


def _settled_anew(person: User) -> Held:
    """From all that counts; the declaration says what its date says today."""
    inputs = {one.signal_id: one.facts for one in AgeInput.objects.filter(person=person)}
    said: list[Held] = []
    for signal in current_signals(person):
        source = AgeSource(signal.source)
        declared = source == AgeSource.SELF_DECLARED and person.birth_date is not None
        band = band_of(person.birth_date) if declared and not said else AgeBand(signal.band)
        named = inputs.get(signal.pk, {}).get(ADULT_FROM)
        said.append(Held(band, source, date.fromisoformat(named) if named else None))
    return settled(said)


def _hold(person: User, before: Held, after: Held) -> None:
    """Write down what holds; the declaration alone is read from its date."""
    if after == before:
        return
    declared = Held(band_of(person.birth_date), AgeSource.SELF_DECLARED)
    if after == declared or after.by is None:
        person.assured_band = person.assured_by = ""
        person.adult_from = person.assured_at = None
    else:
        person.assured_band, person.assured_by = after.band, after.by
        person.adult_from = after.adult_from if after.band == AgeBand.TEEN else None
        person.assured_at = timezone.now()
    person.proof_due_at = _proof_due(person)
    person.save(
        update_fields=["assured_band", "assured_by", "adult_from", "assured_at", "proof_due_at"]
    )


def _proof_due(person: User) -> datetime | None:
    """A later signal that agrees gives no longer time."""
    if person.assured_band != AgeBand.UNDER_13:
        return None
    return person.proof_due_at or timezone.now() + PROOF_WITHIN


def _follow_up(person: User, before: AgeBand, band: AgeBand) -> None:
    if band == AgeBand.UNDER_13:
        freeze(person=person, actor=Actor.system("age"), reason=StandingReason.KNOWN_UNDER_13)
    if band != AgeBand.ADULT:
        end_follows_by_unknown_adults(person=person, actor=Actor.system("age"))
        publish(AgeTightened(user_id=person.pk))
    if band != before:
        publish(AgeChanged(user_id=person.pk, band=band.value))
        if band == AgeBand.UNDER_13:
            from accounts.tasks import mail_about_proof  # which imports services

            enqueue(mail_about_proof, person.pk, "frozen")
