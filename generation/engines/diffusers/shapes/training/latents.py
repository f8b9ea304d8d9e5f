"""Stage two: clips encoded once, since the autoencoder learns no more."""

from functools import cache
from pathlib import Path
from time import sleep

import numpy as np
import torch

from generation.engines.diffusers.shapes.draw import LANDSCAPE, PORTRAIT, draw
from generation.engines.diffusers.shapes.training.autoencoder import Vae, encode, new
from generation.engines.diffusers.shapes.world import taught

CLIPS_A_SHARD = 100
SHARDS = 92

Shard = dict[str, torch.Tensor]


def trained(folder: Path) -> Vae:
    state = torch.load(folder / "vae.pt", weights_only=True)["steady"]
    vae = new()
    vae.load_state_dict({name.removeprefix("vae."): value for name, value in state.items()})
    return vae.eval()


def make(folder: Path, seed: int, shards: int = SHARDS) -> None:
    vae = trained(folder)
    for number in range(shards):
        path = _path(folder, number)
        if not path.exists():
            torch.save(_shard(vae, seed, number), path.with_suffix(".part"))
            path.with_suffix(".part").replace(path)


def _path(folder: Path, number: int) -> Path:
    return folder / f"latents-{number:03d}.pt"


@torch.no_grad()
def _shard(vae: Vae, seed: int, number: int) -> Shard:
    """One orientation each: the even ones lie, the odd ones stand."""
    rng = np.random.default_rng([seed, 10_000 + number])
    chosen = rng.integers(0, len(taught()), CLIPS_A_SHARD)
    clips = []
    for at in chosen:
        clip = draw(taught()[at], (LANDSCAPE, PORTRAIT)[number % 2], rng)
        frames = torch.from_numpy(clip.frames).permute(0, 3, 1, 2).unsqueeze(2) * 2 - 1
        clips.append(encode(vae, frames).squeeze(2).transpose(0, 1))
    return {"scenes": torch.from_numpy(chosen), "latents": torch.stack(clips).half()}


def load(folder: Path, number: int) -> Shard:
    """Waits for a shard that another process is still about to make."""
    while not _path(folder, number).exists():
        sleep(1)
    return _load(_path(folder, number))


@cache
def _load(path: Path) -> Shard:
    shard: Shard = torch.load(path, weights_only=True)
    return shard


def spread(folder: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation of each channel, by the first shard of either orientation."""
    flat = [load(folder, n)["latents"].float().transpose(0, 1).flatten(1) for n in (0, 1)]
    together = torch.cat(flat, 1)
    return together.mean(1), together.std(1)
