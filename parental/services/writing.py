"""Lines of the ledger, receipts, and what is owed to people: in the caller's transaction."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from inbox import event_types
from lib.outbox.services import enqueue
from parental import tasks, texts
from parental.models import (
    ConsentPurpose,
    ConsentReceipt,
    EntryKind,
    FamilyEntry,
    FamilyNotice,
    GuardianLink,
    Proposal,
)
from parental.models.notices import MAILED_TOGETHER
from parental.states import Side


def enter(link: GuardianLink, kind: EntryKind, by: Side, **facts: Any) -> FamilyEntry:
    """One line that both may read. `facts`: at, limit, value, why, release, proposal_id."""
    return FamilyEntry.objects.create(link_id=link.pk, kind=kind, by=by, **facts)


def enter_change(proposal: Proposal, kind: EntryKind, by: Side) -> FamilyEntry:
    """One line about a change of a control."""
    return enter(
        proposal.link,
        kind,
        by,
        limit=proposal.limit,
        value=proposal.value,
        why=proposal.why,
        proposal_id=proposal.pk,
    )


def receive(link: GuardianLink, purpose: ConsentPurpose, side: Side, *, given: bool) -> None:
    """That somebody said yes, or took it back, and what they had read (R11)."""
    text = texts.text_of(purpose)
    ConsentReceipt.objects.create(
        link_id=link.pk,
        person_id=link.teen_id if side == Side.TEEN else link.guardian_id,
        side=side,
        purpose=purpose,
        given=given,
        text_version=text.version,
        text_hash=text.hash,
    )


def owe(
    person_id: UUID,
    kind: str,
    data: dict[str, Any],
    *,
    due_at: datetime | None = None,
    by_mail: bool = True,
) -> None:
    """Somebody is told `kind` from `due_at` (now) on, in the app and, unless told not to, by mail.

    A worker does it: whoever makes the fact may hold other people's logs already. The mail about
    a change of limits waits a little for others, so that one tells of all. Raises as
    `inbox.event_types.validate` does.
    """
    event_types.validate(kind, data)
    now = timezone.now()
    due = due_at or now
    waits = timedelta(seconds=settings.FAMILY_MAIL_WAITS_SECONDS if kind in MAILED_TOGETHER else 0)
    row = FamilyNotice.objects.create(
        person_id=person_id, kind=kind, data=data, due_at=due, next_try_at=due + waits,
        mailed_at=None if by_mail else due,
    )  # fmt: skip
    if due <= now:
        enqueue(tasks.tell_family, row.pk)
