"""One thing that a store does not do keeps no other back."""

from collections.abc import Callable, Iterable

from lib.signed_media import NOT_DONE, code_of


def do_each(steps: Iterable[Callable[[], object]]) -> None:
    """All of them, whichever fails. Raises the first fault, of NOT_DONE, once all were tried."""
    faults = []
    for step in steps:
        try:
            step()
        except NOT_DONE as error:
            faults.append(error)
    if faults:
        raise faults[0]


def name_of(error: Exception) -> str:
    """What a store or a disk said, or why a key was refused, for a log."""
    return str(code_of(error) or type(error).__name__)
