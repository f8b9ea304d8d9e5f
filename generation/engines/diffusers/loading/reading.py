"""Found weights into memory."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generation.engines.diffusers.families import family_of
from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.faults import Fault, failed
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


def load(found: Found, settings: Settings, go_on: GoOn = unhindered) -> Loaded:
    """Raises EngineError, and what `go_on` raises between one part of it and the next. Executes
    nothing of what lies in the folder: safetensors only."""
    device = device_of(settings)
    go_on()
    smaller = quantised_at_load(settings, device)
    with current(device):
        pipe = _pipeline(found.pipeline, found.folder, settings, smaller)
    family = family_of(settings.profile.family)
    loaded = Loaded(settings, pipe, family, device, found, pipelines={found.pipeline: pipe})
    go_on()
    lay_over(pipe, found.loras)
    store_small(loaded)
    go_on()
    placed(pipe, settings, device)
    tune(loaded)
    return loaded


def _pipeline(name: str, folder: Path, settings: Settings, smaller: dict[str, Any]) -> Pipeline:
    import diffusers
    import transformers
    from safetensors import SafetensorError

    for library in (diffusers, transformers):
        library.utils.logging.disable_progress_bar()
    try:
        with _gaps() as gaps:
            pipe = getattr(diffusers, name).from_pretrained(
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
        raise failed(Fault.WEIGHTS_UNREADABLE, folder) from error
    if gaps.found or any(map(_is_hollow, pipe.components.values())):
        raise failed(Fault.WEIGHTS_UNREADABLE, folder)
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
