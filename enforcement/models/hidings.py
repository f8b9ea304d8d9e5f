from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.models.cases import Case
from enforcement.models.reports import Report
from enforcement.reasons import CODES
from lib.ids import new_id


class Lane(models.TextChoices):
    """Whose word hides a post before anybody decided (abuse.md, "hide first")."""

    SHOWN = "shown", "Somebody whose likeness is in it"
    NOTICE = "notice", "A complete notice about an intimate image"
    FLAGGER = "flagger", "A trusted flagger"
    CHILD = "child", "A report of child safety that an automatic check supports"


class HidingEnd(models.TextChoices):
    """What ended it."""

    DECIDED = "decided"
    CLOSED = "closed"
    CONTESTED = "contested"  # its maker contested, and nobody decided in time
    OVER = "over"  # nobody decided in time

    @classmethod
    def in_time(cls, *, contested: bool) -> "HidingEnd":
        """Of what nobody decided about until its time was over."""
        return cls.CONTESTED if contested else cls.OVER


LAPSED = frozenset({HidingEnd.CONTESTED, HidingEnd.OVER})  # nobody decided


def told_of() -> "models.QuerySet[Hiding]":
    """What a maker may know of: of child safety nothing (E47)."""
    return Hiding.objects.exclude(lane=Lane.CHILD)


def told_to(person_id: UUID) -> "models.QuerySet[Hiding]":
    """What hid, or hides, something of somebody, as far as they may know."""
    return told_of().filter(owner_id=person_id)


class Hiding(models.Model):
    """A post is hidden while somebody decides, once for each reason ever. Whose word it was stands
    on the report. `ends_at`: without a decision; empty where only a decision ends it.
    `contested_at`: when its maker contested. `weaker_…`: what hid it for a time before a stronger
    word did until a decision; it stands again once that word falls."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hidings")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="hiding")
    post_id = models.UUIDField()
    owner_id = models.UUIDField()
    reason = models.CharField(max_length=32, choices=CODES)
    lane = models.CharField(max_length=8, choices=Lane)
    weaker_report = models.OneToOneField(
        Report, on_delete=models.PROTECT, null=True, related_name="+"
    )
    weaker_lane = models.CharField(max_length=8, choices=Lane, blank=True)
    weaker_ends_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    contested_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, choices=HidingEnd, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["post_id", "reason"], name="a_reason_hides_a_post_first_once"
            ),
            models.CheckConstraint(
                name="an_ended_hiding_says_how",
                condition=Q(ended_at=None, ended_as="")
                | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
            ),
            models.CheckConstraint(
                name="a_weaker_word_is_kept_whole",
                condition=Q(weaker_report=None, weaker_lane="", weaker_ends_at=None)
                | Q(
                    ~Q(weaker_lane=""),
                    weaker_report__isnull=False,
                    weaker_ends_at__isnull=False,
                    ends_at=None,
                ),
            ),
            models.CheckConstraint(
                name="what_hides_a_child_is_contested_by_nobody",
                condition=~Q(lane=Lane.CHILD) | Q(contested_at=None),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner_id", "-since"], name="hidings_of_an_owner_newest"),
            models.Index(fields=["-since"], name="hidings_newest"),
            models.Index(fields=["ends_at"], name="hidings_that_end", condition=Q(ended_at=None)),
        ]

    @property
    def cause(self) -> str:
        """Under which the post's room knows it."""
        return f"hide:{self.pk}"
