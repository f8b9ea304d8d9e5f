"""How often the challenge of an enrolment takes an honest film, and how often a wrong one.

Sound: lines of digits read by eSpeak NG in eight voices, at four paces, over the noise of a room,
coded as AAC in an MP4 and read back, as the product does. Turns and faces: films of a computed head
(config/demo/filming), all fourteen orders. Intervals are Wilson's, 95 %.

    python -m benchmarks.challenge --lines 20 --films 14
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import django
import numpy as np
from tqdm import tqdm

from benchmarks.reporting import kept

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from cameos.challenge.asking import Turn
    from cameos.challenge.watching import Watched

RESULTS = Path(__file__).parent / "results" / "challenge.json"
VOICES = (
    "en-us", "en-us+f1", "en-us+f3", "en-us+f4", "en-us+m3", "en-us+m7", "en-gb-scotland",
    "en-gb-x-rp",
)  # fmt: skip
PACES = (110, 130, 150, 170)
NOISES_DB = (30.0, 45.0, 60.0)
SORTS = ("honest", "another", "swapped", "fewer", "more")
DEGREES = (20, 25, 30)


def main() -> None:
    args = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("ZOETROPE_ROLE", "likeness")
    django.setup()
    # What is not measured this time stays as it was.
    known = json.loads(RESULTS.read_text())["rows"] if RESULTS.exists() else {}
    rows = {**known, **_sound(args.lines), **(_pictures(args.films) if args.films else {})}
    kept({"machine": platform.machine(), "rows": rows}, RESULTS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=20, help="lines of digits a voice")
    parser.add_argument("--films", type=int, default=14, help="films of a turning head")
    return parser.parse_args()


def _sound(lines: int) -> dict[str, object]:
    """For each line said: asked as it was said, and asked once with each mistake."""
    passed: dict[str, list[bool]] = defaultdict(list)
    leads: dict[str, list[float]] = defaultdict(list)
    chance = random.Random(5)  # noqa: S311 - no secret
    for voice, _ in tqdm(list(product(VOICES, range(lines))), unit="line"):
        for sort, ok, found in _asked(voice, chance):
            passed[sort].append(ok)
            if sort == "honest":
                for name, lead in (found or {}).items():
                    leads[name].append(lead)
    for name, some in leads.items():
        _say(f"honest lead over {name}: least, 1 %, 5 %, 50 %", np.percentile(some, (0, 1, 5, 50)))
    return {sort: _share(f"digits {sort}: passed", some) for sort, some in passed.items()}


def _asked(
    voice: str, chance: random.Random
) -> Iterator[tuple[str, bool, dict[str, float] | None]]:
    from cameos.challenge.asking import ask
    from cameos.challenge.saying import Saying, leads, missaid, said_part, scored

    said = ask().digits
    samples = _recorded(said, voice, chance.choice(PACES), chance.choice(NOISES_DB))
    speech, part = said_part(samples)
    heard = scored(part)
    for sort in SORTS:
        asked = MISTAKES[sort](said, chance)
        saying = Saying(speech, leads(*heard, asked))
        yield sort, not missaid(saying, asked), saying.leads


def _another(said: str, chance: random.Random) -> str:
    from cameos.challenge.asking import DIGITS

    at = chance.randrange(len(said))
    return said[:at] + chance.choice([d for d in DIGITS if d != said[at]]) + said[at + 1 :]


def _swapped(said: str, chance: random.Random) -> str:
    one, two = chance.choice(
        [(a, b) for a in range(len(said)) for b in range(a) if said[a] != said[b]]
    )
    line = list(said)
    line[one], line[two] = line[two], line[one]
    return "".join(line)


def _one_more(said: str, chance: random.Random) -> str:
    """Asked is one more than was said."""
    from cameos.challenge.asking import DIGITS

    at = chance.randrange(len(said) + 1)
    return said[:at] + chance.choice(DIGITS) + said[at:]


def _one_fewer(said: str, chance: random.Random) -> str:
    at = chance.randrange(len(said))
    return said[:at] + said[at + 1 :]


MISTAKES: dict[str, Callable[[str, random.Random], str]] = {
    "honest": lambda said, _: said,
    "another": _another,
    "swapped": _swapped,
    "fewer": _one_more,  # who left one out
    "more": _one_fewer,  # who said one more
}


def _recorded(digits: str, voice: str, pace: int, noise_db: float) -> NDArray[np.int16]:
    from config.demo.filming.voices import spoken
    from lib.media.track import SAMPLE_RATE
    from lib.media.writer import Mp4Writer
    from moderation.listening.reading import read

    sound = spoken(digits, voice, pace, noise_db)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with Mp4Writer(path, width=16, height=16, fps=12) as writer:
            writer.write_audio(np.stack([sound, sound]))
            for _ in range(sound.size * 12 // SAMPLE_RATE):
                writer.write_frame(np.zeros((16, 16, 3), np.uint8))
        found = read(path)
    assert found is not None  # noqa: S101
    return found.middle


def _pictures(films: int) -> dict[str, object]:
    from cameos.challenge.asking import SIDES
    from cameos.challenge.watching import watch
    from config.demo.filming.films import Film, render
    from config.demo.filming.moves import other_order
    from lib.faces.registry import build

    orders = [turns for turns in product(SIDES, repeat=4) if len(set(turns)) == 2]
    right, wrong, apart, changed = [], [], [], []
    for number in tqdm(range(films), unit="film"):
        turns = orders[number % len(orders)]
        film = Film(None, turns, degrees=DEGREES[number % len(DEGREES)])
        with tempfile.TemporaryDirectory() as folder:
            watched = watch(render(Path(folder) / "film.mp4", film), build())
            right.append(_turned(watched, turns))
            wrong.append(_turned(watched, other_order(turns)))
            apart.append(_furthest(watched))
            if number % 4 == 0:
                other = Film(None, turns, swapped="dissolve")
                changed.append(_furthest(watch(render(Path(folder) / "two.mp4", other), build())))
    _say("one face, furthest apart: median, most", np.percentile(apart, (50, 100)))
    _say(f"face swapped (n = {len(changed)}), furthest apart: least", np.min(changed))
    return {
        "turns": _share("turns in their order: passed", right),
        "turns swapped": _share("turns in another order: passed", wrong),
        "furthest": {"one face": sorted(apart), "swapped": sorted(changed)},
    }


def _turned(watched: Watched, turns: tuple[Turn, ...]) -> bool:
    from cameos.challenge.turning import misturned, turning_of

    return not misturned(turning_of(watched.looks), turns)


def _furthest(watched: Watched) -> float:
    from cameos.challenge.sameness import sameness_of
    from lib.faces.registry import build

    return sameness_of(watched.seen, build()).furthest or 0.0


def _share(name: str, passed: list[bool]) -> dict[str, float]:
    low, high = _wilson(sum(passed), len(passed))
    _say(f"{name} {sum(passed)} of {len(passed)}, 95 %", (low, high))
    return {"passed": sum(passed), "n": len(passed), "low": low, "high": high}


def _wilson(hits: int, n: int) -> tuple[float, float]:
    z = 1.96
    share, spread = hits / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * ((share * (1 - share) + spread / 4) / n) ** 0.5 / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _say(what: str, numbers: ArrayLike) -> None:
    shown = " ".join(f"{float(number):.3f}" for number in np.atleast_1d(np.asarray(numbers)))
    sys.stdout.write(f"{what}: {shown}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
