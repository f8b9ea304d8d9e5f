"""Did we make this? Answered from the file alone, without the network."""

from provenance.verification.outcome import Claims, Ingredient, State, Verification
from provenance.verification.verifying import verify

__all__ = ["Claims", "Ingredient", "State", "Verification", "verify"]
