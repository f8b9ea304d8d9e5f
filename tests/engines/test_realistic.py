"""The benchmark at the width of published models: as small as it goes it runs and reports here; at
its width it is built without storage, to see that its parts fit one another."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.realistic import room, weights
from benchmarks.realistic.__main__ import main
from benchmarks.realistic.widths import WIDTHS, with_layers

SMALL = ["--width", "tiny", "--device", "cpu", "--dtype", "float32", "--repeat", "1"]
# In millions: LTX-2 is told to be 19 B with its sound and Wan 2.1 14 B.
PUBLISHED = {"ltx2": (18_000, 20_000), "wan": (14_000, 14_600)}


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOETROPE_DATA", str(tmp_path / "data"))


@pytest.mark.slow
@pytest.mark.parametrize(("family", "more", "calls"), [
    ("ltx2", [], 8), ("wan", ["--steps", "2", "--keep"], 4),
])  # fmt: skip
def test_as_small_as_it_goes_it_runs_and_keeps_a_report_when_asked(
    family: str, more: list[str], calls: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into, scratch = tmp_path / "kept.json", tmp_path / "scratch"
    scratch.mkdir()
    into.write_text('{"other": 1}')
    main(["--family", family, *SMALL, "--scratch", str(scratch), "--into", str(into), *more])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["transformer_calls"] == calls
    for figure in ("job_over_bare", "until_device_is_free_over_bare"):
        assert report[figure]["n"] == 1
        assert report[figure]["median"] > 0
    assert report["highest"]["job"]["main_memory_mib"] > 100
    assert {"torch", "diffusers", "card", "cores"} <= set(report["machine"])
    assert list(scratch.iterdir()) == []
    kept = {f"{family} tiny": report} if "--keep" in more else {}
    assert json.loads(into.read_text()) == {"other": 1} | kept


@pytest.mark.slow
@pytest.mark.parametrize("family", WIDTHS)
def test_its_width_is_that_of_the_published_models(family: str) -> None:
    counted = weights.sizes(with_layers(WIDTHS[family]["full"], None))
    least, most = PUBLISHED[family]
    assert least < counted["transformer"] / 1e6 < most
    half = weights.sizes(with_layers(WIDTHS[family]["full"], 4))
    assert half["transformer"] < counted["transformer"] / 5
    assert half["vae"] == counted["vae"]


def test_what_is_too_small_is_named_before_anything_is_written() -> None:
    needed = room.needed(60.0, 10.0, on_card=True)
    there = {"disk": 100.0, "main memory": 64.0, "card": 78.0}
    assert room.refusal(needed, there) is None
    for place, short in {"disk": 59.0, "main memory": 59.0, "card": 69.0}.items():
        told = room.refusal(needed, there | {place: short})
        assert told is not None
        assert told.startswith(f"{place}: ")
        assert "--layers" in told


def test_on_a_machine_without_such_a_card_it_says_so(tmp_path: Path) -> None:
    words = ["--family", "wan", "--width", "tiny", "--scratch", str(tmp_path)]
    with pytest.raises(SystemExit, match="no card that torch can use"):
        main([*words, "--device", "cuda:99"])
    assert list(tmp_path.iterdir()) == []
