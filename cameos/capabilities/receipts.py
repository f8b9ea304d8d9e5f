"""What a clip's manifest carries of a consent: a hash that proves and does not tell."""

import hashlib
import json

from cameos.models import Capability
from lib.ids import IdKind, encode


def receipt_hash(capability: Capability) -> str | None:
    """SHA-256, in hexadecimal, of salt and facts; None once the salt was destroyed.

    With 32 random bytes in front of it nobody finds the people by trying them, and two clips of
    the same people have nothing in common. Whoever holds capability and salt can prove it.
    """
    if capability.receipt_salt is None:
        return None
    facts = {
        "capability": capability.public_id,
        "cameo": encode(IdKind.CAMEO, capability.cameo_id),
        "requester": encode(IdKind.USER, capability.requester_id),
        "job": capability.job,
        "terms": capability.terms,
        "epoch": capability.epoch,
    }
    text = json.dumps(facts, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(bytes(capability.receipt_salt) + text.encode()).hexdigest()


def status_id_of(capability: Capability) -> str:
    """Under which the clip's consent can be asked about by anybody."""
    return encode(IdKind.CONSENT, capability.status_id)
