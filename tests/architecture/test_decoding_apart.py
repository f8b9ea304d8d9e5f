"""Where keys can be opened no film is decoded: only asked for, of a process that has none."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

# What runs in the likeness process. Engines' own films are marked as reviewers see them there too
# (generation/work/quarantine.py); no stranger wrote those.
LIKENESS = (
    *("cameos/challenge", "cameos/enrolment", "cameos/identity", "cameos/references"),
    *("cameos/remeasuring", "cameos/vault", "cameos/work", "lib/faces"),
)
DECODERS = frozenset({"opened", "sampled_frames", "shared_frames", "frames_at", "probe", "read"})
MODULES = frozenset(
    {
        "av",
        "lib.media.sound",
        "lib.media.silencing",
        "lib.media.stills",
        "moderation.listening.reading",
    }
)


def decodes(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names if one.name.partition(".")[0] == "av"}
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {one.name for one in node.names}
            if node.module in MODULES and names - {"SPEECH_RATE"}:
                found.add(node.module)
            if node.module.startswith("lib.media") and ".apart" not in node.module:
                found |= names & DECODERS
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import av",
        "def f():\n    import av.error",
        "from lib.media.frames import shared_frames",
        "from lib.media.sound import audio_16k",
        "from lib.media.stereo import read",
    ],
)
def test_the_rule_sees_a_decoder(source: str) -> None:
    assert decodes(source)


@pytest.mark.parametrize("folder", LIKENESS)
def test_the_likeness_process_decodes_nothing_itself(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*.py") if not _trains(path)]
    assert files
    offenders = {str(path.relative_to(ROOT)): decodes(path.read_text()) for path in files}
    assert {name: what for name, what in offenders.items() if what} == {}


def _trains(path: Path) -> bool:
    """An operator's own folder of pictures, which a command reads."""
    return "calibrating" in path.parts
