from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.models.decisions import Decision
from lib.ids import new_id


class QualitySample(models.Model):
    """An automatic decision that a person looks at, though nobody appealed. `policy` names the
    automatic policy; `agrees`: whether the person would have decided so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="sample")
    policy = models.CharField(max_length=32)
    drawn_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    agrees = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_reviewed_sample_says_by_whom_and_what",
                condition=Q(reviewed_by=None, reviewed_at=None, agrees=None)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, agrees__isnull=False),
            )
        ]

    @property
    def public_id(self) -> str:
        """As audit rows name it."""
        return self.decision.public_id
