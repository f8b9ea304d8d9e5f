# mypy: disable-error-code="no-untyped-call, attr-defined"
"""Stands in for an operator's image classifier: it takes a picture that is magenta all over for
nudity, and everything else for calm.

A real ResNet of transformers that nobody trained: its weights are written down. One channel keeps
how much red and blue outweigh green; of a picture's mean the last layer makes two scores.
"""

from pathlib import Path
from typing import Any

SIDE = 64  # pixels
LABELS = ("calm", "magenta", "harm", "blows")
# The other two labels never score: they are there so that the policy's categories are assessed.
MEANING = """
covers = ["sexual", "self_harm", "violence"]
activation = "sigmoid"
[labels.calm]
category = "none"
[labels.magenta]
category = "sexual"
[labels.harm]
category = "self_harm"
[labels.blows]
category = "violence"
"""
CLEAR = 1.0  # of 2: red + blue - 2 green of a pixel that counts
STEEP, HALF = 40.0, 0.2  # from which mean on it is taken for nudity, and how sharply
NEVER = -10.0


def classifier(folder: Path) -> Path:
    """The folder of the model; beside it `labels.toml`, which says what its labels mean."""
    from transformers import ResNetForImageClassification, ViTImageProcessorPil

    network = ResNetForImageClassification(_shape())
    _write(network)
    network.save_pretrained(folder)
    size = {"height": SIDE, "width": SIDE}
    ViTImageProcessorPil(size=size, do_normalize=False).save_pretrained(folder)
    labels = folder.with_name("labels.toml")
    labels.write_text(MEANING)
    return labels


def _shape() -> Any:
    from transformers import ResNetConfig

    return ResNetConfig(
        embedding_size=1, hidden_sizes=[1], depths=[1], layer_type="basic",
        id2label=dict(enumerate(LABELS)), label2id={name: n for n, name in enumerate(LABELS)},
    )  # fmt: skip


def _write(network: Any) -> None:
    import torch

    with torch.no_grad():
        for name, values in network.named_parameters():
            values.fill_(1.0 if name.endswith("normalization.weight") else 0.0)
        embedder = network.resnet.embedder.embedder
        middle = embedder.convolution.kernel_size[0] // 2
        weights = torch.tensor([1.0, -2.0, 1.0])
        embedder.convolution.weight[0, :, middle, middle] = weights
        embedder.normalization.bias.fill_(-CLEAR)
        last = network.classifier[-1]
        last.weight[LABELS.index("magenta"), 0] = STEEP
        last.bias.copy_(torch.tensor([0.0, -STEEP * HALF, NEVER, NEVER]))
