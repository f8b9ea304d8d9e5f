# mypy: disable-error-code="no-untyped-call, attr-defined"
"""Whole pipeline folders with random weights, as small as their classes allow.

Real classes, real geometry (8 x in space and 4 x in time, or 32 and 8), no meaning: what comes out
is noise, but the same noise for the same seed, and sound as long as it must be.
"""

import json
from pathlib import Path
from typing import Any

from benchmarks.realistic.widths import TINY_DRAWING, TINY_HEADS
from config.demo.stand_ins.tokens import tokenizer
from config.demo.stand_ins.wan import wan_parts, wan_t2v, wan_transformer

__all__ = ["ltx2", "ltx2_5", "wan_i2v", "wan_i2v_clip", "wan_t2v", "wan_ti2v", "wan_vace"]


def wan_i2v(folder: Path) -> None:
    """As Wan 2.2: two experts, and no encoder for the picture."""
    from diffusers import WanImageToVideoPipeline

    parts = wan_parts()
    one, two = (wan_transformer("WanTransformer3DModel", in_channels=36) for _ in range(2))
    WanImageToVideoPipeline(
        **parts, transformer=one, transformer_2=two, boundary_ratio=0.9
    ).save_pretrained(folder)


def wan_i2v_clip(folder: Path) -> None:
    """As Wan 2.1: one transformer, and an encoder that sees the picture."""
    from diffusers import WanImageToVideoPipeline
    from transformers import CLIPImageProcessorPil, CLIPVisionConfig, CLIPVisionModel

    parts = wan_parts()
    seeing = CLIPVisionConfig(
        hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        image_size=32, patch_size=8,
    )  # fmt: skip
    drawing = wan_transformer(
        "WanTransformer3DModel", in_channels=36, image_dim=32, added_kv_proj_dim=24
    )
    sides = {"height": 32, "width": 32}
    WanImageToVideoPipeline(
        **parts,
        transformer=drawing,
        image_encoder=CLIPVisionModel(seeing),
        image_processor=CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size=sides),
    ).save_pretrained(folder)


def wan_ti2v(folder: Path) -> None:
    """As Wan 2.2's 5 B: 16 x in space, and a noise level for each place instead of a mask."""
    from diffusers import AutoencoderKLWan, WanPipeline

    parts = wan_parts()
    vae = AutoencoderKLWan(
        base_dim=8, decoder_base_dim=8, z_dim=48, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
        temperal_downsample=[False, True, True], is_residual=True, patch_size=2, in_channels=12,
        out_channels=12, scale_factor_spatial=16, latents_mean=[0.0] * 48, latents_std=[1.0] * 48,
    )  # fmt: skip
    drawing = wan_transformer("WanTransformer3DModel", in_channels=48, out_channels=48)
    WanPipeline(
        **{**parts, "vae": vae}, transformer=drawing, expand_timesteps=True
    ).save_pretrained(folder)


def wan_vace(folder: Path) -> None:
    from diffusers import WanVACEPipeline

    parts = wan_parts()
    drawing = wan_transformer("WanVACETransformer3DModel", vace_layers=[0], vace_in_channels=96)
    WanVACEPipeline(**parts, transformer=drawing).save_pretrained(folder)


def ltx2(folder: Path) -> None:
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2Pipeline

    torch.manual_seed(1)
    words = tokenizer(padding_side="left")
    LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        tokenizer=words,
        text_encoder=_gemma(len(words) + 8),
        **_ltx2_vaes(),
        **_ltx2_drawing(),
    ).save_pretrained(folder)


