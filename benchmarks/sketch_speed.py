"""How fast the sketch engine is, and how much memory it takes.

Each render runs in a process of its own. Work is the processor time of that process and of the
speech program that it starts, divided by the film's length: below 1 is faster than real time on
one core. What a worker pays once (starting, importing) is measured apart. Peak memory is the
kernel's VmHWM.

    python -m benchmarks.sketch_speed --repeat 3
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

from benchmarks.reporting import kept, machine
from generation.engines.base import SECONDS, RenderRequest, Size

RESULTS = Path(__file__).parent / "results" / "sketch_speed.json"
PROMPTS = (
    "three red balloons rise over a green field",
    'a cat and a dog in the forest, a voice says "hello there, my little friends"',
    "five fish swim underwater",
    "a windmill in the mountains under a rainbow",
)


def main() -> None:
    args = _arguments()
    if args.one:
        sys.stdout.write(json.dumps(_render(**json.loads(args.one))))
        return
    cells = [(size, seconds) for size in Size for seconds in SECONDS]
    rounds = [(cell, number) for number in range(args.repeat) for cell in cells]
    seen: dict[tuple[Size, int], list[dict[str, float]]] = {cell: [] for cell in cells}
    for (size, seconds), number in tqdm(rounds, unit="film"):
        prompt = PROMPTS[number % len(PROMPTS)]
        seen[size, seconds].append(_in_its_own_process(prompt, size, seconds, seed=number))
    rows = [_row(size, seconds, runs) for (size, seconds), runs in seen.items()]
    kept({"machine": machine("av", "numpy", "pillow"), "rows": rows}, RESULTS)
    for row in rows:
        sys.stdout.write(
            f"{row['size']:>9} {row['seconds']:>2} s  work/s median {row['work_median']:.2f}"
            f" ({row['work_min']:.2f}-{row['work_max']:.2f})  wall/s {row['wall_median']:.2f}"
            f"  peak {row['peak_mib_max']:.0f} MiB  n={row['n']}\n"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=len(PROMPTS), help="films for each cell")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_its_own_process(prompt: str, size: Size, seconds: int, *, seed: int) -> dict[str, float]:
    asked = json.dumps({"prompt": prompt, "size": size, "seconds": seconds, "seed": seed})
    command = [sys.executable, "-m", "benchmarks.sketch_speed", "--one", asked]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _render(*, prompt: str, size: str, seconds: int, seed: int) -> dict[str, float]:
    from generation.engines.registry import get_engine

    engine = get_engine("sketch")
    request = RenderRequest(prompt, Size(size), seconds, seed)
    started, work = time.perf_counter(), _work()
    with tempfile.TemporaryDirectory() as folder:
        engine.render(
            request,
            into=Path(folder) / "film.mp4",
            progress=lambda _share: None,
            cancelled=lambda: False,
        )
        size_bytes = (Path(folder) / "film.mp4").stat().st_size
    return {
        "start_work": work,
        "work": (_work() - work) / seconds,
        "wall": (time.perf_counter() - started) / seconds,
        "peak_mib": _peak_mib(),
        "kilobits": size_bytes * 8 / 1000 / seconds,
    }


def _work() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak_mib() -> float:
    """Not ru_maxrss: that begins with the peak of the process that started this one."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _row(size: Size, seconds: int, runs: list[dict[str, float]]) -> dict[str, str | int | float]:
    work = [run["work"] for run in runs]
    return {
        "size": size.value,
        "seconds": seconds,
        "n": len(runs),
        "work_median": round(statistics.median(work), 3),
        "work_min": round(min(work), 3),
        "work_max": round(max(work), 3),
        "wall_median": round(statistics.median(run["wall"] for run in runs), 3),
        "start_work_median": round(statistics.median(run["start_work"] for run in runs), 3),
        "peak_mib_median": round(statistics.median(run["peak_mib"] for run in runs), 1),
        "peak_mib_max": round(max(run["peak_mib"] for run in runs), 1),
        "kilobits_median": round(statistics.median(run["kilobits"] for run in runs)),
    }


if __name__ == "__main__":
    main()
