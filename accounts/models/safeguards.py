"""What somebody says of their own limits, where they are, and how long they watched."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class RegionSource(models.TextChoices):
    """Who said where an account's law is made."""

    SELF_DECLARED = "self_declared"
    STAFF = "staff"


class SafeguardSettings(models.Model):
    """One person's own choices and place; somebody without a row has chosen nothing.

    `choices` maps a limit to the value that the person themself asked for. Until `former_until`
    the time zone before the last change counts beside the present one. `region` is an ISO 3166
    code, of a country or of a part of it.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="safeguard_settings",
    )
    choices = models.JSONField(default=dict)
    time_zone = models.CharField(max_length=64, blank=True)
    former_time_zone = models.CharField(max_length=64, blank=True)
    former_until = models.DateTimeField(null=True)
    region = models.CharField(max_length=6, blank=True)
    region_source = models.CharField(max_length=16, choices=RegionSource, blank=True)

    # The likeness process asks what an owner's limits let be done with their likeness.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_region_says_who_named_it",
                condition=models.Q(region="", region_source="")
                | (~models.Q(region="") & ~models.Q(region_source="")),
            ),
            models.CheckConstraint(
                name="a_former_time_zone_counts_until_a_time",
                condition=models.Q(former_time_zone="", former_until=None)
                | (~models.Q(former_time_zone="") & models.Q(former_until__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class WatchedTime(models.Model):
    """How long somebody watched the feed in one quarter of an hour.

    Bit n of `minutes`: in minute n of it something was asked for (fifteen bits fill the column).
    `seconds`: playing time of what was served in it. Quarters, because every zone's midnight falls
    on one; nothing about what was watched. Kept only of people whom a limit of minutes can concern.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watched_times"
    )
    quarter = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "quarter"], name="one_row_for_each_quarter_that_somebody_watched"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["quarter"], name="watched_times_by_age")
        ]
