"""What the published models are as wide and as deep as, and the same kinds as small as they go.

Widths are facts of configuration: LTX-2 (19 B) and Wan 2.1 T2V 14B are the defaults of their own
classes in diffusers 0.42; Gemma 3 12B and UMT5-XXL stand here as their publishers' configurations
name them. The tokenizer is a stand-in: every text is padded to the same length anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from config.demo.stand_ins.tokens import VOCABULARY
from generation.engines.diffusers.profile import Canvas


@dataclass(frozen=True, slots=True)
class Part:
    """`kind`: a class of `library`. `streamed`: written tensor by tensor, because it may be larger
    than what memory there is; else it begins as its class begins. `layers`: of its arguments, the
    one that counts them. `arguments`: of its class, or of a configuration of transformers."""

    library: str
    kind: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    streamed: bool = False
    layers: str = ""


@dataclass(frozen=True, slots=True)
class Width:
    """`canvas`, `seconds`: None as the profile has them. `room`: GiB for all that is no weight, an
    estimate. `call`: what each call gets beside what the profile says."""

    profile: str
    pipeline: str
    parts: Mapping[str, Part]
    padding_side: str
    room: float
    canvas: Canvas | None = None
    seconds: int | None = None
    call: Mapping[str, Any] = field(default_factory=dict)


GEMMA = {
    "vocab_size": 262_208, "hidden_size": 3840, "intermediate_size": 15_360,
    "num_hidden_layers": 48, "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 256,
    "sliding_window": 1024,
}  # fmt: skip
SIGLIP = {
    "hidden_size": 1152, "intermediate_size": 4304, "num_hidden_layers": 27,
    "num_attention_heads": 16, "image_size": 896, "patch_size": 14,
}  # fmt: skip
UMT5 = {
    "vocab_size": 256_384, "d_model": 4096, "d_kv": 64, "d_ff": 10_240, "num_layers": 24,
    "num_heads": 64,
}  # fmt: skip
# What the converted LTX-2 has and its class has not by default.
LTX2_VAE = {
    "encoder_causal": True, "decoder_causal": False, "spatial_compression_ratio": 32,
    "temporal_compression_ratio": 8,
}  # fmt: skip

LTX2 = Width(
    profile="ltx2-distilled",
    pipeline="LTX2Pipeline",
    padding_side="left",
    room=10.0,
    parts={
        "transformer": Part(
            "diffusers", "LTX2VideoTransformer3DModel", streamed=True, layers="num_layers"
        ),
        "text_encoder": Part(
            "transformers", "Gemma3ForConditionalGeneration",
            {"text_config": GEMMA, "vision_config": SIGLIP}, streamed=True,
            layers="text_config.num_hidden_layers",
        ),
        "connectors": Part("ltx2", "LTX2TextConnectors", streamed=True),
        "vae": Part("diffusers", "AutoencoderKLLTX2Video", LTX2_VAE),
        "audio_vae": Part("diffusers", "AutoencoderKLLTX2Audio"),
        "vocoder": Part("ltx2", "LTX2Vocoder"),
    },
)  # fmt: skip
WAN = Width(
    profile="wan-t2v",
    pipeline="WanPipeline",
    padding_side="right",
    room=10.0,
    parts={
        "transformer": Part(
            "diffusers", "WanTransformer3DModel", streamed=True, layers="num_layers"
        ),
        "text_encoder": Part(
            "transformers", "UMT5EncoderModel", UMT5, streamed=True, layers="num_layers"
        ),
        "vae": Part("diffusers", "AutoencoderKLWan"),
    },
)  # fmt: skip


def _smaller(width: Width, **arguments: Mapping[str, Any]) -> Width:
    parts = {
        name: replace(part, arguments={**part.arguments, **arguments[name]})
        for name, part in width.parts.items()
    }
    return replace(
        width, parts=parts, canvas=Canvas(64, 64), seconds=1, room=1.0,
        call={"max_sequence_length": 32},
    )  # fmt: skip


_LAST = VOCABULARY + 8  # room for the image tokens of Gemma's configuration
TINY_DRAWING = {
    "in_channels": 8, "out_channels": 8, "num_attention_heads": 2, "attention_head_dim": 16,
    "cross_attention_dim": 32, "num_layers": 2, "caption_channels": 32, "audio_in_channels": 8,
    "audio_out_channels": 8, "audio_num_attention_heads": 2, "audio_attention_head_dim": 8,
    "audio_cross_attention_dim": 16,
}  # fmt: skip
TINY_HEADS = {
    f"{kind}_connector_{name}": value
    for kind in ("video", "audio")
    for name, value in (
        ("num_attention_heads", 4), ("attention_head_dim", 8), ("num_layers", 1),
        ("num_learnable_registers", None),
    )
}  # fmt: skip

TINY_LTX2 = _smaller(
    LTX2,
    transformer=TINY_DRAWING,
    text_encoder={
        "text_config": {
            "vocab_size": _LAST, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
            "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "sliding_window": 64,
        },
        "vision_config": {
            "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
            "num_attention_heads": 2, "image_size": 32, "patch_size": 8,
        },
        "mm_tokens_per_image": 4, "image_token_index": _LAST - 1, "boi_token_index": _LAST - 2,
        "eoi_token_index": _LAST - 3,
    },
    connectors={"caption_channels": 32, **TINY_HEADS},
    vae={
        "latent_channels": 8, "block_out_channels": (8, 16, 32, 64),
        "decoder_block_out_channels": (8, 16, 32), "layers_per_block": (1,) * 5,
        "decoder_layers_per_block": (1,) * 4,
    },
    audio_vae={
        "base_channels": 8, "ch_mult": (1, 1, 1), "num_res_blocks": 1, "latent_channels": 2,
        "mel_bins": 16,
    },
    vocoder={
        "in_channels": 32, "hidden_channels": 32, "resnet_kernel_sizes": [3],
        "resnet_dilations": [[1, 3, 5]],
    },
)  # fmt: skip
TINY_WAN = _smaller(
    WAN,
    transformer={
        "num_attention_heads": 2, "attention_head_dim": 12, "text_dim": 32, "freq_dim": 32,
        "ffn_dim": 32, "num_layers": 2,
    },
    text_encoder={
        "vocab_size": VOCABULARY, "d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2,
        "num_heads": 4,
    },
    vae={"base_dim": 8, "dim_mult": [1, 1, 1, 1], "num_res_blocks": 1},
)  # fmt: skip

WIDTHS = {
    "ltx2": {"full": LTX2, "tiny": TINY_LTX2},
    "wan": {"full": WAN, "tiny": TINY_WAN},
}


def with_layers(width: Width, layers: int | None) -> Width:
    """So many of the transformer, and no more than that of the text encoder. What reads the text
    encoder takes the states of all its layers, so its own width follows."""
    parts = {
        name: part if layers is None or not part.layers else _cut(part, layers)
        for name, part in width.parts.items()
    }
    if "connectors" in parts:
        deep = parts["text_encoder"].arguments["text_config"]["num_hidden_layers"]
        given = {**parts["connectors"].arguments, "text_proj_in_factor": deep + 1}
        parts["connectors"] = replace(parts["connectors"], arguments=given)
    return replace(width, parts=parts)


def _cut(part: Part, layers: int) -> Part:
    above, _, name = part.layers.rpartition(".")
    inner = part.arguments[above] if above else part.arguments
    fewer = {**inner, name: min(layers, inner.get(name, layers))}
    return replace(part, arguments={**part.arguments, above: fewer} if above else fewer)
