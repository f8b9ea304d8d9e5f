"""What we were told about somebody's age, by whom, and how sure that is."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedJSONField


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
    DECLARED_RANGE = "declared_range"  # the app passes on what Apple's API told it
    OWN_WORDS = "own_words"
    REPORT = "report"
    PREDICTED = "predicted"
    ESTIMATE = "estimate"  # from a face, at enrolment
    GUARDIAN = "guardian"
    STAFF = "staff"
    DOCUMENT = "document"  # seen by staff; never kept
    VERIFIED = "verified"  # the signed answer of the operator's verification provider


# How much a signal weighs when it would loosen: only a stronger one can (law 3).
ASSURANCE: dict[AgeSource, int] = {
    AgeSource.OWN_WORDS: 1,
    AgeSource.REPORT: 1,
    AgeSource.SELF_DECLARED: 1,
    AgeSource.DECLARED_RANGE: 1,
    AgeSource.PREDICTED: 1,
    AgeSource.ESTIMATE: 2,
    AgeSource.GUARDIAN: 3,
    AgeSource.STAFF: 4,
    AgeSource.DOCUMENT: 5,
    AgeSource.VERIFIED: 5,
}
# What can make somebody's protection less at all (A4: never a single weak signal). A guardian's
# word confirms a teen, and never makes one an adult (abuse table, "guardian invitation").
LOOSENING = frozenset(source for source in AgeSource if ASSURANCE[source] >= 4)
# What leads out of "under 13", and what no prediction doubts.
PROOF = frozenset({AgeSource.DOCUMENT, AgeSource.VERIFIED})


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


class SignalEnd(models.TextChoices):
    """Why a signal counts no more."""

    SUPERSEDED = "superseded"  # its source said something newer
    CORRECTED = "corrected"  # staff had recorded a document by mistake
    WITHDRAWN = "withdrawn"  # what it rested on is gone: a guardian's link, a mistaken report


class AgeSignalEnded(AppendOnly):
    """A signal does not count any more; the signal itself stays in the log."""

    signal_id = models.BigIntegerField(unique=True)
    person_id = models.UUIDField(db_index=True)
    why = models.CharField(max_length=12, choices=SignalEnd)
    actor = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)


class AgeInput(models.Model):
    """What a signal was drawn from: codes and numbers, sealed; purged while the band stays (A2).

    `adult_from` inside is the day on which the source says the person is 18, where it said one.
    """

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="age_inputs")
    signal_id = models.BigIntegerField(unique=True)
    facts = EncryptedJSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="age_inputs_oldest_first")
        ]


class AgeLook(models.Model):
    """When the predictor last looked at somebody, so that it looks again only at new behaviour."""

    person = models.OneToOneField("accounts.User", models.CASCADE, related_name="+")
    at = models.DateTimeField()
