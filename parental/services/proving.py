"""Asking who somebody is, where what they do permits more than before."""

from collections.abc import Callable

# Raises where nothing says lately that whoever acts is the person.
Prove = Callable[[], None]


def unasked() -> None:
    """For who stands before no device: rules, the clock and tests."""
