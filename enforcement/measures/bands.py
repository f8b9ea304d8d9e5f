"""Severities as few names, for tables."""

from django.db import models

from enforcement.reasons import HIGH


class Band(models.TextChoices):
    """From the gravest on."""

    GRAVE = "grave", "Grave (90 to 100)"
    HIGH = "high", "High (75 to 89)"
    MEDIUM = "medium", "Medium (50 to 74)"
    LOW = "low", "Low (under 50)"


LEAST = {Band.GRAVE: 90, Band.HIGH: HIGH, Band.MEDIUM: 50, Band.LOW: 0}


def band_of(severity: int) -> Band:
    """In which a severity, 0 to 100, lies."""
    return next(band for band, least in LEAST.items() if severity >= least)


# The same in SQL, of a column `severity`.
BAND_SQL = (
    "CASE "
    + " ".join(f"WHEN severity >= {least} THEN '{band}'" for band, least in LEAST.items())
    + " END"
)
