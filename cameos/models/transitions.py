from typing import ClassVar

from lib.append_only import AppendOnly
from lib.states import Transition


class CameoTransition(Transition):
    """One step on a cameo's way; outlives it and holds ids and codes only."""

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        abstract = False
