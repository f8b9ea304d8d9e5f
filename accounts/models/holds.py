from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models.standings import FREEZING, SHUT_OUT, Standing
from lib.sanctions import LIVE, Hold


class Feature(models.TextChoices):
    """What can be closed to somebody while the rest of the app stays open to them."""

    GENERATION = "generation", "Making videos"
    UPLOADS = "uploads", "Sending pictures"
    CAMEOS = "cameos", "Making and using cameos"


class PersonHoldKind(models.TextChoices):
    """What a hold of a person says. The first three are standings."""

    LIMITED = Standing.LIMITED.value
    SUSPENDED = Standing.SUSPENDED.value
    BANNED = Standing.BANNED.value
    NO_GENERATION = "no_generation"
    NO_UPLOADS = "no_uploads"
    NO_CAMEOS = "no_cameos"


STANDINGS = {
    PersonHoldKind.LIMITED: Standing.LIMITED,
    PersonHoldKind.SUSPENDED: Standing.SUSPENDED,
    PersonHoldKind.BANNED: Standing.BANNED,
}
SHUTTING_OUT = tuple(kind for kind, standing in STANDINGS.items() if standing in SHUT_OUT)
# The causes of freezes; all others are what people decided.
BY_RULE = frozenset(f"rule:{reason.value}" for reason in FREEZING)
CLOSES = {
    Feature.GENERATION: PersonHoldKind.NO_GENERATION,
    Feature.UPLOADS: PersonHoldKind.NO_UPLOADS,
    Feature.CAMEOS: PersonHoldKind.NO_CAMEOS,
}


class PersonHold(Hold):
    """Something is closed to a person for one cause. How the account stands (`User.state`) is the
    strictest standing among those that live. `until`: when one ends by itself that one of staff
    decided alone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="holds"
    )
    kind = models.CharField(max_length=16, choices=PersonHoldKind)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "kind", "cause"],
                name="a_cause_holds_a_person_once",
                condition=LIVE,
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["until"],
                name="holds_that_end_by_themselves",
                condition=LIVE & models.Q(until__isnull=False),
            )
        ]
