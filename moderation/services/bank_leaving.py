"""What was stopped by bank entries that stop nothing any more: removed, paused, rested, or their
bank loosened. Asked by a sweep: there are many ways out of effect, and some are an exchange's.
"""

from collections.abc import Iterable

from moderation.answers import Ruling
from moderation.models import Finding, Scan
from moderation.services.bank_alarm import DETECTORS, as_id
from moderation.services.bank_loading import in_effect


def met_what_left(subjects: Iterable[str], *, stage: str) -> set[str]:
    """Those of these things whose newest look at this stage met an entry that has left since."""
    scans = Scan.objects.filter(subject__in=list(subjects), stage=stage)
    newest = scans.order_by("subject", "-id").distinct("subject").values_list("pk", flat=True)
    met = Finding.objects.filter(
        scan__in=list(newest), detector__in=DETECTORS, ruling__in=[Ruling.REVIEW, Ruling.BLOCK]
    )
    found = [(subject, as_id(term)) for subject, term in met.values_list("scan__subject", "term")]
    standing = in_effect(key for _, key in found if key is not None)
    return {subject for subject, key in found if key is not None and key not in standing}
