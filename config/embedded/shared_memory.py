"""The 56 bytes of System V memory by which a postmaster marks its data folder as in use.

A killed one leaves them; the next on the same folder takes them over, but if the folder was
deleted nobody would ever remove them.
"""

import subprocess
from pathlib import Path

from config.embedded.privileges import Identity

TABLE = Path("/proc/sysvipc/shm")


def segments(*, uid: int, creator: int) -> list[str]:
    """Ids of unattached segments that this process made."""
    try:
        header, *rows = TABLE.read_text().splitlines()
    except FileNotFoundError:
        return []
    names = header.split()
    facts = [dict(zip(names, row.split(), strict=True)) for row in rows]
    mine = {"cpid": str(creator), "uid": str(uid), "nattch": "0"}
    return [fact["shmid"] for fact in facts if mine.items() <= fact.items()]


def remove_segments(identity: Identity, *, creator: int) -> None:
    """Remove them, as the user who made them."""
    for segment in segments(uid=identity.uid, creator=creator):
        subprocess.run(identity.wrap(["ipcrm", "-m", segment]), capture_output=True, check=False)
