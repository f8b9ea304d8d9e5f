"""What we were told about somebody's age, by whom, and how sure that is."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from lib.append_only import AppendOnly


class AgeBand(models.TextChoices):
    """The bands that rules speak of."""

    UNDER_13 = "under_13"
    TEEN = "13_17"
    ADULT = "18_plus"
    UNKNOWN = "unknown"


# From most to least protective; unknown is treated as under 18 (law 3).
PROTECTIVENESS: dict[AgeBand, int] = {
    AgeBand.UNDER_13: 0,
    AgeBand.TEEN: 1,
    AgeBand.UNKNOWN: 1,
    AgeBand.ADULT: 2,
}


class AgeSource(models.TextChoices):
    """Where a signal came from."""

    SELF_DECLARED = "self_declared"
    OWN_WORDS = "own_words"
    REPORT = "report"
    ESTIMATE = "estimate"
    GUARDIAN = "guardian"
    STAFF = "staff"
    DOCUMENT = "document"  # seen by staff; never kept


# How much a signal weighs when it would loosen: only a stronger one can (law 3).
ASSURANCE: dict[AgeSource, int] = {
    AgeSource.OWN_WORDS: 1,
    AgeSource.REPORT: 1,
    AgeSource.SELF_DECLARED: 1,
    AgeSource.ESTIMATE: 2,
    AgeSource.GUARDIAN: 3,
    AgeSource.STAFF: 4,
    AgeSource.DOCUMENT: 5,
}


class AgeSignal(AppendOnly):
    """One thing that was said about one person's age. Holds a band, never a date of birth."""

    person_id = models.UUIDField(db_index=True)
    source = models.CharField(max_length=20, choices=AgeSource)
    band = models.CharField(max_length=10, choices=AgeBand)
    actor = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_age_signal_names_a_band",
                condition=models.Q(band__in=[AgeBand.UNDER_13, AgeBand.TEEN, AgeBand.ADULT]),
            )
        ]
