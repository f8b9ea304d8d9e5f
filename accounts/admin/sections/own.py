"""The sections of this room."""

from accounts.admin.sections import (
    ages,
    decisions,
    invites,
    recent,
    relations,
    safeguards,
    sessions,
    terms,
)
from accounts.admin.sections.registry import add_section


def add_own() -> None:
    """Called once, where the admin is loaded."""
    for room in (safeguards, ages, sessions, invites, relations, terms, decisions, recent):
        add_section(room.SECTION)
