"""Who follows whom, who blocks whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Follow(models.Model):
    """`follower` wants to see what `followed` makes."""

    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows_made"
    )
    followed = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows_received"
    )
    at = models.DateTimeField(default=timezone.now)

    # The likeness process asks whether a use is still permitted.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["follower", "followed"], name="nobody_follows_the_same_person_twice"
            ),
            models.CheckConstraint(
                condition=~models.Q(follower=models.F("followed")),
                name="nobody_can_follow_themself",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["follower", "-at", "-id"], name="follow_made_newest"),
            models.Index(fields=["followed", "-at", "-id"], name="follow_received_newest"),
        ]


class Block(models.Model):
    """`blocker` and `blocked` are hidden from each other, whoever of them said so."""

    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_made"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_received"
    )
    at = models.DateTimeField(default=timezone.now)

    # The likeness process asks whether a use is still permitted.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["blocker", "blocked"], name="nobody_blocks_the_same_person_twice"
            ),
            models.CheckConstraint(
                condition=~models.Q(blocker=models.F("blocked")), name="nobody_can_block_themself"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["blocker", "-at", "-id"], name="block_made_newest"),
        ]
