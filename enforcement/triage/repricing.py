"""The priorities of cases that wait, as what they stand on grows and fades."""

from datetime import timedelta

from django.utils import timezone

from enforcement.models import Case
from enforcement.states import UNDECIDED
from enforcement.triage.priority import score
from lib.repairs import repair_each

STALE = timedelta(minutes=10)
BATCH = 500  # of a sweep: a case is some eight short statements


def reprice(case: Case) -> None:
    """As of now. The caller holds the case and saves nothing of these fields itself."""
    case.priority, case.components = score(case)
    case.priced_at = timezone.now()
    case.save(update_fields=["priority", "components", "priced_at"])


def reprice_stale() -> int:
    """Those that were computed longest ago. Returns how many; safe to be killed in."""
    waiting = Case.objects.filter(
        state__in=sorted(UNDECIDED), diverted=False, priced_at__lte=timezone.now() - STALE
    )
    oldest = list(waiting.order_by("priced_at").values_list("pk", flat=True)[:BATCH])
    return repair_each(waiting.filter(pk__in=oldest), reprice, by="priced_at")
