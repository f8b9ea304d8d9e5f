"""The end of accounts whose owner is held to be under 13 and proved nothing else in time."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import AgeAppeal, AgeBand, User
from accounts.models.age_appeals import WAITING
from accounts.services.ages import PROOF_WITHIN
from accounts.services.deletion import delete_account, no_clock_erases
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.repairs import repair_each

REMIND_BEFORE = timedelta(days=3)


def delete_unproven() -> int:
    """Delete everybody whose time for a proof ran out. How many.

    Whoever asked in time for a look at a proof waits for the answer of staff, but no longer than
    PROOF_WITHIN again: a child's data is not kept because nobody decides. Nobody while the database
    may be behind: whoever proved their age since the copy was made is a child in it.
    """
    if no_clock_erases():
        return 0
    return repair_each(User.objects.filter(_overdue()), _delete, by="proof_due_at")


def remind_unproven() -> int:
    """Once, REMIND_BEFORE the end: how to prove, and what happens else. How many."""
    from accounts.tasks import mail_about_proof  # which imports services

    now = timezone.now()
    due = User.objects.filter(
        proof_due_at__gt=now,
        proof_due_at__lte=now + REMIND_BEFORE,
        proof_reminded_at=None,
        assured_band=AgeBand.UNDER_13,
        deleted_at=None,
    )
    told = 0
    for which in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            if due.filter(pk=which).update(proof_reminded_at=now):
                enqueue(mail_about_proof, which, "reminder")
                told += 1
    return told


def _overdue() -> Q:
    now = timezone.now()
    waiting = AgeAppeal.objects.filter(person=OuterRef("pk"), state__in=sorted(WAITING))
    ends = ~Exists(waiting) | Q(proof_due_at__lte=now - PROOF_WITHIN)
    return Q(ends, proof_due_at__lte=now, assured_band=AgeBand.UNDER_13, deleted_at=None)


def _delete(person: User) -> None:
    """Each in a transaction of its own, asked again under the lock, for a proof may just have come;
    one that fails keeps no other child's data here."""
    delete_account(person=person, actor=Actor.system("age"))
