"""Pipelines of other classes around weights that are already there."""

from __future__ import annotations

import inspect

from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.placing import placed
from generation.engines.diffusers.profile import Way


def pipeline_for(loaded: Loaded, way: Way) -> Pipeline:
    name = loaded.settings.profile.ways[way]
    if name not in loaded.pipelines:
        loaded.pipelines[name] = _variant(loaded.base, name)
    pipe = loaded.pipelines[name]
    if len(loaded.pipelines) > 1 and loaded.settings.offload in {"model", "sequential"}:
        placed(pipe, loaded.settings, loaded.device)  # whose hooks stand was another's
    return pipe


def _variant(base: Pipeline, name: str) -> Pipeline:
    """As `from_pipe`, which casts all weights to float32 unless told one type for the whole."""
    import diffusers

    kind = getattr(diffusers, name)
    wanted = inspect.signature(kind.__init__).parameters
    given = {**base.config, **base.components}
    pipe = kind(**{key: value for key, value in given.items() if key in wanted})
    pipe.set_progress_bar_config(disable=True)
    return pipe
