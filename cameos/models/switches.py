from django.db import models
from django.utils import timezone

THE_ONE = 1


class OnlyRow(models.Model):
    """While its one row stands something is on; without it that is off. Rows of a subclass are held
    to one by a constraint of its own."""

    only = models.PositiveSmallIntegerField(unique=True, default=THE_ONE, editable=False)
    turned_on_by = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
