"""The folder with the servers' data and programs, where their identity can reach it."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from config.embedded.binaries import Binaries
from config.embedded.errors import EmbeddedError
from config.embedded.layout import Layout
from config.embedded.memory import Memory
from config.embedded.privileges import Identity, Way, choose, identity_of

SHARED = Path("/var/tmp")  # noqa: S108  (the folder below it is checked, and root's alone)


@dataclass(frozen=True)
class Place:
    """Where one installation's servers run, and as whom."""

    identity: Identity
    folder: Path
    binaries: Binaries


def data_folder(layout: Layout, way: Way) -> Path:
    """Home itself, or for nobody a folder that he can pass through."""
    return SHARED / layout.mark if way is Way.NOBODY else layout.home


def possible_places(layout: Layout, way: str) -> list[Place]:
    """Where servers of this folder may be living: the settled way's, or all that we could use."""
    ours = [Way.NAMESPACE, Way.NOBODY] if os.geteuid() == 0 else [Way.SELF]
    ways = [Way(way)] if way else ours
    return [Place(identity_of(way), data_folder(layout, way), Binaries(Path())) for way in ways]


def settle(layout: Layout, memory: Memory, binaries: Binaries) -> Place:
    """Choose the way, remember it, and make the place; EmbeddedError where somebody else's is
    in the way."""
    identity = choose(settled=memory.way, home=layout.home, program=binaries.postgres)
    memory.way = identity.way
    folder = data_folder(layout, identity.way)
    if identity.way is not Way.NOBODY:
        return Place(identity, folder, binaries)
    folder.mkdir(mode=0o711, exist_ok=True)
    refuse_foreign(folder)
    folder.chmod(0o711)
    _claim(folder, layout.home, memory.installation)
    copied = binaries.copied_to(folder / f"programs-{binaries.stamp()}")
    return Place(identity, folder, copied)


def refuse_foreign(folder: Path) -> None:
    """Programs that root starts lie here: nobody but us may ever have been able to write to it."""
    facts = folder.lstat()
    ours = facts.st_uid == os.geteuid() and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not (stat.S_ISDIR(facts.st_mode) and ours):
        raise EmbeddedError(
            f"{folder} exists and is not ours alone (uid {facts.st_uid}, mode "
            f"{stat.S_IMODE(facts.st_mode):o}). Find out who made it and remove it."
        )


def _claim(folder: Path, home: Path, installation: str) -> None:
    """The data belong to one installation: if `home` was deleted and made anew, a person decides
    what becomes of the old data, since they may be all that is left."""
    claim = folder / "installation"
    if not claim.exists():
        claim.write_text(installation)
    elif claim.read_text() != installation:
        raise EmbeddedError(
            f"{folder} holds the data of an earlier {home} that was deleted. "
            f"Delete {folder} as well to begin afresh, or restore {home / 'servers.json'}."
        )
