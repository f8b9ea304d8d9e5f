from typing import ClassVar

from django.db import models


class HeldHandle(models.Model):
    """A folded handle that nobody may take for a while, though nobody has it.

    `held_for` is a keyed hash of the one e-mail address for which it is free all the same;
    empty for a handle that is free for nobody.
    """

    handle_key = models.CharField(max_length=40, primary_key=True)
    held_for = models.CharField(max_length=64, blank=True, db_index=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_held_handle_is_a_real_one",
                condition=~models.Q(handle_key="") & ~models.Q(handle_key__startswith="~"),
            )
        ]


class HeldIdentity(models.Model):
    """A keyed hash of something by which nobody signs up for a while, as whoever did was banned and
    their account is erased (`accounts.bans`)."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)
