"""Stands in for a detector of presentation attacks: it reads the colour of a film's border.

Every film of this act is rendered, which is an attack, and no detector of such films is at hand.
Green says "bona fide" here, red "attack"; without a border nobody can tell. It looks at no face.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

BONA_FIDE, ATTACK = (0, 170, 80), (200, 30, 30)
WIDE = 4  # pixels, of a border of eight
CLEAR = 80.0  # how far the border's green and red are apart, of 255


def main() -> None:
    """See lib/faces/attack_command.py."""
    if sys.argv[1] == "version":
        own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
        print(json.dumps({"version": f"stand-in/{own[:12]}"}))
        return
    head = json.loads(sys.stdin.buffer.readline())
    leads = [_green_over_red(one["width"], one["height"]) for one in head]
    print(json.dumps({"answer": _answer(leads), "score": None}))


def _answer(leads: list[float]) -> str:
    if any(lead < -CLEAR for lead in leads):
        return "attack"
    return "bona_fide" if all(lead > CLEAR for lead in leads) else "not_assessed"


def _green_over_red(width: int, height: int) -> float:
    picture = np.frombuffer(sys.stdin.buffer.read(width * height * 3), np.uint8)
    top = picture.reshape(height, width, 3)[:WIDE].astype(np.float64)
    return float(top[..., 1].mean() - top[..., 0].mean())


if __name__ == "__main__":
    main()
