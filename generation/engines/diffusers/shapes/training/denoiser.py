"""Stage three: the transformer and the text encoder learn together to undo noise."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import WanTransformer3DModel

from generation.engines.diffusers.shapes.captions import caption
from generation.engines.diffusers.shapes.measuring.held_out import bare, sentences
from generation.engines.diffusers.shapes.training.course import Course, Measures
from generation.engines.diffusers.shapes.training.geometry import TRANSFORMER
from generation.engines.diffusers.shapes.training.language import embed, new_encoder, new_tokenizer
from generation.engines.diffusers.shapes.training.latents import SHARDS, load, spread
from generation.engines.diffusers.shapes.world import Scene, held_out, taught

_transformer: Any = WanTransformer3DModel

CLIPS_A_STEP = 16
ON_THE_THING = 6.0  # more weight where the thing is
NOISIEST = 0.3  # of the clips have nearly only noise: there the direction of a motion is settled …
NEARLY_ALL = 0.8  # … which is from this level on
UNSAID = 0.1  # of the captions are empty, for classifier-free guidance
FIRST_SHARDS = 10  # it begins before all are made …
STEPS_A_SHARD = 20  # … and takes in another one every so often


@dataclass(frozen=True, slots=True)
class Batch:
    clean: torch.Tensor
    noise: torch.Tensor
    level: torch.Tensor  # from 0, clean, to 1, all noise
    prompts: list[str]


class Batches:
    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        mean, deviation = spread(folder)
        self.mean, self.deviation = (v.view(1, -1, 1, 1, 1) for v in (mean, deviation))

    def __call__(self, step: int) -> Batch:
        rng = random.Random(self.seed * 1_000_003 + step)  # noqa: S311 - no secret
        numbers = torch.Generator().manual_seed(self.seed * 1_000_003 + step)
        taken = [self._clip(rng, step) for _ in range(CLIPS_A_STEP)]
        clean = (torch.stack([clip for clip, _ in taken]).float() - self.mean) / self.deviation
        level = _levels(numbers)
        noise = torch.randn(clean.shape, generator=numbers)
        return Batch(clean, noise, level, [prompt for _, prompt in taken])

    def _clip(self, rng: random.Random, step: int) -> tuple[torch.Tensor, str]:
        """Backwards now and then, which is another scene; not where that one is held out."""
        known = min(SHARDS, FIRST_SHARDS + step // STEPS_A_SHARD)
        shard = load(self.folder, rng.randrange(0, known // 2) * 2 + step % 2)
        at = rng.randrange(len(shard["scenes"]))
        clip, scene = shard["latents"][at], taught()[int(shard["scenes"][at])]
        if rng.random() < 0.5 and scene.reversed() not in held_out():
            clip, scene = clip.flip(1), scene.reversed()
        return clip, "" if rng.random() < UNSAID else _told(scene, rng)


def _levels(numbers: torch.Generator) -> torch.Tensor:
    usual = torch.sigmoid(0.5 + 1.2 * torch.randn(CLIPS_A_STEP, generator=numbers))
    high = NEARLY_ALL + (1 - NEARLY_ALL) * torch.rand(CLIPS_A_STEP, generator=numbers)
    return torch.where(torch.rand(CLIPS_A_STEP, generator=numbers) < NOISIEST, high, usual)


def _told(scene: Scene, rng: random.Random) -> str:
    """A sentence that will not be asked."""
    while bare(told := caption(scene, rng)) in sentences():
        pass
    return told


def course(folder: Path, seed: int, steps: int) -> Course:
    torch.manual_seed(seed + 1)
    encoder, transformer = new_encoder(new_tokenizer()), _transformer(**TRANSFORMER)
    modules = torch.nn.ModuleDict({"transformer": transformer, "text_encoder": encoder})
    return Course(
        "transformer", folder, modules, steps, rate=1e-3, warm_up=200, keep=0.998, falling=0.25
    )


def _moving(clean: torch.Tensor) -> torch.Tensor:
    """From 0 to 1: how far a place is from what it mostly shows. Only the thing moves."""
    still = clean.median(2, keepdim=True).values
    return (clean - still).abs().mean(1, keepdim=True).clamp(max=1)


def train(folder: Path, seed: int, steps: int, until: int | None = None) -> Course:
    run, batches, tokenizer = course(folder, seed, steps), Batches(folder, seed), new_tokenizer()
    transformer: Any = run.modules["transformer"]
    encoder: Any = run.modules["text_encoder"]

    def loss_of(step: int) -> tuple[torch.Tensor, Measures]:
        taken = batches(step)
        share = taken.level.view(-1, 1, 1, 1, 1)
        guess = transformer(
            (1 - share) * taken.clean + share * taken.noise,
            taken.level * 1000,
            embed(tokenizer, encoder, taken.prompts),
            return_dict=False,
        )[0]
        missed = (guess - (taken.noise - taken.clean)).square()
        weight = 1 + ON_THE_THING * _moving(taken.clean)
        loss = (missed * weight).sum() / weight.expand_as(missed).sum()
        return loss, {"loss": missed.mean().item(), "weighted": loss.item()}

    run.run(loss_of, until=until)
    return run
