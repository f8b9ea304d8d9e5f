from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from cameos.ledger.anchoring import store
from cameos.ledger.anchoring.making import LATE, alone
from cameos.ledger.signing import own_keys
from cameos.ledger.verifying.anchors import anchor_findings
from cameos.ledger.verifying.chains import chain_findings
from cameos.ledger.verifying.findings import Finding
from cameos.models import AnchoredHead, ConsentEntry, ConsentOpening


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and every fault of it."""

    chains: int
    entries: int
    anchors: int
    findings: tuple[Finding, ...]


def verify(*, only: UUID | None = None, at_least: int = 0) -> Report:
    """Look at all chains, or at one, and at every anchor. Safe beside a running service.

    Raises AnchorStoreFailed, ImproperlyConfigured without keys: then nothing was verified.
    """
    with alone():  # an anchor that is just being made is not missing
        anchors, found = anchor_findings(store(), trusted=own_keys(), at_least=at_least, only=only)
    due = timezone.now() - LATE
    chains, entries = [only] if only else _chains(), 0
    for cameo_id in chains:
        count, faults = chain_findings(cameo_id, anchored_by=due)
        entries += count
        found += faults
    unique = tuple(dict.fromkeys(found))
    return Report(len(chains), entries, anchors, unique)


def _chains() -> list[UUID]:
    """Those too of which nothing but an opening or an anchored head is left."""
    return sorted(
        {
            cameo_id
            for model in (ConsentEntry, ConsentOpening, AnchoredHead)
            for cameo_id in model._default_manager.values_list("cameo_id", flat=True).distinct()
        }
    )
