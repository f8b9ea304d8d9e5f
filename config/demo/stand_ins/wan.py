# mypy: disable-error-code="no-untyped-call, attr-defined"
"""Wan's pipeline with random weights, as small as its classes allow.

Real classes, real geometry (8 x in space and 4 x in time), no meaning: what comes out is noise, but
the same noise for the same seed.
"""

from pathlib import Path
from typing import Any

from config.demo.stand_ins.tokens import tokenizer

SEED = 1


def wan_t2v(folder: Path, *, experts: bool = False, tint: tuple[float, ...] = ()) -> None:
    """From words. `tint`: what is added to red, green and blue (-1 to 1) of all that it draws."""
    from diffusers import WanPipeline

    parts = wan_parts()
    if tint:
        _tint(parts["vae"], tint)
    second = wan_transformer("WanTransformer3DModel") if experts else None
    WanPipeline(
        **parts,
        transformer=wan_transformer("WanTransformer3DModel"),
        transformer_2=second,
        boundary_ratio=0.875 if experts else None,
    ).save_pretrained(folder)


def wan_parts() -> dict[str, Any]:
    """What all pipelines of Wan share, by its name there."""
    import torch
    from diffusers import AutoencoderKLWan, FlowMatchEulerDiscreteScheduler
    from transformers import UMT5Config, UMT5EncoderModel

    torch.manual_seed(SEED)
    words = tokenizer(padding_side="right")
    reader = UMT5Config(
        vocab_size=len(words), d_model=32, d_kv=8, d_ff=64, num_layers=2, num_heads=4
    )
    vae = AutoencoderKLWan(
        base_dim=8, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
        temperal_downsample=[False, True, True],
    )  # fmt: skip
    return {
        "tokenizer": words,
        "text_encoder": UMT5EncoderModel(reader),
        "vae": vae,
        "scheduler": FlowMatchEulerDiscreteScheduler(shift=3.0),
    }


def wan_transformer(kind: str, **more: Any) -> Any:
    """`kind`: a class of diffusers; `more`: of its arguments."""
    import diffusers

    sizes = {
        "patch_size": (1, 2, 2), "num_attention_heads": 2, "attention_head_dim": 12,
        "in_channels": 16,
        "out_channels": 16, "text_dim": 32, "freq_dim": 32, "ffn_dim": 32, "num_layers": 2,
    }  # fmt: skip
    return getattr(diffusers, kind)(**(sizes | more))


def _tint(vae: Any, tint: tuple[float, ...]) -> None:
    import torch

    with torch.no_grad():
        vae.decoder.conv_out.bias += torch.tensor(tint)
