"""Frames against a bank of known pictures."""

from moderation.detectors.hashes.bank import BankEntry, BankRefusal, bank_refusal
from moderation.detectors.hashes.detector import build

__all__ = ["BankEntry", "BankRefusal", "bank_refusal", "build"]
