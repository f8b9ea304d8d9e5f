"""Found weights into memory."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from generation.engines.diffusers.families import family_of
from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.checking import INDEX, read_index
from generation.engines.diffusers.loading.finding import Found
from generation.engines.diffusers.loading.fingerprint import GoOn, unhindered
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.loras import lay_over
from generation.engines.diffusers.loading.placing import current, device_of, placed
from generation.engines.diffusers.loading.quantising import quantised_at_load, store_small
from generation.engines.diffusers.loading.tuning import tune
from generation.engines.diffusers.settings import Settings

if TYPE_CHECKING:
    import torch

ABSENT = [None, None]  # as an index says it of an optional part


def load(found: Found, settings: Settings, go_on: GoOn = unhindered) -> Loaded:
    """Raises EngineError, and what `go_on` raises between one part of it and the next. Executes
    nothing of what lies in the folder: safetensors only."""
    device = device_of(settings)
    go_on()
    smaller = quantised_at_load(settings, device)
    with current(device), _only_used(found) as folder:
        pipe = _pipeline(found, folder, settings, smaller)
    family = family_of(settings.profile.family)
    loaded = Loaded(settings, pipe, family, device, found, pipelines={found.usable.pipeline: pipe})
    go_on()
    lay_over(pipe, found.loras)
    store_small(loaded)
    go_on()
    placed(pipe, settings, device)
    tune(loaded)
    return loaded


@contextmanager
def _only_used(found: Found) -> Iterator[Path]:
    """The folder as a pipeline expects it: each part under its own name, and no part beside."""
    with TemporaryDirectory(prefix="pipeline-") as name:
        place, parts = Path(name), found.usable.parts
        for part, lies_in in parts.items():
            (place / part).symlink_to((found.folder / lies_in).resolve())
        index = {
            key: value if key in parts or not isinstance(value, list) else ABSENT
            for key, value in read_index(found.folder).items()
        }
        (place / INDEX).write_text(json.dumps(index))
        yield place


def _pipeline(found: Found, folder: Path, settings: Settings, smaller: dict[str, Any]) -> Pipeline:
    import diffusers
    import transformers
    from safetensors import SafetensorError

    for library in (diffusers, transformers):
        library.utils.logging.disable_progress_bar()
    try:
        with _gaps() as gaps:
            pipe = getattr(diffusers, found.usable.pipeline).from_pretrained(
                folder,
                local_files_only=True,
                use_safetensors=True,
                dtype=_types(settings),
                **smaller,
            )
    except ImportError as error:
        raise failed(Fault.LIBRARY_MISSING, error) from error
    # Of RuntimeError are sizes that do not fit, and memory that ran out, which is told by the cause
    # (loading/memory.py).
    except (
        OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, SafetensorError,
    ) as error:  # fmt: skip
        raise failed(Fault.WEIGHTS_UNREADABLE, found.folder) from error
    if gaps.found or any(map(_is_hollow, pipe.components.values())):
        raise failed(Fault.WEIGHTS_UNREADABLE, found.folder)
    pipe.set_progress_bar_config(disable=True)
    return pipe


class _Gaps(logging.Handler):
    """Transformers fills tensors that no file holds at random, and tells of it in its log alone."""

    found = False

    def emit(self, record: logging.LogRecord) -> None:
        self.found = self.found or "MISSING" in record.getMessage()


@contextmanager
def _gaps() -> Iterator[_Gaps]:
    log, gaps = logging.getLogger("transformers.modeling_utils"), _Gaps(logging.WARNING)
    before = log.level
    log.setLevel(logging.WARNING)  # however little of it this process is to say
    log.addHandler(gaps)
    try:
        yield gaps
    finally:
        log.removeHandler(gaps)
        log.setLevel(before)


def _is_hollow(part: object) -> bool:
    """Its configuration names tensors that its files do not hold: diffusers only warns of that."""
    import torch

    return isinstance(part, torch.nn.Module) and any(one.is_meta for one in part.parameters())


def _types(settings: Settings) -> dict[str, torch.dtype]:
    import torch

    return {"default": getattr(torch, settings.dtype), "vae": getattr(torch, settings.vae_dtype)}
