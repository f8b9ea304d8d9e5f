"""What an operator decided about one engine: a checked copy of a table of the engines file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generation.engines.base import Size
from generation.engines.diffusers.profile import Canvas, Profile, Sound


@dataclass(frozen=True, slots=True)
class Lora:
    """A safetensors file, or a folder or hub id with one in it. `shows_people`: an operator's word
    that it was trained to draw those whom reference pictures show."""

    weights: str
    scale: float = 1.0
    shows_people: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """`weights`: a folder, or a hub id ("owner/name"). `cache_threshold`: only of `first_block`,
    which has one of its own. `hub_kernels`: code of the attention backend may be fetched and run.
    `look_at`: as in a profile. What stands here beats the profile.
    """

    profile: Profile
    weights: str
    dtype: str
    vae_dtype: str
    steps: int
    guidance: float | None
    guidance_2: float | None
    negative_prompt: str
    look_at: float | None
    seconds: tuple[int, ...]
    canvases: Mapping[Size, Canvas]
    sound: Sound
    revision: str | None = None
    local_files_only: bool = True
    device: str = "auto"
    quantisation: str = "none"
    offload: str = "none"
    attention_backend: str | None = None
    hub_kernels: bool = False
    cache: str = "none"
    cache_threshold: float | None = None
    compile_blocks: bool = False
    context_parallel: int = 1
    vae_tiling: bool = False
    encoder_threads: int = 1
    loras: tuple[Lora, ...] = field(default=())
