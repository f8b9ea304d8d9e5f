"""Trains the small checkpoint, stage by stage; each can be stopped and goes on where it was."""

import argparse
from pathlib import Path

import torch

from generation.engines.diffusers.shapes.place import WEIGHTS
from generation.engines.diffusers.shapes.training.beginning import begin

SEED = 6
VAE_STEPS = 1700
TRANSFORMER_STEPS = 8000


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.stage == "vae":
        from generation.engines.diffusers.shapes.training import autoencoder

        if asked.begin_with:
            begin(autoencoder.course(asked.folder, SEED, VAE_STEPS), asked.begin_with)
        autoencoder.train(asked.folder, SEED, asked.steps or VAE_STEPS)
    elif asked.stage == "latents":
        from generation.engines.diffusers.shapes.training import latents

        latents.make(asked.folder, SEED)
    elif asked.stage == "transformer":
        from generation.engines.diffusers.shapes.training import denoiser

        if asked.begin_with:
            begin(denoiser.course(asked.folder, SEED, TRANSFORMER_STEPS), asked.begin_with)
        denoiser.train(asked.folder, SEED, asked.steps or TRANSFORMER_STEPS)
    else:
        from generation.engines.diffusers.shapes.training import export

        export.export(asked.folder, asked.into)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=("vae", "latents", "transformer", "export"))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--into", type=Path, default=WEIGHTS)
    parser.add_argument("--steps", type=int)
    parser.add_argument(
        "--begin-with", type=Path, help="a finished checkpoint, instead of random weights"
    )
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
