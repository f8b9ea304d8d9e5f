"""The last thing that happens to a file before it may leave (law 10)."""

from provenance.signing.sealing import Seal, seal
from provenance.signing.statement import Consent, Given, Statement

__all__ = ["Consent", "Given", "Seal", "Statement", "seal"]
