"""What is owed of a revocation, film after film; the rooms that hold films do it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Subquery
from django.utils import timezone

from cameos.models import Capability, Revocation
from cameos.reading import consent_lost

SILENT = timedelta(minutes=2)  # a film takes seconds
OVERDUE = timedelta(hours=1)  # without a film: the nightly proof takes it for forgotten


def films_owed(revocation_id: UUID, *, most: int) -> list[tuple[UUID, UUID]]:
    """The next hidden films as pairs of capability and film, in the order of the cursor.

    Complete: whoever finished a film before the revocation had its row, and nobody can since.
    """
    row = Revocation.objects.filter(pk=revocation_id, finished_at=None).first()
    if row is None:
        return []
    films = Capability.objects.filter(cameo_id=row.cameo_id, film_id__isnull=False, gone_at=None)
    rows = films.filter(consent_lost())
    if row.cursor is not None:
        rows = rows.filter(pk__gt=row.cursor)
    found = rows.order_by("pk").values_list("pk", "film_id")[:most]
    return [(pk, film) for pk, film in found if film is not None]


def reached(revocation_id: UUID, cursor: UUID, *, gone: bool) -> bool:
    """All films up to here are gone, or owed in a row of their own; whether it was `gone`, this one
    is counted. Of two at once one is told True: they owe it in the same transaction."""
    behind = Q(cursor=None) | Q(cursor__lt=cursor)
    counted = F("films") + (1 if gone else 0)
    return bool(
        Revocation.objects.filter(behind, pk=revocation_id).update(
            cursor=cursor, films=counted, touched_at=timezone.now()
        )
    )


def one_gone(revocation_id: UUID) -> None:
    """One that was owed when it was reached."""
    Revocation.objects.filter(pk=revocation_id).update(
        films=F("films") + 1, touched_at=timezone.now()
    )


def films_of(revocation_id: UUID) -> QuerySet[Capability, UUID | None]:
    """The keys of all films that were made under the consents that it ended: their number does not
    grow."""
    row = Revocation.objects.filter(pk=revocation_id)
    ended = Capability.objects.filter(
        cameo_id__in=row.values("cameo_id"), epoch__lte=Subquery(row.values("through"))
    )
    return ended.filter(film_id__isnull=False).values_list("film_id", flat=True)


def finish(revocation_id: UUID) -> None:
    """Nothing is left. Said twice, nothing changes."""
    now = timezone.now()
    owed = Revocation.objects.filter(pk=revocation_id, finished_at=None)
    owed.update(finished_at=now, touched_at=now)


def forgotten() -> Sequence[UUID]:
    """Revocations of which nobody heard for a while: a message or its worker was lost."""
    silent = Revocation.objects.filter(finished_at=None, touched_at__lt=timezone.now() - SILENT)
    return list(silent.order_by("touched_at").values_list("pk", flat=True))


def is_owed(film_id: UUID) -> bool:
    """Whether a revocation that goes on is to remove this film."""
    cameos = Capability.objects.filter(film_id=film_id).values("cameo_id")
    lately = timezone.now() - OVERDUE
    owed = Revocation.objects.filter(finished_at=None, touched_at__gt=lately)
    return owed.filter(cameo_id__in=cameos).exists()
