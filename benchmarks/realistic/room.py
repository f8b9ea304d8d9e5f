"""Whether what is to be measured fits, before an hour is spent on writing it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

GIB = 2**30


def refusal(needed: Mapping[str, float], there: Mapping[str, float]) -> str | None:
    """Both in GiB, by the name of a place; the first that is too small, in a sentence."""
    for place, wanted in needed.items():
        if wanted > there[place]:
            return (
                f"{place}: {wanted:.1f} GiB are needed and {there[place]:.1f} are free. Fewer "
                "layers (--layers) keep the width; --canvas and --seconds need less beside the "
                "weights."
            )
    return None


def needed(weights: float, beside: float, *, on_card: bool) -> dict[str, float]:
    """GiB. Weights go through main memory on their way to a card."""
    if not on_card:
        return {"disk": weights, "main memory": weights + beside}
    return {"disk": weights, "main memory": weights, "card": weights + beside}


def there(scratch: Path, device: str) -> dict[str, float]:
    """GiB that are free. Raises LookupError where there is no such card."""
    free = {"disk": shutil.disk_usage(scratch).free / GIB, "main memory": _available()}
    if device != "cpu":
        free["card"] = _card(device)
    return free


def _available() -> float:
    lines = Path("/proc/meminfo").read_text().splitlines()
    return int(next(one for one in lines if one.startswith("MemAvailable")).split()[1]) / 2**20


def _card(device: str) -> float:
    import torch

    if (torch.device(device).index or 0) >= torch.cuda.device_count():
        raise LookupError(f"{device}: this machine has no card that torch can use.")
    return float(torch.cuda.mem_get_info(device)[0]) / GIB
