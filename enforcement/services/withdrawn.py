"""Copies of a film in which somebody took their consent back (E7, Q-2).

| who took it back | a case about a likeness | any other case |
| --- | --- | --- |
| whose film it is, alone | kept | kept: nobody destroys by it what speaks against them |
| somebody else in it | kept | erased at once |

A case is about a likeness where somebody in the film reported it by our records, or where it was
reported for what is done with a likeness. Then the copies are what a claim is decided by (GDPR,
Articles 17(3)(e) and 9(2)(f)), also where others in it would rather see it gone. They end as every
snapshot does, and are on a page only while a case or an appeal about the film waits.
"""

from collections.abc import Sequence
from uuid import UUID

from cameos.models import Cameo, Capability
from cameos.reading import consent_lost
from enforcement.models import Case, Report, Snapshot
from enforcement.reasons import FILMS, REASONS, Queue, Topic
from enforcement.states import CaseSource
from lib.ids import IdKind, decode

OF_A_LIKENESS = frozenset(
    one.code
    for one in REASONS.values()
    if one.topic == Topic.LIKENESS or one.queue == Queue.INTIMATE or one.code == "sexual_extortion"
)


def is_withdrawn(snapshot: Snapshot) -> bool:
    """Whether somebody in it took their consent back, by the consents that stand in it: it knows
    them also where the film's own rows went with an account."""
    return bool(_lost([snapshot])[snapshot.pk])


def is_kept(snapshot: Snapshot) -> bool:
    """Whether its files stay, or may still be copied: nobody withdrew, or by the table above."""
    return not unkept([snapshot])


def unkept(snapshots: Sequence[Snapshot]) -> list[UUID]:
    """The keys of those of which nothing stays. One query for all of which nobody withdrew."""
    lost = _lost(snapshots)
    return [one.pk for one in snapshots if lost[one.pk] and not _stays(one, lost[one.pk])]


def _stays(snapshot: Snapshot, lost: set[UUID]) -> bool:
    own = Cameo.objects.filter(pk__in=lost, owner_id=snapshot.owner_id)
    return own.count() == len(lost) or is_about_a_likeness(snapshot.case)


def is_about_a_likeness(case: Case) -> bool:
    """By the reports that count; of an appeal by those of the case that it is about."""
    counting = Report.objects.filter(case__in=cases_of(case), counts=True)
    said = counting.values_list("verified", "reason")
    return any(verified or reason in OF_A_LIKENESS for verified, reason in said)


def cases_of(case: Case) -> list[UUID]:
    """It, and the one whose decision an appeal is against."""
    before = case.follows_id if case.source == CaseSource.APPEAL else None
    return [case.pk, before] if before else [case.pk]


def _lost(snapshots: Sequence[Snapshot]) -> dict[UUID, set[UUID]]:
    """By snapshot, the cameos in it whose consent to this film was taken back."""
    lent = {one.pk: _lent(one) for one in snapshots}
    rows = Capability.objects.filter(consent_lost(), pk__in=set[UUID]().union(*lent.values()))
    gone = dict(rows.values_list("pk", "cameo_id"))
    return {pk: {gone[key] for key in keys if key in gone} for pk, keys in lent.items()}


def _lent(snapshot: Snapshot) -> set[UUID]:
    """The consents on which the film stood."""
    if snapshot.subject_kind not in FILMS:
        return set()
    return {decode(IdKind.CAPABILITY, one) for one in snapshot.seen["permission"]}