def ltx2_5(folder: Path) -> None:
    """As far as the library shows it: Gemma 4, text projected for each modality, sound at 48 kHz,
    an index that names parts for longer prompts and unasked lengths, and two transformers."""
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2Pipeline, LTX2VideoTransformer3DModel

    torch.manual_seed(2)
    words = tokenizer(padding_side="left")
    drawing, full = (
        LTX2VideoTransformer3DModel(
            rope_double_precision=False, use_prompt_embeddings=False, cross_attn_mod=True,
            audio_cross_attn_mod=True, gated_attn=True, audio_gated_attn=True, perturbed_attn=True,
            **TINY_DRAWING,
        )
        for _ in range(2)
    )  # fmt: skip
    LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        tokenizer=words,
        text_encoder=_gemma_4(len(words)),
        transformer=drawing,
        **_ltx2_vaes(),
        **_ltx2_5_heads(),
    ).save_pretrained(folder)
    full.save_pretrained(folder / "transformer_full")
    index = json.loads((folder / "model_index.json").read_text())
    index["prompt_enhancer"] = ["transformers", "Gemma4ForConditionalGeneration"]
    index["processor"] = ["transformers", "Gemma4UnifiedProcessor"]
    index["duration_head"] = ["ltx2", "LTX2DurationHead"]
    (folder / "model_index.json").write_text(json.dumps(index))


def _gemma_4(words: int) -> Any:
    from transformers import Gemma4UnifiedConfig, Gemma4UnifiedForConditionalGeneration

    return Gemma4UnifiedForConditionalGeneration(
        Gemma4UnifiedConfig(
            text_config={
                "vocab_size": words, "hidden_size": 32, "intermediate_size": 64,
                "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
                "head_dim": 8, "global_head_dim": 8, "max_position_embeddings": 256,
                "sliding_window": 64,
            },
            vision_config=None,
            audio_config=None,
        )
    )  # fmt: skip


def _ltx2_5_heads() -> dict[str, Any]:
    from diffusers.pipelines.ltx2 import LTX2TextConnectors
    from diffusers.pipelines.ltx2.vocoder import LTX2VocoderWithBWE

    connecting = LTX2TextConnectors(
        caption_channels=32, text_proj_in_factor=3, rope_double_precision=False,
        per_modality_projections=True, video_hidden_dim=32, audio_hidden_dim=16,
        **{**TINY_HEADS, "audio_connector_num_attention_heads": 2},
    )  # fmt: skip
    speaking = LTX2VocoderWithBWE(
        in_channels=2 * 16, hidden_channels=64, resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3, 5]], bwe_in_channels=2 * 16, bwe_hidden_channels=32,
        bwe_resnet_kernel_sizes=[3], bwe_resnet_dilations=[[1, 3, 5]], num_mel_channels=16,
    )  # fmt: skip
    return {"connectors": connecting, "vocoder": speaking}


def _gemma(words: int) -> Any:
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    reading = {
        "vocab_size": words, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8,
        "max_position_embeddings": 256,
        "sliding_window": 64, "pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 2,
    }  # fmt: skip
    seeing = {
        "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
        "num_attention_heads": 2, "image_size": 32, "patch_size": 8,
    }  # fmt: skip
    return Gemma3ForConditionalGeneration(
        Gemma3Config(
            text_config=reading, vision_config=seeing, mm_tokens_per_image=4,
            image_token_index=words - 1, boi_token_index=words - 2, eoi_token_index=words - 3,
        )
    )  # fmt: skip


def _ltx2_vaes() -> dict[str, Any]:
    from diffusers import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video

    pictures = AutoencoderKLLTX2Video(
        latent_channels=8, block_out_channels=(8, 16, 32, 64),
        decoder_block_out_channels=(8, 16, 32), layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 4, encoder_causal=True, decoder_causal=False,
        spatial_compression_ratio=32, temporal_compression_ratio=8,
    )  # fmt: skip
    sound = AutoencoderKLLTX2Audio(
        base_channels=8, ch_mult=(1, 1, 1), num_res_blocks=1, latent_channels=2, mel_bins=16
    )
    return {"vae": pictures, "audio_vae": sound}


def _ltx2_drawing() -> dict[str, Any]:
    from diffusers import LTX2VideoTransformer3DModel
    from diffusers.pipelines.ltx2 import LTX2TextConnectors
    from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder

    drawing = LTX2VideoTransformer3DModel(rope_double_precision=False, **TINY_DRAWING)
    connecting = LTX2TextConnectors(
        caption_channels=32, text_proj_in_factor=3, rope_double_precision=False, **TINY_HEADS
    )
    speaking = LTX2Vocoder(
        in_channels=2 * 16, hidden_channels=32, resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3, 5]],
    )  # fmt: skip
    return {"transformer": drawing, "connectors": connecting, "vocoder": speaking}
