"""Who may use a likeness, once more: slow, obvious, and written apart from the product."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ZERO = {"sexual", "romance", "violence", "self_harm", "alcohol", "swimwear"}


@dataclass
class World:
    """People by name, and everything that was said between them."""

    adults: set[str] = field(default_factory=set)
    follows: set[tuple[str, str]] = field(default_factory=set)
    blocks: set[tuple[str, str]] = field(default_factory=set)
    levels: dict[str, str] = field(default_factory=dict)
    everyone_until: dict[str, datetime] = field(default_factory=dict)
    grants: dict[tuple[str, str], datetime | None] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)
    unproven: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)  # they left or are shut out, or took it all back
    refused_topics: dict[str, set[str]] = field(default_factory=dict)

    def answer(self, owner: str, asker: str, topics: set[str], now: datetime) -> str:
        if not self._may(owner, asker, now):
            return "not_available"
        out: set[Any] = set() if asker == owner else set(self.refused_topics.get(owner, set()))
        if owner not in self.adults:
            out |= ZERO
        return "not_for_this_prompt" if out & topics else "ok"

    def _may(self, owner: str, asker: str, now: datetime) -> bool:  # noqa: PLR0911
        if owner in self.paused or owner in self.gone:
            return False
        if asker == owner:
            return True
        if (owner, asker) in self.blocks or (asker, owner) in self.blocks:
            return False
        if owner in self.unproven:
            return False
        approved = (owner, asker) in self.grants and (
            self.grants[owner, asker] is None or self.grants[owner, asker] > now  # type: ignore[operator]
        )
        level = self.levels[owner]
        if level == "only_me":
            return False
        if owner not in self.adults:
            return approved and asker not in self.adults
        if approved:
            return True
        if level == "everyone" and self.everyone_until[owner] > now:
            return True
        if level in ("everyone", "mutuals"):
            return (asker, owner) in self.follows and (owner, asker) in self.follows
        return False
