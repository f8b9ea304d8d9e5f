"""Archives of what is somebody's own: asked for, given up, ended, and their files erased."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import AccountDeleted, StandingChanged
from accounts.models import Export, ExportState, User
from accounts.models.exports import ON_THE_WAY, next_message
from accounts.models.standings import SHUT_OUT
from audit.services import record
from lib import exporting
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound
from lib.outbox.services import enqueue
from lib.repairs import repair_each
from lib.signed_media import NOT_DONE, delete
from lib.states import advance, record_initial

log = structlog.get_logger(__name__)

KEEPER = Actor.system("exports")
ROWS_KEPT = timedelta(days=30)  # ours: that one asked, when, and what came of it
FETCHABLE = frozenset({ExportState.READY})


def ask(*, person: User) -> Export:
    """Owe somebody an archive. Raises DomainError `export_on_its_way`, `suspended`.

    An earlier one that is ready ends: of a whole life one copy is enough.
    """
    actor = Actor.person(person.pk)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        if not held.is_active:
            raise DomainError(ErrorCode.SUSPENDED, _("Your account is suspended."))
        mine = Export.objects.filter(person=held)
        if mine.filter(state__in=sorted(ON_THE_WAY)).exists():
            raise DomainError(
                ErrorCode.EXPORT_ON_ITS_WAY, _("An archive of yours is being made already.")
            )
        for earlier in mine.filter(state=ExportState.READY).select_for_update():
            end(earlier, actor=actor, reason="another was asked for")
        row = Export.objects.create(person=held)
        record_initial(row, actor=actor, reason="asked")
        record("accounts.export.asked", actor=actor, target=held.public_id, export=row.public_id)
        owe_work(row)
    return row


def exports_of(person: User) -> QuerySet[Export]:
    """One's own. Fetching is authorising."""
    return Export.objects.filter(person=person)


def looked_at(row: Export) -> Export:
    """The archive as it is now: one whose time is over, or in which something was taken back since,
    has ended, whenever the clock comes by. Raises NotFound where it went with its account."""
    if row.state not in FETCHABLE or not (reason := why_it_ends(row)):
        return row
    with transaction.atomic():
        held = Export.objects.select_for_update().filter(pk=row.pk).first()
        if held is None:
            raise NotFound
        if held.state in FETCHABLE:
            end(held, actor=KEEPER, reason=reason)
    return held


def why_it_ends(row: Export) -> str:
    """Of one that is ready; empty where it may be fetched."""
    if row.ends_at is not None and row.ends_at <= timezone.now():
        return "its time is over"
    if not row.person.is_active:
        return "the account is shut out"
    if exporting.is_taken_back(row.person, row.files):
        return "something in it was taken back"
    return ""


def end(row: Export, *, actor: Actor, reason: str) -> None:
    """Nobody fetches it from now on, and its files are owed an erasure. `row` is locked."""
    advance(
        *(row,), to=ExportState.ENDED, actor=actor, reason=reason,
        left=row.left_now(), storage_key="", files=[],
    )  # fmt: skip
    record("accounts.export.ended", actor=actor, target=row.person.public_id, reason=reason)
    owe_erasure(row)


def end_all(event: AccountDeleted) -> None:
    """The account is gone: so are its archives, and their rows once no file is left."""
    _end_each(event.user_id, "the account was deleted")


def end_where_shut_out(event: StandingChanged) -> None:
    """Nobody who is shut out can fetch one, whoever holds their phone; when they are back they ask
    anew. A child's account is frozen this way, and one whose parent took the consent back."""
    if event.standing in SHUT_OUT:
        _end_each(event.user_id, "the account is shut out")


def _end_each(person_id: UUID, reason: str) -> None:
    rows = Export.objects.filter(person_id=person_id).select_for_update()
    for row in rows.order_by("pk"):
        if row.state in ON_THE_WAY | FETCHABLE:
            end(row, actor=KEEPER, reason=reason)
        else:
            owe_erasure(row)


def owe_work(row: Export) -> None:
    """A worker is to make it."""
    from accounts.tasks import build_export  # which imports services

    enqueue(build_export, row.pk)


def owe_erasure(row: Export) -> None:
    """A worker is to erase what may lie under its keys."""
    from accounts.tasks import erase_export  # as above

    enqueue(erase_export, row.pk)


def erase_left(export_id: UUID) -> None:
    """Erase what earlier attempts and an archive that ended left, and forget each key once no
    attempt can write there any more; the row of a deleted account goes with the last. Safe to do
    again; a store that is away leaves it owed."""
    row = Export.objects.filter(pk=export_id).first()
    if row is None:
        return
    erased = {key for key in row.left if _is_erased(key)}
    now = timezone.now()
    with transaction.atomic():
        held = (
            Export.objects.select_for_update(of=("self",))
            .select_related("person")
            .get(pk=export_id)
        )
        held.left = {
            key: until
            for key, until in held.left.items()
            if key not in erased or datetime.fromisoformat(until) > now
        }
        held.save(update_fields=["left"])
        is_over = held.state not in ON_THE_WAY | FETCHABLE
        if held.person.deleted_at is not None and is_over and not held.left:
            held.delete()


def _is_erased(key: str) -> bool:
    try:
        delete(key)
    except NOT_DONE as error:
        log.error("export_not_erased", error=type(error).__name__)
        return False
    return True


def sweep() -> None:
    """End what has to end, owe again what a lost message or a dead worker left, forget old rows.
    One archive that fails keeps no other back; the wide question, of films inside, comes last."""
    now = timezone.now()
    ready = Export.objects.filter(state__in=sorted(FETCHABLE))
    repair_each(ready.filter(ends_at__lte=now), _end_if_due, by="asked_at")
    lapsed = Q(state=ExportState.BUILDING, leased_until__lt=now)
    waiting = Q(state=ExportState.WAITING, again_at__lt=now)
    repair_each(Export.objects.filter(lapsed | waiting), _ask_again, by="asked_at")
    repair_each(Export.objects.exclude(left={}), owe_erasure, by="asked_at")
    old = Export.objects.filter(asked_at__lt=now - ROWS_KEPT, left={})
    old.exclude(state__in=sorted(ON_THE_WAY | FETCHABLE)).delete()
    repair_each(ready.exclude(files=[]), _end_if_due, by="asked_at")


def _end_if_due(row: Export) -> None:
    if reason := why_it_ends(row):
        end(row, actor=KEEPER, reason=reason)


def _ask_again(row: Export) -> None:
    row.again_at = next_message()
    row.save(update_fields=["again_at"])
    owe_work(row)
