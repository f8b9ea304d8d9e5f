"""What a job costs in the whole product over the bare pipeline that it is made with.

A real installation in a scratch folder: PostgreSQL, Redis, web, screener, all workers, scheduler;
wishes come over HTTP. The model is a tiny Wan folder with random weights in diffusers' own
pipeline. On a deployment a card draws while the processors inspect and finish. No card is here, so
each call of the transformer lasts as long as one of a card might and leaves the processor free
(`card.py`); decoding and everything else is done by these cores. Beside it stands the same ratio
without that: all on these cores, where a job competes with the inspection of the one before.

    python -m benchmarks.generation --only steady first_step
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.generation import card, models
from benchmarks.generation.first_step import first_step
from benchmarks.generation.installation import Installation, installation
from benchmarks.generation.memory import memory
from benchmarks.generation.steady import steady
from benchmarks.reporting import kept, machine, shown

RESULTS = Path(__file__).parents[1] / "results" / "generation.json"
PARTS = ("first_step", "steady", "memory", "same_cores")


def main() -> None:
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="zoetrope-bench-") as name:
        folder = Path(name)
        card.take(folder / "card", 0.0)
        with installation(folder, _environment(folder), threads=args.threads) as place:
            for part in args.only:
                _keep(part, _measured(part, place, folder, args), args)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--jobs", type=int, default=20, help="that wait at once")
    parser.add_argument("--call", type=float, default=0.4, help="seconds of one call on the card")
    parser.add_argument("--repeat", type=int, default=10, help="bare films")
    parser.add_argument("--wishes", type=int, default=24, help="to an idle worker")
    parser.add_argument("--films", type=int, default=100, help="over which memory is watched")
    parser.add_argument("--threads", type=int, help="of the render worker; 1: nothing overlaps")
    parser.add_argument("--into", type=Path, default=RESULTS)
    return parser.parse_args()


def _environment(folder: Path) -> dict[str, str]:
    return {
        **models.written(folder),
        card.VARIABLE: str(folder / "card"),
        "ZOETROPE_PROFILE": "development",
        "LOG_LEVEL": "WARNING",
        "OMP_NUM_THREADS": "1",
    }


def _measured(
    part: str, place: Installation, folder: Path, args: argparse.Namespace
) -> dict[str, Any]:
    if part == "first_step":
        return first_step(place, repeat=args.wishes)
    if part == "memory":
        return memory(place, jobs=args.films)
    of_a_call = args.call if part == "steady" else 0.0
    return steady(place, folder, of_a_call=of_a_call, jobs=args.jobs, repeat=args.repeat)


def _keep(part: str, found: dict[str, Any], args: argparse.Namespace) -> None:
    """Each part with the machine as it was then; the others stay as they were."""
    into: Path = args.into
    known = json.loads(into.read_text()) if into.exists() else {}
    here = machine("torch", "diffusers", "av")
    known[part] = {"command": _command(part, args), "machine": here} | found
    kept(known, into)
    shown({part: known[part]})


def _command(part: str, args: argparse.Namespace) -> str:
    more = {
        "first_step": f"--wishes {args.wishes}", "memory": f"--films {args.films}",
        "steady": f"--jobs {args.jobs} --call {args.call} --repeat {args.repeat}",
        "same_cores": f"--jobs {args.jobs} --repeat {args.repeat}",
    }  # fmt: skip
    threads = "" if args.threads is None else f" --threads {args.threads}"
    return f"python -m benchmarks.generation --only {part} {more[part]}{threads}"


if __name__ == "__main__":
    main()
