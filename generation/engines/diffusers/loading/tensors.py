"""A look at a safetensors file that reads its head only (https://github.com/huggingface/safetensors
tells the format: eight bytes with the length of a JSON, the JSON, the numbers)."""

import json
from pathlib import Path

LENGTH = 8
LONGEST_HEAD = 100_000_000  # the format's own limit


def is_whole(path: Path) -> bool:
    """False for a file that was cut off, or that is none of its kind."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(LENGTH), "little")
            if not 2 <= length <= LONGEST_HEAD:
                return False
            head = json.loads(file.read(length))
        return path.stat().st_size == LENGTH + length + _numbers(head)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _numbers(head: dict[str, dict[str, list[int]]]) -> int:
    ends = [entry["data_offsets"][1] for name, entry in head.items() if name != "__metadata__"]
    return max(ends, default=0)
