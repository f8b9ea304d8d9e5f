"""What reading a prompt costs: each detector, all of them, and a whole question over HTTP.

Milliseconds on one core depend on the machine and on who else works there; what can be compared are
the ratios over the bare encoder call on the same text in the same round. Each round measures every
part once, in turn, so that a busy second touches all of them.

    python -m benchmarks.prompt_screening --repeat 30
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from tqdm import tqdm

from benchmarks.reporting import kept, machine
from moderation.categories import Surface
from moderation.detectors.registry import text_detectors

if TYPE_CHECKING:
    from moderation.detectors.minilm.encoder import Encoder

RESULTS = Path(__file__).parent / "results" / "prompt_screening.json"
DATA = Path(__file__).resolve().parents[1] / ".data"
BARE = "encoder"  # the encoder alone, on at most its 254 tokens
SCENE = (
    "An old fisherman mends his net on a wooden pier while the sun rises over a calm bay. "
    "Gulls circle above the boats, and a small dog sleeps beside a coil of rope. "
    "The camera moves slowly past the nets towards the water, where the light breaks on the waves. "
)
SHORT = (
    "An old fisherman mends his net on a wooden pier while the sun rises over a calm, quiet bay."
)


def main() -> None:
    args = _arguments()
    if args.core is not None:
        os.sched_setaffinity(0, {args.core})  # the server inherits it: one core for everything
    from moderation.detectors.minilm.encoder import Encoder

    encoder = Encoder(args.data)
    texts = _texts(encoder)
    with _server(args.data) as client:
        parts = _parts(encoder, args.data, client)
        rows = [_row(name, text, parts, args.repeat) for name, text in texts.items()]
    kept(
        {"machine": machine("onnxruntime", "tokenizers", "granian", "starlette"), "rows": rows},
        RESULTS,
    )
    for row in rows:
        sys.stdout.write(f"{json.dumps(row)}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--core", type=int, help="bind this process and the server to one core")
    parser.add_argument("--data", type=Path, default=os.environ.get("ZOETROPE_DATA") or DATA)
    return parser.parse_args()


def _texts(encoder: Encoder) -> dict[str, str]:
    """About 20 words; exactly the encoder's window; 4,000 characters."""
    endless = SCENE * 30
    window = endless[: encoder.tokens(endless).offsets[253][1]]
    return {"20 words": SHORT, "254 tokens": window, "4,000 characters": endless[:4000]}


def _parts(
    encoder: Encoder, data: Path, client: httpx.Client
) -> dict[str, Callable[[str], object]]:
    detectors = text_detectors(data)

    def bare(text: str) -> object:
        return encoder.embed([encoder.tokens(text).ids[:254]])

    def all_of_them(text: str) -> object:
        return [detector.assess(text, surface=Surface.PROMPT) for detector in detectors]

    def over_http(text: str) -> object:
        return client.post("/v1/moderations", json={"input": text}).raise_for_status()

    def one(number: int) -> Callable[[str], object]:
        return lambda text: detectors[number].assess(text, surface=Surface.PROMPT)

    each = {detector.name: one(number) for number, detector in enumerate(detectors)}
    return {BARE: bare, **each, "all detectors": all_of_them, "over HTTP": over_http}


def _row(
    name: str, text: str, parts: Mapping[str, Callable[[str], object]], repeat: int
) -> dict[str, object]:
    seen: dict[str, list[float]] = {part: [] for part in parts}
    for turn in tqdm(range(repeat + 3), unit="round", desc=name):
        for part, work in parts.items():
            started = time.perf_counter()
            work(text)
            if turn >= 3:  # the first ones warm caches
                seen[part].append((time.perf_counter() - started) * 1000)
    return {
        "text": name,
        "characters": len(text),
        "n": repeat,
        "parts": {part: _spread(times, seen[BARE]) for part, times in seen.items()},
    }


def _spread(times: Sequence[float], bare: Sequence[float]) -> dict[str, float]:
    """Milliseconds, and the ratio over the encoder call of the same round."""
    ratios = [mine / theirs for mine, theirs in zip(times, bare, strict=True)]
    low, _, high = statistics.quantiles(ratios, n=4)
    return {
        "ms_median": round(statistics.median(times), 3),
        "ms_min": round(min(times), 3),
        "ms_max": round(max(times), 3),
        "ratio_median": round(statistics.median(ratios), 4),
        "ratio_quartile_low": round(low, 4),
        "ratio_quartile_high": round(high, 4),
    }


@contextmanager
def _server(data: Path) -> Iterator[httpx.Client]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moderation.screener", "--port", str(port)]
    process = subprocess.Popen([*command, "--data", str(data)])
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
            _await_ready(client, process)
            yield client
    finally:
        process.terminate()
        process.wait(20)


def _await_ready(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit("the screener ended")


if __name__ == "__main__":
    main()
