"""What an operator may ask of a loaded model: kernels, caches, compilation, several cards.

Whatever cannot be had here is a fault, never left out in silence.
"""

from __future__ import annotations

from typing import Any

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.settings import Settings

# What a Taylor series foretells: attention and feed-forward parts of all blocks. The library's own
# pattern fits none of the parts of Wan, and says nothing.
FORETOLD = r"(transformer_)?blocks\.\d+\.\w*(attn|ff)\w*"


def tune(loaded: Loaded) -> None:
    """Raises EngineError `setting_unavailable`."""
    settings = loaded.settings
    if settings.vae_tiling:
        loaded.tile()
    try:
        for transformer in loaded.transformers:
            _tune(transformer, settings)
    except (RuntimeError, ValueError, ImportError, NotImplementedError, OSError) as error:
        raise failed(Fault.SETTING_UNAVAILABLE, "attention, cache or compilation") from error


def _tune(transformer: Any, settings: Settings) -> None:
    if settings.attention_backend is not None:
        from diffusers.models.attention_dispatch import attention_backend

        with attention_backend():  # else it would hold for every model of the process
            transformer.set_attention_backend(settings.attention_backend)
    if settings.cache != "none":
        transformer.enable_cache(_cache(settings))
    if settings.context_parallel > 1:
        _spread(transformer, settings.context_parallel)
    if settings.compile_blocks:
        transformer.compile_repeated_blocks(fullgraph=True)


def _cache(settings: Settings) -> object:
    import diffusers

    kinds: Any = diffusers  # its classes have no types
    if settings.cache == "taylorseer":
        return kinds.TaylorSeerCacheConfig(cache_identifiers=[FORETOLD])
    if settings.cache_threshold is None:
        return kinds.FirstBlockCacheConfig()
    return kinds.FirstBlockCacheConfig(threshold=settings.cache_threshold)


def _spread(transformer: Any, cards: int) -> None:
    """Each card needs a process of its own that makes the same call; a worker is only one."""
    import diffusers
    import torch

    kinds: Any = diffusers
    if not torch.distributed.is_initialized() or torch.distributed.get_world_size() != cards:
        raise failed(Fault.SETTING_UNAVAILABLE, "context_parallel")
    transformer.enable_parallelism(config=kinds.ContextParallelConfig(ulysses_degree=cards))
