from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from generation.models.jobs import Job


class Withdrawal(models.Model):
    """A film lies in quarantine since `because_of` was taken down: that film itself, or one that
    it is made out of. It comes back when no such row is left."""

    film = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="withdrawals")
    because_of = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="withdraws")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["film", "because_of"], name="a_film_is_withdrawn_once_for_a_reason"
            )
        ]


def withdrawn(film: OuterRef) -> Exists:
    """Whether a job's film lies in quarantine."""
    return Exists(Withdrawal.objects.filter(film=film))
