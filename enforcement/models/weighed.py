from django.db import models
from django.utils import timezone


class Weighed(models.Model):
    """Whose reports are weighed. `agreed` and `disagreed` decay (enforcement/trust.py) and are of
    the moment `as_of`; the two totals do not. `muted_until`: until then what they report has no
    effect, and they know it."""

    agreed = models.FloatField(default=0.0)
    disagreed = models.FloatField(default=0.0)
    as_of = models.DateTimeField(default=timezone.now)
    agreed_total = models.PositiveIntegerField(default=0)
    disagreed_total = models.PositiveIntegerField(default=0)
    muted_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True
