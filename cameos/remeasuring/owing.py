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


def owed(mark: TemplateMark) -> Iterator[UUID]:
    """The keys of all under a consent that stands, accepted ones first: without these no film is
    cleared, without the others every newcomer is held. Last who was asked to record anew."""
    asked = Q(cameo__state=CameoState.NEEDS_REVERIFY)
    for rows in (of_other_marks(mark).exclude(asked), of_other_marks(mark).filter(asked)):
        ordered = rows.order_by(F("confirmed_at").asc(nulls_last=True), "pk")
        yield from list(ordered.values_list("pk", flat=True))


def remeasure_owed(kind: FaceKind, *, most: int | None = None) -> Counter[Result]:
    """So many of them at most; whoever goes on later begins with the first that is still owed."""
    done: Counter[Result] = Counter()
    for key_id in islice(owed(kind.mark), most):
        done[remeasure(key_id, kind)] += 1
    return done
