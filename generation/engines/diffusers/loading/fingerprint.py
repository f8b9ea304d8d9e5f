"""Which weights a film was made with: a sha256 over every file that a pipeline is made of."""

import hashlib
import json
from pathlib import Path

from generation.engines.diffusers.places import kept_in

SUFFIXES = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja"})
KNOWN = "fingerprints.json"


def fingerprint(folder: Path) -> str:
    """Tens of gigabytes take minutes to hash: files that kept their size and time are not read
    again. Two processes may both write what they found; it is the same."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    place = kept_in("weights") / KNOWN
    known = _known(place)
    fresh = {_key(path): known.get(_key(path)) or _digest(path) for path in files}
    if not fresh.keys() <= known.keys():
        _keep(place, known | fresh)
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(folder).as_posix()} {fresh[_key(path)]}\n".encode())
    return whole.hexdigest()


def _key(path: Path) -> str:
    seen = path.stat()
    return f"{path.resolve()} {seen.st_size} {seen.st_mtime_ns}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(place: Path) -> dict[str, str]:
    try:
        found = json.loads(place.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(place: Path, found: dict[str, str]) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False) as file:
        json.dump(found, file)
    Path(file.name).replace(place)
