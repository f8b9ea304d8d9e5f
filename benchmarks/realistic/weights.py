# mypy: disable-error-code="no-untyped-call"
"""A pipeline folder with random weights, written part by part and tensor by tensor.

Nothing is ever whole in memory but the smaller parts: a part that is streamed is built without
storage, for its names and shapes, and its tensors are drawn one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.realistic.widths import Part, Width
from config.demo.stand_ins.tokens import tokenizer

if TYPE_CHECKING:
    import torch

SHARD = 2 * 2**30  # bytes; also what is in memory at once
SEED = 1
STEMS = {"transformers": "model"}  # of file names; diffusers' own is the other


def written(width: Width, folder: Path, dtypes: dict[str, str]) -> None:
    """`dtypes`: by the name of the part, and `default`."""
    import diffusers
    import torch
    import transformers

    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
    folder.mkdir(parents=True)
    torch.manual_seed(SEED)
    for name, part in width.parts.items():
        dtype = getattr(torch, dtypes.get(name, dtypes["default"]))
        (_stream if part.streamed else _save)(part, folder / name, dtype)
    tokenizer(padding_side=width.padding_side).save_pretrained(folder / "tokenizer")
    _scheduler(width).save_pretrained(folder / "scheduler")
    index = {name: [part.library, part.kind] for name, part in width.parts.items()}
    index |= {
        "tokenizer": ["transformers", "PreTrainedTokenizerFast"],
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
    }
    whole = {"_class_name": width.pipeline, **index}
    (folder / "model_index.json").write_text(json.dumps(whole, indent=1))


def sizes(width: Width) -> dict[str, int]:
    """Numbers of each part; nothing is allocated."""
    return {
        name: sum(one.numel() for one in _shapes(part).values())
        for name, part in width.parts.items()
    }


def _scheduler(width: Width) -> Any:
    from diffusers import FlowMatchEulerDiscreteScheduler

    return FlowMatchEulerDiscreteScheduler(shift=3.0 if width.pipeline == "WanPipeline" else 1.0)


def _built(part: Part) -> Any:
    """Within `torch.device("meta")` it has shapes and no storage."""
    import diffusers
    import transformers
    from diffusers.pipelines import ltx2
    from diffusers.pipelines.ltx2 import vocoder

    home: Any = {"diffusers": diffusers, "transformers": transformers, "ltx2": ltx2}[part.library]
    if part.kind == "LTX2Vocoder":
        home = vocoder
    kind = getattr(home, part.kind)
    if part.library == "transformers":
        return kind(kind.config_class(**part.arguments))
    return kind(**part.arguments)


def _save(part: Part, folder: Path, dtype: torch.dtype) -> None:
    _built(part).to(dtype).save_pretrained(folder)


def _hollow(part: Part) -> Any:
    import torch

    with torch.device("meta"):
        return _built(part)


def _shapes(part: Part) -> dict[str, torch.Tensor]:
    """What its files hold: what is tied to another stands there once."""
    model = _hollow(part)
    kept = model.state_dict()
    buffers = {name: one for name, one in model.named_buffers() if name in kept}
    return dict(model.named_parameters()) | buffers


def _stream(part: Part, folder: Path, dtype: torch.dtype) -> None:
    from safetensors.torch import save_file

    folder.mkdir()
    model, shapes = _hollow(part), _shapes(part)
    if part.library == "transformers":
        model.config.save_pretrained(folder)
    else:
        model.save_config(folder)
    stem = STEMS.get(part.library, "diffusion_pytorch_model")
    groups = list(_grouped(shapes, dtype))
    where: dict[str, str] = {}
    for number, names in enumerate(groups, 1):
        file = f"{stem}-{number:05}-of-{len(groups):05}.safetensors"
        tensors = {name: _drawn(name, shapes[name], dtype) for name in names}
        save_file(tensors, folder / file, metadata={"format": "pt"})
        where |= dict.fromkeys(names, file)
    total = sum(one.numel() for one in shapes.values()) * dtype.itemsize
    index = {"metadata": {"total_size": total}, "weight_map": where}
    (folder / f"{stem}.safetensors.index.json").write_text(json.dumps(index))


def _grouped(shapes: dict[str, torch.Tensor], dtype: torch.dtype) -> Iterator[list[str]]:
    names: list[str] = []
    held = 0
    for name, one in shapes.items():
        size = one.numel() * dtype.itemsize
        if names and held + size > SHARD:
            yield names
            names, held = [], 0
        names.append(name)
        held += size
    yield names


def _drawn(name: str, shape: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """So that what goes in comes out about as large: norms are one, biases nothing, and a matrix
    is as small as it is wide."""
    import torch

    if shape.ndim == 1:
        plain = torch.zeros if name.endswith("bias") else torch.ones
        return plain(shape.shape, dtype=dtype)
    return torch.randn(shape.shape, dtype=dtype).mul_(float(shape[0].numel()) ** -0.5)
