from dataclasses import dataclass
from enum import StrEnum

from cameos.ledger.signing import SignatureFault


class Fault(StrEnum):
    """What can be wrong, and what it means (docs/consent-ledger.md)."""

    ENTRY_EDITED = "entry_edited"
    ENTRY_MISSING = "entry_missing"
    LINK_BROKEN = "link_broken"
    TAIL_MISSING = "tail_missing"
    CHAIN_RECOMPUTED = "chain_recomputed"
    FACT_EDITED = "fact_edited"
    FACT_MISSING = "fact_missing"
    FACT_STRAY = "fact_stray"
    NOT_ANCHORED = "not_anchored"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_EDITED = "anchor_edited"
    ANCHOR_UNKNOWN = "anchor_unknown"
    HEAD_UNKNOWN = "head_unknown"
    KEY_UNKNOWN = SignatureFault.KEY_UNKNOWN.value
    SIGNATURE_FORGED = SignatureFault.FORGED.value


@dataclass(frozen=True, slots=True)
class Finding:
    """`place`: `cam_…/<seq>`, or `anchor/<number>` and a place in it."""

    fault: Fault
    place: str

    @classmethod
    def in_chain(cls, fault: Fault, cameo: str, seq: int) -> "Finding":
        """At an entry, or where one should be."""
        return cls(fault, f"{cameo}/{seq}")

    @classmethod
    def in_anchor(cls, fault: Fault, number: int, place: int | None = None) -> "Finding":
        """Of an anchor as a whole, or of one head of it."""
        return cls(fault, f"anchor/{number}" + ("" if place is None else f"/{place}"))
