"""As whom the servers run.

PostgreSQL refuses uid 0, and we make no system user. An ordinary user runs the servers as himself.
Root runs them in a user namespace of their own, where they are not uid 0 and yet may enter root's
folders. Where namespaces are refused (containers), they run as nobody, with programs and data under
/var/tmp (`place`). ZOETROPE_EMBEDDED_AS=self|namespace|nobody forces a way.
"""

import grp
import os
import pwd
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from config.embedded.errors import OWN_SERVERS, EmbeddedError

FORCE = "ZOETROPE_EMBEDDED_AS"
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
NOBODY_ID = 65534  # the kernel's overflow id, and nobody's on every distribution we know


class Way(StrEnum):
    SELF = "self"
    NAMESPACE = "namespace"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Identity:
    """`uid` and `gid` are those that /proc and the files show to us."""

    way: Way
    uid: int
    gid: int

    def wrap(self, command: list[str]) -> list[str]:
        """The command as it must be started to run as this identity; the pid stays the same."""
        if self.way is Way.NAMESPACE:
            return [*NAMESPACE, *command]
        if self.way is Way.NOBODY:
            ids = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
            return ["setpriv", *ids, *command]
        return command

    def hand_over(self, path: Path) -> None:
        """Give the servers a file or folder of ours. Its parent must be ours alone."""
        if self.way is Way.NOBODY:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def identity_of(way: Way) -> Identity:
    """The ids of a way."""
    if way is not Way.NOBODY:
        return Identity(way, os.geteuid(), os.getegid())
    try:
        user = pwd.getpwnam("nobody")
        return Identity(way, user.pw_uid, grp.getgrgid(user.pw_gid).gr_gid)
    except KeyError:
        return Identity(way, NOBODY_ID, NOBODY_ID)


def choose(*, settled: str, home: Path, program: Path) -> Identity:
    """The way that this folder has, or the best that this machine allows for a new one."""
    forced = os.environ.get(FORCE, "")
    wanted = forced or settled
    if wanted and wanted not in list(Way):
        raise EmbeddedError(f"{FORCE}={wanted!r} is none of: {', '.join(Way)}.")
    if settled and wanted != settled:
        raise EmbeddedError(f"The data of {home} run as {settled!r}; unset {FORCE}={forced}.")
    if os.geteuid() != 0:
        return identity_of(_as_user(wanted))
    return identity_of(_as_root(wanted, home=home, program=program))


def _as_user(wanted: str) -> Way:
    if wanted not in ("", Way.SELF):
        raise EmbeddedError(f"Only root can run servers as {wanted!r}. Unset {FORCE}.")
    return Way.SELF


def _as_root(wanted: str, *, home: Path, program: Path) -> Way:
    if wanted == Way.SELF:
        raise EmbeddedError(f"PostgreSQL refuses to run as root itself. Unset {FORCE}.")
    if wanted == Way.NOBODY:
        return Way.NOBODY
    if _namespace_works(home=home, program=program):
        return Way.NAMESPACE
    if wanted == Way.NAMESPACE:
        raise EmbeddedError(
            f"This machine refuses the user namespace in which the data of {home} were made. "
            f"Allow it (unshare --user true must succeed). {OWN_SERVERS}"
        )
    return Way.NOBODY


def _namespace_works(*, home: Path, program: Path) -> bool:
    """Tried with the real program and folder: others' files in the way count as refusal."""
    script = 'test -w "$1" && exec "$2" --version'
    command = [*NAMESPACE, "sh", "-c", script, "sh", str(home), str(program)]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=20).returncode == 0
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False
