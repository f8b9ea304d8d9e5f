"""Who follows, asks to follow, mutes and blocks whom."""

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


class FollowRequest(models.Model):
    """`asker` wants to follow `asked`, whose account is private. Accepted, it becomes a Follow.

    Nobody learns that they were declined: `asker` sees it waiting still, may withdraw it
    (`is_withdrawn`) and ask again, and `asked` hears nothing of that for DECLINED_FOR. A row that
    was withdrawn and never declined is deleted.
    """

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follow_requests_made"
    )
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follow_requests_received"
    )
    at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["asker", "asked"], name="nobody_asks_the_same_person_twice"
            ),
            models.CheckConstraint(
                condition=~models.Q(asker=models.F("asked")), name="nobody_can_ask_themself"
            ),
            models.CheckConstraint(
                condition=models.Q(is_withdrawn=False) | models.Q(declined_at__isnull=False),
                name="only_a_declined_request_is_kept_when_withdrawn",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked", "-at", "-id"], name="follow_asked_newest"),
            models.Index(fields=["asker", "-at", "-id"], name="follow_asks_newest"),
        ]


class Mute(models.Model):
    """`muter` sees nothing of `muted` in feeds and notifications; `muted` never learns of it."""

    muter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes_made"
    )
    muted = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes_received"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["muter", "muted"], name="nobody_mutes_the_same_person_twice"
            ),
            models.CheckConstraint(
                condition=~models.Q(muter=models.F("muted")), name="nobody_can_mute_themself"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["muter", "-at", "-id"], name="mute_made_newest"),
        ]
