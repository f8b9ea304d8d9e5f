"""Which weights a film was made with: a sha256 over every file that a pipeline is made of."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from generation.engines.diffusers.loading.checking import INDEX
from generation.engines.diffusers.places import kept_in

SUFFIXES = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja"})
KNOWN = "fingerprints.json"
BLOCK = 2**24
GoOn = Callable[[], None]


def unhindered() -> None:
    """Of whoever cannot be called off."""


def fingerprint(folder: Path, parts: Iterable[str], go_on: GoOn = unhindered) -> str:
    """Of the index and of these folders. Tens of gigabytes take minutes to hash: files that kept
    their size and time are not read again. Two processes may both write what they found; it is the
    same. What `go_on` raises goes through."""
    lying = (path for part in sorted(set(parts)) for path in sorted((folder / part).rglob("*")))
    files = [folder / INDEX, *(path for path in lying if path.suffix in SUFFIXES)]
    whole = hashlib.sha256()
    for path, digest in zip(files, _digests(files, go_on), strict=True):
        whole.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    return whole.hexdigest()


def file_fingerprint(path: Path, go_on: GoOn = unhindered) -> str:
    """The plain sha256 of one file, not read again either."""
    return _digests([path], go_on)[0]


def _digests(files: list[Path], go_on: GoOn) -> list[str]:
    place = kept_in("weights") / KNOWN
    known = _known(place)
    fresh = {_key(path): known.get(_key(path)) or _digest(path, go_on) for path in files}
    if not fresh.keys() <= known.keys():
        _keep(place, known | fresh)
    return [fresh[_key(path)] for path in files]


def _key(path: Path) -> str:
    seen = path.stat()
    return f"{path.resolve()} {seen.st_size} {seen.st_mtime_ns}"


def _digest(path: Path, go_on: GoOn) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            go_on()
            digest.update(block)
    return digest.hexdigest()


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
