from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from generation.engines.base import Reference
from tests.engines.diffusers import tiny


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of weights, made once."""
    import torch

    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("weights")
    tiny.ltx2(root / "ltx2")
    tiny.ltx2_5(root / "ltx2_5")
    tiny.wan_t2v(root / "wan_t2v")
    tiny.wan_t2v(root / "wan_t2v_experts", experts=True)
    tiny.wan_i2v(root / "wan_i2v")
    tiny.wan_i2v_clip(root / "wan_i2v_clip")
    tiny.wan_ti2v(root / "wan_ti2v")
    tiny.wan_vace(root / "wan_vace")
    return root


@pytest.fixture(autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOETROPE_DATA", str(tmp_path_factory.mktemp("data")))


@pytest.fixture(autouse=True)
def _asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """These models take no time, so a question by the clock would come at no certain place."""
    monkeypatch.setattr("generation.engines.pace.ASK_EVERY_S", 0.0)


@pytest.fixture
def _cold() -> Iterator[None]:
    from generation.engines.diffusers.loading.warm import cool

    cool()
    yield
    cool()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Four plain ones, each of two colours, so that none looks like another."""
    folder = tmp_path_factory.mktemp("pictures")
    made = {}
    for name, colours in {
        "first": ("red", "blue"), "last": ("green", "white"), "one": ("pink", "brown"),
        "two": ("cyan", "black"),
    }.items():  # fmt: skip
        picture = Image.new("RGB", (64, 64), colours[0])
        picture.paste(colours[1], (16, 16, 48, 48))
        made[name] = folder / f"{name}.png"
        picture.save(made[name])
    return made


@pytest.fixture(scope="session")
def two_people(pictures: dict[str, Path]) -> tuple[Reference, Reference]:
    return Reference((pictures["one"],), "one"), Reference((pictures["two"],), "two")
