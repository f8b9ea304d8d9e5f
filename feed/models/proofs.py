"""The nightly proof of the feed (D-7): what was examined, what was found, what came of it.

All three tables only grow. A run exists from its first step on, and is published by its row in
ProofRun: a run without one never finished and says nothing.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly


class ProofStep(AppendOnly):
    """A batch of posts of one run, in the order of their keys, up to `upto`.

    `examined` could be seen by somebody else than their author and were rated anew from their
    scans; `hidden` are stale and wait to be rated; `reinstated` stand by a person's decision;
    `unproven` lack an answer, with no verdict against them, and are shown to nobody meanwhile.
    `detectors`: "name version" of all that answered about them. Step 0 begins a run.
    """

    run = models.UUIDField()
    number = models.PositiveIntegerField()
    policy_version = models.CharField(max_length=32)
    profile = models.CharField(max_length=16)
    upto = models.UUIDField(null=True)
    examined = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)
    reinstated = models.PositiveIntegerField(default=0)
    unproven = models.PositiveIntegerField(default=0)
    detectors = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "number"], name="a_step_of_a_proof_is_done_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at"], name="proof_steps_newest")
        ]


class Violation(models.TextChoices):
    """What a stored post claimed and its scans do not bear out."""

    FITS_NOBODY = "fits_nobody"
    NOT_UNDER_18 = "not_under_18"
    MINOR_DENIED = "minor_denied"
    WRONG_STAMP = "wrong_stamp"
    UNSCANNED = "unscanned"  # a stage has no scan of it: it never took the way of what is published
    CONSENT_ENDED = "consent_ended"  # somebody in it took their consent back, and it is there
    UNPROVABLE = "unprovable"  # its rows cannot be read or rated


class ProofFinding(AppendOnly):
    """One violation, written in the transaction that ended it. `was`: the rating until then."""

    run = models.UUIDField()
    post_id = models.UUIDField()
    violation = models.CharField(max_length=16, choices=Violation)
    was = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "post_id"], name="a_proof_finds_a_post_once")
        ]


class ProofRun(AppendOnly):
    """A run that came to its end: `violations` of `examined`, of which `fixed` are ended.

    `detectors_sha256` is over the sorted lines "name version" of all detectors that answered about
    what was examined.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    policy_version = models.CharField(max_length=32)
    profile = models.CharField(max_length=16)
    detectors = models.JSONField()
    detectors_sha256 = models.CharField(max_length=64)
    examined = models.PositiveIntegerField()
    violations = models.PositiveIntegerField()
    fixed = models.PositiveIntegerField()
    hidden = models.PositiveIntegerField()
    reinstated = models.PositiveIntegerField()
    unproven = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_proof_fixes_no_more_than_it_found",
                condition=Q(fixed__lte=models.F("violations")),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-finished_at"], name="proofs_newest")
        ]

    def __str__(self) -> str:
        waiting = f", {self.unproven} unproven" if self.unproven else ""
        return f"{self.violations} of {self.examined}{waiting}"
