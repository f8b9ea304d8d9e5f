"""The most memory that something took."""

from __future__ import annotations

from pathlib import Path

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
HIGHEST = "5"  # of what clear_refs forgets: the peak of the resident size


def forget(device: str) -> None:
    RESET.write_text(HIGHEST)
    if device != "cpu":
        import torch

        torch.cuda.reset_peak_memory_stats(device)


def highest(device: str) -> dict[str, float]:
    """MiB since `forget`: resident in main memory, and allocated on the card."""
    lines = STATUS.read_text().splitlines()
    kib = int(next(one for one in lines if one.startswith("VmHWM")).split()[1])
    found = {"main_memory_mib": kib / 2**10}
    if device != "cpu":
        import torch

        found["card_mib"] = torch.cuda.max_memory_allocated(device) / 2**20
    return {name: round(value, 1) for name, value in found.items()}
