"""Who works on a case, and who has its page open."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.models.cases import Case
from lib.ids import new_id


class EndedAs(models.TextChoices):
    """How a claim ended."""

    RELEASED = "released", "Given back"
    SKIPPED = "skipped", "Skipped"
    IDLE = "idle", "Its lease ran out"
    DECIDED = "decided", "The case was decided"
    PROPOSED = "proposed", "A decision waits for a second person"
    LOST = "lost", "Its holder may not work on it any more"


class SkipReason(models.TextChoices):
    """Why a reviewer leaves a case to another (E41)."""

    CONFLICT = "conflict", "I know who is in it"
    LANGUAGE = "language", "I do not know the language"
    DISTRESS = "distress", "I had better not look at this"
    SPECIALIST = "specialist", "It needs somebody who knows the field"
    UNCLEAR = "unclear", "The rules do not say what to do"
    BROKEN = "broken", "It does not load"


class Assignment(models.Model):
    """One claim: `holder` works on the case until `leased_until`, unless they renew it or it ended
    before. Who holds none may look, and decides nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    holder = models.UUIDField()
    claimed_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=8, choices=EndedAs, blank=True)
    skip_reason = models.CharField(max_length=12, choices=SkipReason, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="one_person_holds_a_case"
            ),
            models.CheckConstraint(
                name="an_ended_claim_says_how",
                condition=Q(ended_at=None, ended_as="")
                | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
            ),
            models.CheckConstraint(
                name="a_claim_has_a_reason_exactly_when_skipped",
                condition=(Q(ended_as=EndedAs.SKIPPED) & ~Q(skip_reason=""))
                | (~Q(ended_as=EndedAs.SKIPPED) & Q(skip_reason="")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["leased_until"], condition=Q(ended_at=None), name="claims_by_their_lease"
            ),
            models.Index(
                fields=["holder", "claimed_at"],
                condition=Q(ended_at=None),
                name="claims_by_their_holder",
            ),
            models.Index(
                fields=["holder", "case", "ended_at"],
                condition=Q(ended_as=EndedAs.SKIPPED),
                name="skips_by_who_skipped",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_as=EndedAs.SKIPPED),
                name="skips_by_their_time",
            ),
        ]


class Presence(models.Model):
    """`person_id` had the page of the case open at `at`; one row for both, overwritten."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="presences")
    person_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "person_id"], name="somebody_looks_at_a_case_once"
            )
        ]
