"""Trains the upper layers' adapter and the network on top of it, all categories at once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from moderation.detectors.minilm.encoder import WIDTH
from moderation.training.lora import LOWER, beside, frozen, mask_of, pooled, tensors, through
from moderation.training.memory import keep_freed_memory
from moderation.training.states import States

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

EPOCHS = 2
RATE = 1e-3
HIDDEN = 128
LOUDER = 8.0  # unit vectors are small for a network with usual starting weights
BATCH = 64
POOL = 2048  # rows sorted by length together, so that little is padding
WARM_UP = 100  # steps
HARMFUL_SHARE = 0.25  # harmful rows of a head weigh as much as this share of its harmless ones
MOST_WEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Tuned:
    """`adapter` as in its file; `layers`: (weights, bias) of the two layers on top of it."""

    adapter: dict[str, NDArray[np.float16]]
    layers: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]


def tune(
    states: States,
    labels: NDArray[np.float32],
    often: NDArray[np.float64],
    *,
    seed: int,
    epochs: int = EPOCHS,
    threads: int = 2,
) -> Tuned:
    """`labels` (rows, heads): 1, 0 or NaN; NaN never counts. Ten minutes on two cores.

    The same for the same seed and number of threads.
    """
    import torch

    keep_freed_memory()
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    bert = frozen()
    adapter, network = beside(bert), _network(labels.shape[1])
    plan = list(_plan(states, often, epochs=epochs, seed=seed))
    optimizer, schedule = _optimizer(adapter, network, len(plan))
    loss_of = _loss(labels, often)
    with tqdm(plan, unit="batch", desc="tuning") as steps:
        for rows in steps:
            given, mask = states.batch(rows)
            upper = through(bert.encoder.layer[LOWER:], given, mask_of(mask))
            loss = loss_of(network(pooled(upper, mask) * LOUDER), rows)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*adapter.values(), *network.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            steps.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    return Tuned(tensors(adapter), _layers(network))


def _network(heads: int) -> Any:
    import torch

    return torch.nn.Sequential(
        torch.nn.Dropout(0.1),
        torch.nn.Linear(WIDTH, HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.1),
        torch.nn.Linear(HIDDEN, heads),
    )


def _layers(network: Any) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]:
    first, second = network[1], network[4]
    return (
        (LOUDER * first.weight.detach().numpy(), first.bias.detach().numpy()),
        (second.weight.detach().numpy(), second.bias.detach().numpy()),
    )


def _plan(
    states: States, often: NDArray[np.float64], *, epochs: int, seed: int
) -> Iterator[list[int]]:
    """Batches of rows of like length, shuffled; a row comes `often[row]` times on average."""
    chooser = random.Random(seed)  # noqa: S311 - a sample, no secret
    for _ in range(epochs):
        shown = [
            row
            for row, times in enumerate(often)
            for _ in range(int(times) + (chooser.random() < times % 1))
        ]
        chooser.shuffle(shown)
        found = []
        for first in range(0, len(shown), POOL):
            pool = sorted(shown[first : first + POOL], key=states.length)
            found += [pool[at : at + BATCH] for at in range(0, len(pool), BATCH)]
        chooser.shuffle(found)
        yield from found


def _optimizer(adapter: dict[str, Any], network: Any, steps: int) -> tuple[Any, Any]:
    import torch

    optimizer = torch.optim.AdamW(
        [
            {"params": list(adapter.values()), "lr": RATE},
            {"params": list(network.parameters()), "lr": 1.5 * RATE},
        ],
        weight_decay=0.01,
    )

    def factor(step: int) -> float:
        return min(1.0, (step + 1) / min(WARM_UP, max(1, steps // 4))) * (1 - step / steps) + 0.02

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def _loss(labels: NDArray[np.float32], often: NDArray[np.float64]) -> Any:
    import numpy as np
    import torch

    shown = np.where(np.isnan(labels), 0, often[:, None])
    harmful = (shown * (labels == 1)).sum(axis=0)
    harmless = (shown * (labels == 0)).sum(axis=0)
    balance = np.clip(HARMFUL_SHARE * harmless / np.maximum(harmful, 1), 1, MOST_WEIGHT)
    weight = torch.from_numpy(balance.astype(np.float32))
    answers = torch.from_numpy(labels)

    def loss_of(logits: torch.Tensor, rows: Sequence[int]) -> torch.Tensor:
        given = answers[rows]
        known = ~torch.isnan(given)
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, torch.nan_to_num(given), pos_weight=weight, reduction="none"
        )
        return (each * known).sum() / known.sum().clamp(min=1)

    return loss_of
