"""How many people met which entry; and the alarm with which an own entry puts itself out of action,
or, where it protects children, asks a person from then on."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.staffing import staff_with
from audit.services import record
from inbox.services import notify
from lib.actors import Actor
from lib.states import advance
from moderation.categories import Category
from moderation.models import BankedHash, BankHit, EntryState, SourceKind
from moderation.policy.judging import Evidence

ALARM = Actor.system("bank_alarm")
# Ours: something that must not appear again is tried by a few, not by a crowd within a day. People
# are counted, not things: one who uploads it again and again cannot switch the entry off.
MOST_PEOPLE = 10
WINDOW = timedelta(days=1)
KEPT = timedelta(days=90)
DETECTORS = frozenset({"hash_bank", "file_bank"})


def count_hits(subject: str, *, person_id: UUID | None, evidence: Iterable[Evidence]) -> None:
    """Remember whom entries met, in the caller's transaction; what meets too many is disabled."""
    for key in sorted(_met(evidence)):
        entry = BankedHash.objects.select_related("bank").filter(pk=key).first()
        if entry is None:
            continue
        BankHit.objects.get_or_create(
            entry=entry, subject=subject, defaults={"who": _who(entry, person_id)}
        )
        if entry.bank.source_kind == SourceKind.OWN:
            _ring(entry)


def forget_old_hits() -> int:
    """Daily: who met it after the window, that it was met after ninety days."""
    now = timezone.now()
    BankHit.objects.filter(at__lt=now - WINDOW).exclude(who="").update(who="")
    return BankHit.objects.filter(at__lt=now - KEPT).delete()[0]


def people_met(entry: BankedHash) -> int:
    """Within the window; all makers who are unknown together count as one."""
    recent = BankHit.objects.filter(entry=entry, at__gt=timezone.now() - WINDOW)
    return recent.values("who").distinct().count()


def _who(entry: BankedHash, person_id: UUID | None) -> str:
    """Outlasts the account, or one person would count as many once it is gone; another for each
    entry, so that nothing joins what somebody met."""
    if person_id is None:
        return ""
    said = f"{entry.pk}:{person_id}"
    key = settings.DEVICE_FLAG_KEY
    return salted_hmac("bank hit", said, secret=key, algorithm="sha256").hexdigest()


def _met(evidence: Iterable[Evidence]) -> set[UUID]:
    """The entries' ids; a term of any other form is no entry's."""
    terms = {
        hit.term
        for one in evidence
        for answer in one.answers
        if answer.detector in DETECTORS
        for hit in answer.hits
    }
    return {key for term in terms if (key := as_id(term)) is not None}


def as_id(term: str) -> UUID | None:
    """The entry that a finding names, if it is one."""
    try:
        return UUID(term)
    except ValueError:
        return None


def _ring(entry: BankedHash) -> None:
    if (met := people_met(entry)) <= MOST_PEOPLE:
        return
    with transaction.atomic():
        row = BankedHash.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        # A crowd of puppets must not open the way for what harms children: it is looked at then.
        child = entry.bank.category == Category.CHILD_SAFETY and row.state != EntryState.SHADOW
        to = EntryState.DOUBTED if child else EntryState.DISABLED
        if to not in row.state_graph.edges[EntryState(row.state)]:
            return
        out_of_action(row, to=to, actor=ALARM, reason="met too many people", people=met)


def out_of_action(
    row: BankedHash, *, to: EntryState, actor: Actor, reason: str, **facts: int
) -> None:
    """Move an entry out of full effect, and tell staff. The caller holds its row, and comes to
    no other log after this. Raises StaleState."""
    advance(row, to=to, actor=actor, reason=reason, changed_at=timezone.now())
    record(f"moderation.hash.{to.value}", actor=actor, target=str(row.pk), **facts)
    # Those who may do something about it, in the order of their ids (see `log.append`).
    for person in staff_with("moderation.manage_banks"):
        notify(person_id=person.pk, type=f"bank.entry_{to.value}", data={"entry_id": str(row.pk)})
