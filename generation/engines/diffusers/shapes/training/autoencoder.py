"""Stage one: each frame to a small latent and back."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.models.autoencoders import autoencoder_kl_wan
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.draw import LANDSCAPE, PORTRAIT, draw
from generation.engines.diffusers.shapes.training.course import Course, Measures
from generation.engines.diffusers.shapes.training.frames import pin, single_frames
from generation.engines.diffusers.shapes.training.geometry import CHANNELS, VAE
from generation.engines.diffusers.shapes.world import Scene, taught

WINDOW = 40  # pixels: first it learns on squares around the thing, more than twice as cheap
WINDOWS_A_STEP = 48
FRAMES_A_STEP = 24
WINDOWED = 0.62  # of all steps
THING_WEIGHS = 5.0  # beside the background's 1: small, and all that the prompt is about
LATENT_NOISE = 0.05  # of the latents' spread: the transformer will not hit them exactly

Batch = tuple[torch.Tensor, torch.Tensor]
Vae = Any  # an AutoencoderKLWan; diffusers tells no types
_wan: Any = autoencoder_kl_wan


def batch(seed: int, step: int, count: int, scenes: tuple[Scene, ...], window: int = 0) -> Batch:
    """Frames from -1 to 1 (count, RGB, 1, height, width) and what of them is the thing."""
    rng = np.random.default_rng([seed, step])
    size = (LANDSCAPE, PORTRAIT)[step % 2]
    frames, masks = [], []
    for at in rng.integers(0, len(scenes), count):
        clip = draw(scenes[at], size, rng, rng.uniform(0, 1, 1).astype(np.float32))
        cut = _window(clip.mask[0, :, :, 0], window, rng) if window else (slice(None), slice(None))
        frames.append(clip.frames[:, *cut])
        masks.append(clip.mask[:, *cut])
    return _tensor(frames) * 2 - 1, _tensor(masks)


def _window(mask: NDArray[np.float32], side: int, rng: np.random.Generator) -> tuple[slice, slice]:
    """A square that holds most of the thing, somewhere in it."""
    cut = []
    for axis in (0, 1):
        length = mask.shape[axis]
        middle = np.average(np.arange(length), weights=mask.sum(1 - axis))
        begin = int(np.clip(middle - side * rng.uniform(0.2, 0.8), 0, length - side))
        cut.append(slice(begin, begin + side))
    return cut[0], cut[1]


def _tensor(parts: list[NDArray[np.float32]]) -> torch.Tensor:
    return torch.from_numpy(np.stack(parts)).permute(0, 4, 1, 2, 3).contiguous()


def encode(vae: Vae, frames: torch.Tensor) -> torch.Tensor:
    with single_frames():
        moments = vae.quant_conv(vae.encoder(_wan.patchify(frames, VAE["patch_size"])))
    latents: torch.Tensor = moments[:, :CHANNELS]
    return latents


def decode(vae: Vae, latents: torch.Tensor) -> torch.Tensor:
    with single_frames():
        decoded = vae.decoder(vae.post_quant_conv(latents))
        frames: torch.Tensor = _wan.unpatchify(decoded, VAE["patch_size"])
        return frames


def new() -> Vae:
    vae = _wan.AutoencoderKLWan(**VAE)
    pin(vae)
    return vae


def course(folder: Path, seed: int, steps: int) -> Course:
    torch.manual_seed(seed)
    modules = torch.nn.ModuleDict({"vae": new()})
    return Course("vae", folder, modules, steps, rate=2e-3, warm_up=100, keep=0.995, falling=1.0)


def train(folder: Path, seed: int, steps: int, until: int | None = None) -> Course:
    run = course(folder, seed, steps)
    vae: Vae = run.modules["vae"]

    def loss_of(step: int) -> tuple[torch.Tensor, Measures]:
        early = step < WINDOWED * steps
        count, window = (WINDOWS_A_STEP, WINDOW) if early else (FRAMES_A_STEP, 0)
        frames, mask = batch(seed, step, count, taught(), window)
        noise = torch.Generator().manual_seed(seed * 1_000_003 + step)
        latents = encode(vae, frames)
        blur = torch.randn(latents.shape, generator=noise) * latents.detach().std() * LATENT_NOISE
        away = decode(vae, latents + blur) - frames
        weight = 1 + (THING_WEIGHS - 1) * mask
        loss = (weight * (away.abs() + away.square())).mean() + 1e-5 * latents.square().mean()
        return loss, {"loss": loss.item(), "l1": away.abs().mean().item()}

    run.run(loss_of, until=until)
    return run
