"""The keys of a table of kind "diffusers" that mean the same for every profile."""

from generation.engines.diffusers.profile import Sound
from generation.engines.diffusers.reading import (
    Reader,
    flag,
    matching,
    number,
    one_of,
    text,
    whole,
    words,
)

DTYPES = ("float32", "bfloat16", "float16")
QUANTISATIONS = ("none", "fp8", "torchao-int8", "bitsandbytes-8bit", "bitsandbytes-4bit")
OFFLOADS = ("none", "model", "sequential", "group")
CACHES = ("none", "first_block", "taylorseer")
# diffusers.models.attention_dispatch.AttentionBackendName; a test compares the two.
ATTENTION = (
    "flash", "flash_hub", "flash_varlen", "flash_varlen_hub", "flash_4_hub", "_flash_3",
    "_flash_varlen_3", "_flash_3_hub", "_flash_3_varlen_hub", "aiter_fa2_hub", "flex",
    "native", "_native_cudnn", "_native_efficient", "_native_flash", "_native_math", "_native_npu",
    "_native_xla", "sage", "sage_hub", "sage_blackwell_hub", "sage_varlen",
    "_sage_qk_int8_pv_fp8_cuda", "_sage_qk_int8_pv_fp8_cuda_sm90", "_sage_qk_int8_pv_fp16_cuda",
    "_sage_qk_int8_pv_fp16_triton", "xformers",
)  # fmt: skip
# The ending of those whose code is fetched from the hub and run.
FETCHED = "_hub"

READERS: dict[str, Reader] = {
    "weights": text,
    "revision": text,
    "local_files_only": flag,
    "device": matching(r"auto|cpu|mps|(cuda|xpu)(:\d{1,2})?", 'auto, cpu, cuda or "cuda:1"'),
    "dtype": one_of(DTYPES),
    "vae_dtype": one_of(DTYPES),
    "quantisation": one_of(QUANTISATIONS),
    "offload": one_of(OFFLOADS),
    "attention_backend": one_of(ATTENTION),
    "hub_kernels": flag,
    "cache": one_of(CACHES),
    "cache_threshold": number(0.0, 1.0),
    "compile_blocks": flag,
    "context_parallel": whole(1, 64),
    "vae_tiling": flag,
    "encoder_threads": whole(1, 32),
    "steps": whole(1, 200),
    "guidance": number(0.0, 30.0),
    "guidance_2": number(0.0, 30.0),
    "negative_prompt": words,
    "look_at": number(0.0, 1.0),
    "sound": one_of(Sound),
}
