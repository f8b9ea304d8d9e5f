"""The words beside a request: the owner reads them once they were judged (law 1)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.pauses import pause_refusal
from cameos.models import CameoRequest, NoteState, RequestState
from lib.errors import DomainError, ErrorCode
from lib.events import publish
from lib.holds import REMOVED_AFTER, next_look
from lib.plain_text import has_unusable, is_invisible, normalised
from lib.repairs import repair_each
from lib.selecting import with_public_id
from lib.texts import TextJudged, TextSubmitted, TextVerdict, TextWithdrawn, Written

MOST_CHARACTERS = 200
SURFACE = "message"
NO_NOTE: dict[str, Any] = {"note": None, "note_state": NoteState.NONE, "rescan_at": None}


def accepted(note: str, *, by: User) -> str | None:
    """The note in NFC, None where there is nothing to see.

    Raises DomainError `max_length`, `invalid_characters`, `cooling_off`.
    """
    words = normalised(note)
    if len(words) > MOST_CHARACTERS:
        raise DomainError(
            ErrorCode.MAX_LENGTH, _("The note is longer than 200 characters."), attr="note"
        )
    if has_unusable(words):
        raise DomainError(
            ErrorCode.INVALID_CHARACTERS,
            _("The note holds characters that cannot be used."),
            attr="note",
        )
    if is_invisible(words):
        return None
    if refusal := pause_refusal(by):
        raise refusal
    return words


def fields(words: str | None, *, since: datetime) -> dict[str, Any]:
    """The columns of a new request."""
    if words is None:
        return NO_NOTE
    return {"note": words, "note_state": NoteState.WAITING, "rescan_at": next_look(since)}


def submit(row: CameoRequest) -> None:
    """To be judged, also where nobody will hear the request: both must look alike."""
    if row.note_state == NoteState.WAITING:
        publish(TextSubmitted(row.public_id))


def erased(row: CameoRequest) -> dict[str, Any]:
    """The columns of a request that waits no more."""
    if row.note_state == NoteState.WAITING:
        publish(TextWithdrawn(row.public_id))
    if row.note_state in (NoteState.WAITING, NoteState.SHOWN):
        return NO_NOTE
    return {}


def erase_all_of(person_id: UUID) -> None:
    """What somebody who left wrote beside requests, those that were answered long ago too."""
    CameoRequest.objects.filter(person=person_id, note__isnull=False).update(**NO_NOTE)


def read_waiting(subject: str) -> Written | None:
    """What moderation reads."""
    row = _waiting(subject)
    if row is None:
        return None
    return Written(
        surface=SURFACE, label="Note beside a request", text=row.note or "",
        person_id=row.person_id, under_18=True, since=row.asked_at, for_everyone=False,
    )  # fmt: skip


def settle(event: TextJudged) -> None:
    """Hears of judgements; what ended meanwhile stays as it is."""
    row = _waiting(event.subject)
    if row is None:
        return
    # A compare-and-swap: a request that ended in between has erased its note.
    rows = CameoRequest.objects.filter(pk=row.pk, note_state=NoteState.WAITING)
    if event.verdict == TextVerdict.PASSED:
        rows.update(note_state=NoteState.SHOWN, rescan_at=None)
    else:
        rows.update(note_state=NoteState.REFUSED, note=None, rescan_at=None)


def look_again() -> int:
    """Submit once more what waits too long; after a week give up. Returns how many."""
    now = timezone.now()
    waiting = CameoRequest.objects.filter(note_state=NoteState.WAITING, rescan_at__lt=now)
    old = waiting.filter(asked_at__lt=now - REMOVED_AFTER)
    return repair_each(old, _give_up, by="asked_at") + repair_each(
        waiting, _submit_again, by="asked_at"
    )


def _give_up(row: CameoRequest) -> None:
    CameoRequest.objects.filter(pk=row.pk).update(
        note_state=NoteState.REFUSED, note=None, rescan_at=None
    )
    publish(TextWithdrawn(row.public_id))


def _submit_again(row: CameoRequest) -> None:
    CameoRequest.objects.filter(pk=row.pk).update(rescan_at=next_look(row.asked_at))
    publish(TextSubmitted(row.public_id))


def _waiting(subject: str) -> CameoRequest | None:
    rows = CameoRequest.objects.filter(note_state=NoteState.WAITING, state=RequestState.WAITING)
    return with_public_id(rows, subject)
