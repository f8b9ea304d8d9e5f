"""The sections of this room."""

from accounts.admin.sections import (
    ages,
    decisions,
    exports,
    invites,
    names,
    recent,
    relations,
    safeguards,
    sessions,
    terms,
)
from accounts.admin.sections.registry import add_section


def add_own() -> None:
    """Called once, where the admin is loaded."""
    first = (safeguards, ages, sessions, invites, names, relations)
    for room in (*first, exports, terms, decisions, recent):
        add_section(room.SECTION)
