from uuid import UUID

from cameos.capabilities.receipts import receipt_hash, status_id_of
from generation.services.consent import capabilities_of
from provenance.signing import Consent


def receipts_of(job_id: UUID) -> tuple[Consent, ...]:
    """What the manifest of a job's film says of the consents under which it was made.

    In the order of their random ids: that of the cameos would be the same in two films.
    """
    found = [
        Consent(status_id_of(row), receipt)
        for row in capabilities_of(job_id)
        if (receipt := receipt_hash(row)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one.status_id))
