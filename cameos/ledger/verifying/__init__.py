"""Whether the ledger is what was written: chains by themselves, and against their anchors."""

from cameos.ledger.verifying.findings import Fault, Finding
from cameos.ledger.verifying.whole import Report, verify

__all__ = ["Fault", "Finding", "Report", "verify"]
