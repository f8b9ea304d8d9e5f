"""The visible mark on the one rendition that leaves."""

from provenance.watermark.burning import burn
from provenance.watermark.mark import Mark, mark_for, neutral_token

__all__ = ["Mark", "burn", "mark_for", "neutral_token"]
