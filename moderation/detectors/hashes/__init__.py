"""Frames against a bank of known pictures."""

from moderation.detectors.hashes.bank import MAX_DISTANCE, BankEntry, BankRefusal, bank_refusal
from moderation.detectors.hashes.detector import NAME, build, hit_of
from moderation.detectors.hashes.shown import Shown

__all__ = [
    "MAX_DISTANCE",
    "NAME",
    "BankEntry",
    "BankRefusal",
    "Shown",
    "bank_refusal",
    "build",
    "hit_of",
]
