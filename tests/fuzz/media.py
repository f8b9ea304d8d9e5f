"""Spoils media in every way and looks whether anything comes but an answer or a refusal.

    python -m tests.fuzz.media --seconds 600 --seed 1

Cases that were found lie in the folder given by --keep, named by their kind and a hash.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

SECONDS_A_CASE = 30.0
MOST_OF_A_KIND = 3


def main() -> None:
    args = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(Path(folder), seconds=args.seconds, seed=args.seed, keep=args.keep)
    sys.exit(1 if found else 0)


def fuzz(folder: Path, *, seconds: float, seed: int, keep: Path) -> Counter[str]:
    from tests.fuzz.child import Child
    from tests.fuzz.mutations import mutated
    from tests.fuzz.seeds import all_seeds

    seeds = [path.read_bytes() for path in all_seeds(folder / "seeds")]
    chance, child, until = random.Random(seed), Child(seconds=SECONDS_A_CASE), 0.0
    found: Counter[str] = Counter()
    until, count, case = time.monotonic() + seconds, 0, folder / "case"
    try:
        while time.monotonic() < until:
            case.write_bytes(mutated(chance.choice(seeds), seeds, chance))
            _keep(case, child.faults(case), found, keep)
            count += 1
    finally:
        child.close()
    sys.stdout.write(f"{count} cases in {seconds:.0f} s, seed {seed}: {dict(found) or 'nothing'}\n")
    return found


def _keep(case: Path, faults: Sequence[str], found: Counter[str], keep: Path) -> None:
    for fault in faults:
        kind = re.sub(r"\W+", "-", re.sub(r"\d+", "", ":".join(fault.split(":")[:2])))[:40]
        found[kind] += 1
        if found[kind] <= MOST_OF_A_KIND:
            whole = case.read_bytes()
            keep.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256(whole).hexdigest()[:8]
            (keep / f"{kind}-{digest}").write_bytes(whole)
            sys.stdout.write(f"{fault}\n")
            sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(".data/fuzz"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
