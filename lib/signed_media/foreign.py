"""What others put into the store: a folder made by hand, say. No sweep stumbles over it."""

from collections.abc import Iterable, Iterator

import structlog

from lib.signed_media.base import Listed
from lib.signed_media.keys import KeyRefused, checked, checked_prefix

log = structlog.get_logger(__name__)


def our_objects(found: Iterable[Listed]) -> Iterator[Listed]:
    """Those whose names are keys; how many others there are is logged, and no name."""
    foreign = 0
    for one in found:
        if _is_ours(one.key):
            yield one
        else:
            foreign += 1
    _tell(foreign)


def our_folders(found: Iterable[str]) -> Iterator[str]:
    """The same of folders."""
    names = list(found)
    ours = [name for name in names if _is_ours(name, folder=True)]
    _tell(len(names) - len(ours))
    yield from ours


def _is_ours(name: str, *, folder: bool = False) -> bool:
    try:
        checked_prefix(name) if folder else checked(name)
    except KeyRefused:
        return False
    return True


def _tell(foreign: int) -> None:
    if foreign:
        log.warning("foreign_objects", count=foreign)
