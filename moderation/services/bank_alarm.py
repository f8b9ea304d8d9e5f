"""Who met which entry; and the alarm with which an own entry puts itself out of action."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.services import record
from inbox.services import append
from lib.actors import Actor
from lib.states import advance
from moderation.models import BankedHash, BankHit, EntryState, SourceKind
from moderation.policy.judging import Evidence

ALARM = Actor.system("bank_alarm")
# Ours: something that must not appear again is tried by a few, not by a crowd within a day. People
# are counted, not things: one who uploads it again and again cannot switch the entry off.
MOST_PEOPLE = 10
WINDOW = timedelta(days=1)
KEPT = timedelta(days=90)
DETECTORS = frozenset({"hash_bank", "file_bank"})
DISABLED = "bank.entry_disabled"


def count_hits(subject: str, *, person_id: UUID | None, evidence: Iterable[Evidence]) -> None:
    """Remember whom entries met, in the caller's transaction; what meets too many is disabled."""
    for key in sorted(_met(evidence)):
        entry = BankedHash.objects.select_related("bank").filter(pk=key).first()
        if entry is None:
            continue
        BankHit.objects.get_or_create(
            entry=entry, subject=subject, defaults={"person_id": person_id}
        )
        if entry.bank.source_kind == SourceKind.OWN:
            _ring(entry)


def forget_old_hits() -> int:
    """Daily."""
    return BankHit.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def people_met(entry: BankedHash) -> int:
    """Within the window; a thing whose maker is unknown counts as somebody's of their own."""
    recent = BankHit.objects.filter(entry=entry, at__gt=timezone.now() - WINDOW)
    known = recent.exclude(person_id=None).values("person_id").distinct().count()
    return known + recent.filter(person_id=None).count()


def _met(evidence: Iterable[Evidence]) -> set[UUID]:
    """The entries' ids; a term of any other form is no entry's."""
    terms = {
        hit.term
        for one in evidence
        for answer in one.answers
        if answer.detector in DETECTORS
        for hit in answer.hits
    }
    return {key for term in terms if (key := _as_id(term)) is not None}


def _as_id(term: str) -> UUID | None:
    try:
        return UUID(term)
    except ValueError:
        return None


def _ring(entry: BankedHash) -> None:
    if (met := people_met(entry)) <= MOST_PEOPLE:
        return
    with transaction.atomic():
        row = BankedHash.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if row.state not in (EntryState.SHADOW, EntryState.ACTIVE):
            return
        advance(
            row,
            to=EntryState.DISABLED,
            actor=ALARM,
            reason="met too many people",
            changed_at=timezone.now(),
        )
        record("moderation.hash.disabled", actor=ALARM, target=str(row.pk), people=met)
        for person in _staff():
            append(person_id=person.pk, type=DISABLED, data={"entry_id": str(row.pk)})


def _staff() -> Iterable[User]:
    """Those who may do something about it, in the order of their ids (see `append`)."""
    holds = Q(groups__permissions__codename="manage_banks") | Q(
        user_permissions__codename="manage_banks"
    )
    people = get_user_model().objects.filter(holds | Q(is_superuser=True), deleted_at=None)
    return people.filter(is_staff=True).distinct().order_by("pk")
