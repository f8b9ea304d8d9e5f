from cameos.capabilities.receipts import receipt_hash
from cameos.ledger.facts import CapabilityIssued
from cameos.models import Capability
from lib.ids import IdKind, encode


def capability_issued(row: Capability) -> CapabilityIssued:
    """That one video may use it, and under which receipt, and who draws it."""
    return CapabilityIssued(
        capability=row.public_id,
        requester=encode(IdKind.USER, row.requester_id),
        job=row.job,
        terms=row.bounds().digest().hex(),
        receipt=receipt_hash(row) or "",
        epoch=row.epoch,
        expires=row.expires_at.isoformat(),
        processor=row.processor,
    )
