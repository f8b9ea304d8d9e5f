import subprocess
import sys
from pathlib import Path

import pytest

from generation.engines import registry
from generation.engines.base import SECONDS, Size
from generation.engines.configured import EnginesFileRefused
from generation.engines.registry import UnknownEngine, capabilities_of, engine_names, get_engine

HEAVY = ("numpy", "av", "PIL", "espeakng_loader", "django", "torch", "diffusers", "cv2")


def test_sketch_offers_all_sizes_and_lengths() -> None:
    capabilities = capabilities_of("sketch")
    assert capabilities.sizes == tuple(Size)
    assert capabilities.seconds == SECONDS == (4, 8, 12)
    assert capabilities.fps == 24
    assert capabilities.speaks
    assert engine_names() == ("shapes", "sketch")


def test_sizes_know_their_sides() -> None:
    assert [(size.width, size.height) for size in Size] == [
        (720, 1280), (1280, 720), (1024, 1792), (1792, 1024)
    ]  # fmt: skip


@pytest.mark.parametrize("find", [capabilities_of, get_engine])
def test_a_name_that_nobody_has_is_refused(find: object) -> None:
    assert callable(find)
    with pytest.raises(UnknownEngine) as refused:
        find("oracle")
    assert refused.value.name == "oracle"


def test_an_engine_says_the_same_of_itself_as_the_registry() -> None:
    assert get_engine("sketch").capabilities == capabilities_of("sketch")


def test_asking_for_capabilities_loads_nothing_heavy() -> None:
    """In a fresh interpreter, for this one has it all loaded already."""
    program = (
        "import sys, lib.media, lib.media.errors, generation.engines.registry as registry;"
        "[registry.capabilities_of(name) for name in registry.engine_names()];"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout.decode().strip() == "[]"


def test_media_modules_load_nothing_heavy_until_they_are_used() -> None:
    modules = ("probe", "frames", "sound", "writer", "stills", "track", "containers", "boxes")
    names = ", ".join(f"lib.media.{name}" for name in modules)
    program = f"import sys, {names}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout.decode().strip() == "[]"


@pytest.mark.parametrize("name", ["sketch", "shapes", "rogue", "gatecrasher"])
def test_a_table_that_is_named_like_an_engine_of_ours_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "engines.toml"
    file.write_text(f'[{name}]\nkind = "remote"\nurl = "http://127.0.0.1:9"\n')
    monkeypatch.setenv("ENGINES_FILE", str(file))
    with pytest.raises(EnginesFileRefused, match=rf"\[{name}\] is a model of this program"):
        registry._added()
