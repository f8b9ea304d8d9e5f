"""Checkpoints of a few hundred kB at most, made here by a seed and saved as real ones are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIDE = 32
COLOURS = {"calm_blue": (30, 60, 200), "alarm_red": (210, 30, 30), "odd_green": (40, 190, 50)}
MAP = """
covers = ["violence"]
[labels.calm_blue]
category = "none"
[labels.alarm_red]
category = "violence"
threshold = 0.3
calibration = [[0.3, 0.0], [0.6, 0.5], [0.9, 0.95]]
[labels.odd_green]
category = "sexual"
"""


def square(name: str, *, height: int = 90, width: int = 160, seed: int = 0) -> NDArray[np.uint8]:
    """A picture of one colour, a little uneven."""
    chance = np.random.default_rng(seed)
    noise = chance.integers(-25, 26, (height, width, 3))
    return np.clip(np.array(COLOURS[name]) + noise, 0, 255).astype(np.uint8)


def classifier(folder: Path, *, steps: int = 60) -> Path:
    """A ViT that tells three colours apart, fitted in a few seconds."""
    import torch
    from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessorPil

    torch.manual_seed(1)
    names = list(COLOURS)
    network = ViTForImageClassification(
        ViTConfig(
            hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64,
            image_size=SIDE, patch_size=16, id2label=dict(enumerate(names)),
            label2id={name: number for number, name in enumerate(names)},
        )
    )  # fmt: skip
    processor = ViTImageProcessorPil(size={"height": SIDE, "width": SIDE})
    images = [square(name, seed=seed) for seed in range(8) for name in names]
    inputs = processor(images=images, return_tensors="pt")["pixel_values"]
    wanted = torch.tensor([number for _ in range(8) for number in range(3)])
    optimizer = torch.optim.AdamW(network.parameters(), lr=5e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        network(pixel_values=inputs, labels=wanted).loss.backward()
        optimizer.step()
    network.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


WORDS = ("a", "red", "blue", "ball", "and", "the", "sea", "house", "two", "cats")


def captioner(folder: Path) -> Path:
    """A BLIP of random weights, whose words are noise."""
    import torch
    from transformers import (
        BertTokenizer,
        BlipConfig,
        BlipForConditionalGeneration,
        ViTImageProcessorPil,
    )

    torch.manual_seed(3)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join([*special, *WORDS]))
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    small = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    words = {
        "vocab_size": len(special) + len(WORDS), "bos_token_id": 5, "eos_token_id": 3,
        "sep_token_id": 3, "pad_token_id": 0, "encoder_hidden_size": 32, "projection_dim": 32,
        "intermediate_size": 64, "max_position_embeddings": 64,
    }  # fmt: skip
    network = BlipForConditionalGeneration(
        BlipConfig(
            text_config={**small, **words},
            vision_config={
                **small, "intermediate_size": 64, "image_size": SIDE, "patch_size": 16,
                "projection_dim": 32,
            },
            projection_dim=32,
        )
    )  # fmt: skip
    network.save_pretrained(folder)
    ViTImageProcessorPil(size={"height": SIDE, "width": SIDE}).save_pretrained(folder)
    return folder
