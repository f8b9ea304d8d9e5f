"""Every way to start that a family has, by the name of a test case."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.engines.base import Reference


@dataclass(frozen=True)
class Case:
    """`calls`: of the transformer, in one render. `starts`: names of pictures, by field. `folder`:
    of the weights, where it is not the profile's own."""

    profile: str
    calls: int
    starts: tuple[str, ...] = ()
    people: int = 0
    speaks: bool = False
    folder: str = ""

    def own(self, folders: Path) -> dict[str, Any]:
        """Of an engine's table."""
        return {"weights": str(folders / self.folder)} if self.folder else {}


CASES = {
    "ltx2 text": Case("ltx2-distilled", 8, speaks=True),
    "ltx2 guided": Case("ltx2", 9, speaks=True),
    "ltx2 first frame": Case("ltx2-distilled", 8, ("first_frame",), speaks=True),
    "ltx2 both ends": Case("ltx2-distilled", 8, ("first_frame", "last_frame"), speaks=True),
    "ltx2 last frame": Case("ltx2-distilled", 8, ("last_frame",), speaks=True),
    "ltx2 two people": Case("ltx2-distilled", 8, people=2, speaks=True),
    "ltx2.5 text": Case("ltx2-distilled", 8, speaks=True, folder="ltx2_5"),
    "ltx2.5 guided": Case("ltx2", 9, speaks=True, folder="ltx2_5"),
    "wan text": Case("wan-t2v", 6),
    "wan two experts": Case("wan2.2-t2v", 6),
    "wan first frame": Case("wan2.2-i2v", 6, ("first_frame",)),
    "wan both ends": Case("wan2.2-i2v", 6, ("first_frame", "last_frame")),
    "wan encoded first frame": Case("wan-i2v", 6, ("first_frame",)),
    "5 B text": Case("wan2.2-ti2v", 6),
    "5 B first frame": Case("wan2.2-ti2v", 6, ("first_frame",)),
    "vace text": Case("wan-vace", 6),
    "vace two people": Case("wan-vace", 6, people=2),
    "vace both ends": Case("wan-vace", 6, ("first_frame", "last_frame")),
    "vace person and first frame": Case("wan-vace", 6, ("first_frame",), people=1),
}


def request(
    case: Case, pictures: dict[str, Path], two_people: tuple[Reference, Reference]
) -> dict[str, Any]:
    given: dict[str, Any] = {name: pictures[name.split("_")[0]] for name in case.starts}
    return given | ({"references": two_people[: case.people]} if case.people else {})
