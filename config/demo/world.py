"""What a story has at hand: the running stack, its people, what happened so far."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.demo.person import Person
from config.stack.stack import Stack


@dataclass
class World:
    """Mutable on purpose: later steps build on what earlier ones made."""

    stack: Stack
    output: Path
    people: dict[str, Person] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    playing: frozenset[str] = frozenset()  # ids of all steps of this story
    broken: frozenset[str] = frozenset()  # and of those that are sabotaged

    def person(self, name: str) -> Person:
        """Somebody who signed up in an earlier step."""
        return self.people[name]
