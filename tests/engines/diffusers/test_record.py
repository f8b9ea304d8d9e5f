"""A film's record is enough to make it again, and each part of it is needed (features.md, G22)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import RenderResult
from tests.engines.diffusers.studio import Tiny, engine, render

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("_cold")]

PROMPT = 'a red ball, a voice says "hi"'  # kept with the job, not in the record
# By the key of a table; the others are called alike in both.
NAMES = {"vae_tiling": "vae_tiled", "compile_blocks": "compiled"}
SAME = ("dtype", "vae_dtype", "quantisation", "offload", "cache", "cache_threshold", "sound",
        "context_parallel", "encoder_threads", "steps", "guidance", "guidance_2",
        "negative_prompt")  # fmt: skip
ASKED = {"steps": 8, "guidance": 6.0, "guidance_2": 2.0, "negative_prompt": "grain",
         "cache": "first_block", "cache_threshold": 0.9, "sound": "spoken",
         "encoder_threads": 2}  # fmt: skip


@pytest.fixture
def _two_threads() -> Iterator[None]:
    import torch

    torch.set_num_threads(2)
    yield
    torch.set_num_threads(1)


def again(folders: Path, into: Path, record: dict[str, Any]) -> RenderResult:
    """Out of the record alone."""
    import torch

    torch.set_num_threads(record["torch_threads"])
    table = {name: record[name] for name in SAME if name in record}
    table |= {name: bool(record[there]) for name, there in NAMES.items()}
    made = engine(folders, record["profile"], **table)
    assert (made.capabilities.name, record["way"]) == (record["engine"], "text")
    return render(made, into, prompt=PROMPT, seconds=record["seconds"], seed=record["seed"],
                  size=Tiny(record["size"]))  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.usefixtures("_two_threads")
def test_the_same_film_comes_out_of_the_record_and_another_where_it_says_less(
    folders: Path, tmp_path: Path
) -> None:
    first = render(engine(folders, "wan2.2-t2v", **ASKED), tmp_path / "a.mp4", prompt=PROMPT,
                   seconds=2, seed=11)  # fmt: skip
    record = dict(first.record)
    film = again(folders, tmp_path / "b.mp4", record)
    assert film.path.read_bytes() == first.path.read_bytes()
    assert film.record == record
    assert record.items() >= ASKED.items()
    # At so small a size the encoder's threads make no difference.
    for part, usual in {
        "cache_threshold": 0.05, "sound": "none", "negative_prompt": "", "guidance_2": 3.0,
    }.items():  # fmt: skip
        other = again(folders, tmp_path / "c.mp4", record | {part: usual})
        assert other.path.read_bytes() != first.path.read_bytes(), part
