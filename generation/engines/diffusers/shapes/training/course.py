"""A stage of training that can be stopped at any step and goes on as if it had not been."""

import csv
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import torch

SAVE_EVERY_S = 240
LOG_EVERY = 20

Measures = dict[str, float]


@dataclass
class Course:
    """`modules` are trained together by AdamW; `steady` is the moving average that is kept.

    Each step draws its own randomness from the seed and its number, so nothing of a generator
    has to be saved.
    """

    name: str
    folder: Path
    modules: torch.nn.ModuleDict
    steps: int
    rate: float
    warm_up: int
    keep: float
    falling: float  # share of the steps, at the end, in which the rate falls
    step: int = 0
    steady: dict[str, torch.Tensor] = field(default_factory=dict)
    optimizer: torch.optim.Optimizer = field(init=False)

    def __post_init__(self) -> None:
        self.optimizer = torch.optim.AdamW(
            self.modules.parameters(),
            lr=self.rate,
            betas=(0.9, 0.98),
            weight_decay=0.01,
            fused=True,
        )
        self.steady = {k: v.detach().clone() for k, v in self.modules.state_dict().items()}
        if self.file.exists():
            self._resume()

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.pt"

    def _resume(self) -> None:
        state: dict[str, Any] = torch.load(self.file, weights_only=True)
        self.modules.load_state_dict(state["modules"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steady, self.step = state["steady"], state["step"]

    def save(self) -> None:
        state = {
            "modules": self.modules.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "steady": self.steady,
            "step": self.step,
        }
        beside = self.file.with_suffix(".part")
        torch.save(state, beside)
        beside.replace(self.file)

    def run(
        self,
        loss_of: Callable[[int], tuple[torch.Tensor, Measures]],
        *,
        until: int | None = None,
        every: Iterable[tuple[int, Callable[[int], None]]] = (),
    ) -> None:
        begun = saved = monotonic()
        started = self.step
        while self.step < min(self.steps, until or self.steps):
            measures = self._take(loss_of)
            if self.step % LOG_EVERY == 0:
                pace = (monotonic() - begun) / (self.step - started)
                self._log({"step": self.step, **measures, "seconds_per_step": pace})
            for period, act in every:
                if self.step % period == 0:
                    act(self.step)
            if monotonic() - saved > SAVE_EVERY_S:
                self.save()
                saved = monotonic()
        self.save()

    def _take(self, loss_of: Callable[[int], tuple[torch.Tensor, Measures]]) -> Measures:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * self._pace()
        loss, measures = loss_of(self.step)
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.modules.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(self.keep, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.steady.values()), list(self.modules.state_dict().values()), 1 - keep
            )
        return measures

    def _pace(self) -> float:
        """Warm-up, level, then half a cosine down to a fiftieth."""
        if self.step < self.warm_up:
            return (self.step + 1) / self.warm_up
        edge = max(self.warm_up, round(self.steps * (1 - self.falling)))
        share = max(0.0, self.step - edge) / max(1, self.steps - edge)
        return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share))

    def _log(self, row: Measures) -> None:
        path = self.folder / f"{self.name}.csv"
        fresh = not path.exists()
        with path.open("a", newline="") as sink:
            writer = csv.writer(sink)
            if fresh:
                writer.writerow(row)
            writer.writerow([row["step"], *(f"{v:.5g}" for k, v in row.items() if k != "step")])
