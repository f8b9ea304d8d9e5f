"""An operator's own banks of terms, matched in the process that asks."""

from moderation.detectors.term_banks.detector import BankSpec, CompiledBank, assess
from moderation.detectors.term_banks.drafts import Draft, TermRefusal, draft

__all__ = ["BankSpec", "CompiledBank", "Draft", "TermRefusal", "assess", "draft"]
