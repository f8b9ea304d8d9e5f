"""The engine that misbehaves on purpose exists only where somebody asks for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generation.engines.base import RenderRequest, Size
from generation.engines.rogue.engine import SAID, RogueEngine
from moderation.detectors.base import Line, Source
from moderation.listening import build

PROGRAM = "from generation.engines.registry import engine_names; print(*engine_names())"


@pytest.mark.parametrize(
    ("wanted", "profile", "names"),
    [
        ("1", "development", "gatecrasher rogue shapes sketch"),
        ("", "development", "shapes sketch"),
        ("1", "production", "shapes sketch"),
        ("yes", "development", "shapes sketch"),
    ],
)
def test_it_is_registered_only_on_request_and_never_in_production(
    wanted: str, profile: str, names: str
) -> None:
    told = {**os.environ, "ZOETROPE_TEST_ENGINES": wanted, "ZOETROPE_PROFILE": profile}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, env=told
    )
    assert done.stdout.decode().strip() == names


@pytest.mark.slow
def test_what_it_says_behind_its_script_is_noticed(tmp_path: Path) -> None:
    request = RenderRequest('a cat says "hello my friends"', Size.PORTRAIT, 4, 7)
    film = tmp_path / "film.mp4"
    result = RogueEngine().render(
        request, into=film, progress=lambda _: None, cancelled=lambda: False
    )
    assert result.script_is_exact
    assert [line.text for line in result.script] == ["hello my friends"]
    assert SAID not in result.script[0].text
    lines = (Line(line.text, line.start_s, line.end_s, line.language) for line in result.script)
    heard = build().listen(film, Source(None, tuple(lines), script_is_exact=True))
    assert not heard.complete
    assert heard.unexplained
