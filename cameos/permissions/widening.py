"""Whether what an owner writes permits more than what stood."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from cameos.models import CameoPermission
from cameos.permissions.levels import PermissionLevel, level_at

WIDTH = list(PermissionLevel)  # from the narrowest


def permits_more(row: CameoPermission, changes: dict[str, Any]) -> bool:
    """`changes` as `change_permission` takes them. "everyone" said again lasts longer, which is
    more."""
    if "level" in changes:
        stood = level_at(row.level, row.everyone_until, timezone.now())
        said = PermissionLevel(changes["level"])
        if said == PermissionLevel.EVERYONE or WIDTH.index(said) > WIDTH.index(stood):
            return True
    after = CameoPermission(
        **{
            name: changes.get(name, getattr(row, name))
            for name in ("scopes", "cap", "no_remix", "no_download")
        }
    )
    return not after.bounds() <= row.bounds()


def lifts(row: CameoPermission, topics: Collection[str]) -> bool:
    """Whether a topic that the likeness was kept out of is not among `topics`."""
    return not set(row.restrictions) <= set(topics)
