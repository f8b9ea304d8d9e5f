"""Which recordings the model of today has not measured."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.db.models import F, Q

from cameos.remeasuring.measuring import Result, remeasure
from cameos.states import CameoState
from cameos.vault.loading import of_other_marks
from lib.faces.base import FaceKind, TemplateMark
from lib.media.apart.gone import DecoderGone

# Recordings were read when they were accepted: so many that suddenly cannot be are no accident.
MOST_GONE = 3


def owed(mark: TemplateMark) -> Iterator[UUID]:
    """The keys of all under a consent that stands, accepted ones first: without these no film is
    cleared, without the others every newcomer is held. Last who was asked to record anew."""
    asked = Q(cameo__state=CameoState.NEEDS_REVERIFY)
    of_cameos = of_other_marks(mark).filter(cameo__isnull=False)
    for rows in (of_cameos.exclude(asked), of_cameos.filter(asked)):
        ordered = rows.order_by(F("confirmed_at").asc(nulls_last=True), "pk")
        yield from list(ordered.values_list("pk", flat=True))


def without_recording(mark: TemplateMark) -> int:
    """How many blocked people the model has not measured: nothing is kept that it could measure, so
    whoever asked for them is asked for pictures again."""
    return of_other_marks(mark).filter(blocked__isnull=False).count()


def remeasure_owed(kind: FaceKind, *, most: int | None = None) -> Counter[Result]:
    """So many of them at most; whoever goes on later begins with the first that is still owed.

    Raises DecoderGone, when the others are done: one recording that kills its decoder each time
    keeps nobody else waiting, and several in a row say that the machine is at fault.
    """
    done: Counter[Result] = Counter()
    gone: DecoderGone | None = None
    in_a_row = 0
    for key_id in islice(owed(kind.mark), most):
        try:
            done[remeasure(key_id, kind)] += 1
            in_a_row = 0
        except DecoderGone as error:
            gone, in_a_row = error, in_a_row + 1
            if in_a_row == MOST_GONE:
                break
    if gone is not None:
        raise gone
    return done
