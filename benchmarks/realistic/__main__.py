"""Our engine beside a bare call of diffusers, at the width of published models, random weights.

A folder of LTX-2's or Wan's classes is written and loaded as an operator's would be. Then the same
film is made in turns by a bare call (it ends with decoded pictures and sound) and by the engine
(it ends with an encoded film), in one process, with the model of both on the device; the ratios of
neighbours are what is told. What is drawn is noise: random weights say nothing about films.

    python -m benchmarks.realistic --family ltx2 --device cuda --repeat 5 --keep
    python -m benchmarks.realistic --family wan --layers 8       # 8 of 40 layers, the same width
    python -m benchmarks.realistic --family wan --width tiny --device cpu
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.realistic import room, weights
from benchmarks.realistic.measuring import Task, measured
from benchmarks.realistic.widths import WIDTHS, Width, with_layers
from benchmarks.reporting import kept, machine, shown

RESULTS = Path(__file__).parents[1] / "results" / "realistic.json"
BYTES = {"float32": 4, "bfloat16": 2, "float16": 2}
GIB = 2**30


def main(words: list[str] | None = None) -> None:
    args = _arguments().parse_args(words)
    width = with_layers(WIDTHS[args.family][args.width], args.layers)
    task = Task.of(width, args)
    numbers = weights.sizes(width)
    of_weights = _gib(numbers, task)
    _refuse_too_small(width, of_weights, args)
    with tempfile.TemporaryDirectory(dir=args.scratch, prefix="zoetrope-realistic-") as name:
        os.environ["ZOETROPE_DATA"] = f"{name}/data"
        folder = Path(name) / "weights"
        weights.written(width, folder, task.dtypes)
        found = measured(task, folder, repeat=args.repeat)
    report: dict[str, Any] = {
        "command": _command(args),
        "machine": machine("torch", "diffusers", "transformers", "av") | _card(args.device),
        "numbers": numbers,
        "gib_of_weights": round(of_weights, 3),
        **found,
    }
    if args.keep:
        _keep(f"{args.family} {args.width}", report, args.into)
    shown(report)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.realistic", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--family", choices=tuple(WIDTHS), required=True)
    parser.add_argument("--width", choices=("full", "tiny"), default="full")
    parser.add_argument("--layers", type=int, help="of the transformer, where all do not fit")
    parser.add_argument("--device", default="cuda", help="cuda, cuda:1, …, or cpu")
    parser.add_argument("--dtype", choices=tuple(BYTES), default="bfloat16")
    parser.add_argument("--canvas", help="as 832x480, where not the profile's")
    parser.add_argument("--seconds", type=int, help="where not the profile's least")
    parser.add_argument("--steps", type=int, help="where not the profile's; LTX-2's are fixed")
    parser.add_argument("--repeat", type=int, default=5, help="pairs of films")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--keep", action="store_true", help="into benchmarks/results")
    parser.add_argument("--into", type=Path, default=RESULTS, help="with --keep")
    return parser


def _gib(numbers: dict[str, int], task: Task) -> float:
    dtypes = task.dtypes
    each = (BYTES[dtypes.get(part, dtypes["default"])] * count for part, count in numbers.items())
    return sum(each) / GIB


def _refuse_too_small(width: Width, of_weights: float, args: argparse.Namespace) -> None:
    """Ends the process with a sentence."""
    wanted = room.needed(of_weights, width.room, on_card=args.device != "cpu")
    try:
        refused = room.refusal(wanted, room.there(args.scratch, args.device))
    except LookupError as error:
        refused = str(error)
    if refused is not None:
        sys.exit(refused)


def _card(device: str) -> dict[str, str | int | float]:
    if device == "cpu":
        return {"card": "none"}
    import torch

    seen = torch.cuda.get_device_properties(device)
    return {"card": seen.name, "card_gib": round(seen.total_memory / GIB, 1),
            "cuda": str(torch.version.cuda)}  # fmt: skip


def _command(args: argparse.Namespace) -> str:
    said = [f"--family {args.family}", f"--width {args.width}", f"--device {args.device}",
            f"--dtype {args.dtype}", f"--repeat {args.repeat}"]  # fmt: skip
    optional = {name: getattr(args, name) for name in ("layers", "canvas", "seconds", "steps")}
    said += [f"--{name} {value}" for name, value in optional.items() if value is not None]
    return f"python -m benchmarks.realistic {' '.join(said)}"


def _keep(name: str, report: dict[str, Any], into: Path) -> None:
    """The others stay as they were."""
    known = json.loads(into.read_text()) if into.exists() else {}
    kept(known | {name: report}, into)


if __name__ == "__main__":
    main()
