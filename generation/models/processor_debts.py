from typing import ClassVar

from django.db import models
from django.utils import timezone


class ProcessorDebt(models.Model):
    """A video that a processor outside of this house still has to delete.

    `engine` is the table's name as it was; `server` tells which server and whose account, in a way
    that names no address (`Place.server`). Nothing here says whose video it is. A row goes when the
    server has confirmed or staff wrote it off, never by itself: after a week staff are told of it
    (`reported_at`).
    `last_answer`: `refused` or `away`; nothing where nobody has asked yet.
    """

    engine = models.CharField(max_length=32)
    server = models.CharField(max_length=16)
    video = models.CharField(max_length=200)
    since = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    last_answer = models.CharField(max_length=16, blank=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["server", "video"], name="a_video_is_owed_once_by_a_server"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["server", "next_at"], name="processor_debts_by_turn")
        ]

    def __str__(self) -> str:
        return f"{self.engine}/{self.video}"
