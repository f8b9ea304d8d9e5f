"""The four levels of who may use a cameo, and how long the widest of them lasts."""

from datetime import datetime, timedelta

from django.db import models

# Ours (C6, and the complaints of people who had forgotten it): open to everyone is a thing that
# one says again, or it ends.
EVERYONE_LASTS = timedelta(days=90)


class PermissionLevel(models.TextChoices):
    """Who may use a cameo without being approved one by one; the first is the default (C6)."""

    ONLY_ME = "only_me"
    APPROVED = "approved"
    MUTUALS = "mutuals"
    EVERYONE = "everyone"


# At these, people whom the owner approved may use it. At "only me" their grants sleep.
OPEN_TO_APPROVED = frozenset(
    {PermissionLevel.APPROVED, PermissionLevel.MUTUALS, PermissionLevel.EVERYONE}
)
OPEN_TO_MUTUALS = frozenset({PermissionLevel.MUTUALS, PermissionLevel.EVERYONE})
# What somebody who is not known to be an adult may choose (abuse table: a teen's likeness).
OPEN_TO_TEENS = frozenset({PermissionLevel.ONLY_ME, PermissionLevel.APPROVED})


def level_at(level: str, everyone_until: datetime | None, at: datetime) -> PermissionLevel:
    """What holds at a moment: "everyone" that nobody renewed is "mutuals", whoever noted it."""
    if level == PermissionLevel.EVERYONE and (everyone_until is None or everyone_until <= at):
        return PermissionLevel.MUTUALS
    return PermissionLevel(level)
