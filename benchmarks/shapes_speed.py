"""How long the small checkpoint takes for four seconds of film, beside `sketch` in the same run.

The two take turns, each on every second film, in one process: what a worker pays once (imports,
weights) is measured apart as the first film. Wall time is what a person waits on this machine, as
busy as it was; work is the processor time of the process and its children, and the ratio of the
two engines' work is what another machine can be judged by.

    python -m benchmarks.shapes_speed --repeat 5
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.reporting import kept, machine, shown
from benchmarks.sketch_speed import _work
from generation.engines.base import RenderRequest, Size
from generation.engines.registry import get_engine

RESULTS = Path(__file__).parent / "results" / "shapes_speed.json"
PROMPT = "a red ball bounces over green grass"
SECONDS = 4
ENGINES = ("shapes", "sketch")

Times = dict[str, float]


def main() -> None:
    repeat = _arguments().repeat
    first = {engine: _render(engine, Size.PORTRAIT, seed=0) for engine in ENGINES}
    rows = [_row(size, repeat) for size in Size]
    report = {"machine": machine(), "first_film": first, "rows": rows}
    kept(report, RESULTS)
    shown(report)


def _row(size: Size, repeat: int) -> dict[str, object]:
    runs: dict[str, list[Times]] = {engine: [] for engine in ENGINES}
    for number in range(repeat):
        for engine in ENGINES:
            runs[engine].append(_render(engine, size, seed=number))
    ratios = [
        ours["work"] / theirs["work"]
        for ours, theirs in zip(runs["shapes"], runs["sketch"], strict=True)
    ]
    return {
        "size": size.value,
        "n": repeat,
        **{engine: _summary(times) for engine, times in runs.items()},
        "work_ratio_median": round(statistics.median(ratios), 2),
        "work_ratio_range": [round(min(ratios), 2), round(max(ratios), 2)],
    }


def _render(engine: str, size: Size, *, seed: int) -> Times:
    work, started = _work(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        get_engine(engine).render(
            RenderRequest(PROMPT, size, SECONDS, seed),
            into=Path(folder) / "film.mp4",
            progress=lambda _share: None,
            cancelled=lambda: False,
        )
    return {"wall": time.perf_counter() - started, "work": _work() - work}


def _summary(times: list[Times]) -> dict[str, object]:
    return {
        f"{what}_{name}": round(value, 2)
        for what in ("wall", "work")
        for name, value in _spread([one[what] for one in times]).items()
    }


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="films of each engine at each size")
    return parser.parse_args()


if __name__ == "__main__":
    main()
