"""What it costs to ask whose face it is, among 1,000, 10,000 and 100,000 people.

`ratio` is the gallery's time over the numpy floor: one product of the matrix with the faces and the
place of the smallest, which is what any exact search must do at least. The two interleave, so that
a busy machine slows both. Search is timed without its two small statements (audit row, stamp);
`start` opens every template: key file read, unwrapped, ciphertext decrypted, without the reading of
the rows from PostgreSQL, and without fsync when the files were made. FNIR is at the threshold where
FPIR is 0.003, as NIST's FRTE 1:N reports it; 95 % intervals by Wilson.

    python -m benchmarks.cameos.identify --repeat 15
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

FOLDER = tempfile.TemporaryDirectory()
os.environ.update(
    ZOETROPE_ROLE="likeness", ZOETROPE_PROFILE="development", ZOETROPE_DATA=FOLDER.name,
    DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", REDIS_URL="redis://127.0.0.1:1/0",
    DJANGO_SETTINGS_MODULE="config.settings", LOG_LEVEL="ERROR",
)  # fmt: skip
import django  # noqa: E402

django.setup()

from benchmarks.cameos.vectors import EASY, HARD, People, Vectors, people, second_looks  # noqa: E402
from cameos.models import CameoKey, FaceTemplate  # noqa: E402
from cameos.purposes import Reach  # noqa: E402
from cameos.vault import keys, loading  # noqa: E402
from cameos.vault.gallery import Gallery  # noqa: E402
from cameos.vault.sealing import seal_template  # noqa: E402
from cameos.vault.template import Template  # noqa: E402
from lib.faces.base import TemplateMark  # noqa: E402
from lib.ids import new_id  # noqa: E402

RESULTS = Path(__file__).parents[1] / "results" / "cameos_identify.json"
SIZES = (1_000, 10_000, 100_000)
DIMS, SEED, TOGETHER = 512, 20261121, 16
MARK = TemplateMark("benchmark", "1", DIMS)
WANTED_FPIR = 0.003


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--probes", type=int, default=2_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    args = parser.parse_args()
    found = {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "load_at_start": os.getloadavg()[0],
        },
        "dims": DIMS,
        "repeat": args.repeat,
        "probes": args.probes,
        "galleries": [measured(size, args.repeat, args.probes) for size in args.sizes],
    }
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def measured(size: int, repeat: int, probes: int) -> dict[str, Any]:
    faces = people(size, probes, DIMS, SEED)
    rows = list(sealed(faces.enrolled))
    before = resident_mib()
    gallery, start = opened(rows)
    grown = resident_mib() - before
    one = second_looks(faces.enrolled[:1], EASY, SEED)
    film = second_looks(faces.enrolled[:TOGETHER], EASY, SEED)
    result = {
        "templates": size,
        "start_seconds": round(start, 2),
        "start_microseconds_a_template": round(1e6 * start / size, 1),
        "gallery_mib": round(grown, 1),
        "numbers_alone_mib": round(size * DIMS * 4 / 2**20, 1),
        "one_face": timed(gallery, faces.enrolled, one, repeat),
        f"{TOGETHER}_faces": timed(gallery, faces.enrolled, film, repeat),
        "errors": {
            "face_like": errors(gallery, faces, EASY, probes),
            "hard": errors(gallery, faces, HARD, probes),
        },
    }
    gallery.drop()
    return result


def sealed(enrolled: Vectors) -> Iterator[FaceTemplate]:
    real, os.fsync = os.fsync, lambda _: None  # type: ignore[assignment]
    try:
        for values in enrolled:
            with keys.make(new_id()) as key:
                row = FaceTemplate(
                    key=CameoKey(id=key.id, cameo_id=new_id(), epoch=1),
                    kind=MARK.kind, version=MARK.version, dims=DIMS,
                )  # fmt: skip
                row.sealed = seal_template(Template(MARK, values), key=key, row_id=row.pk)
                yield row
    finally:
        os.fsync = real


def opened(rows: list[FaceTemplate]) -> tuple[Gallery, float]:
    """The product's own loading, over these rows instead of the table's."""
    gallery = Gallery(MARK)
    loading._rows = lambda _ids: iter(rows)  # type: ignore[assignment]
    started = time.perf_counter()
    gallery._loaded._add([row.pk for row in rows])
    gallery._loaded._arrays([True] * len(rows))
    seconds = time.perf_counter() - started
    if gallery._loaded.count != len(rows) or any(gallery._loaded.unreadable.values()):
        raise SystemExit("not every template was opened")
    return gallery, seconds


def timed(gallery: Gallery, enrolled: Vectors, faces: Vectors, repeat: int) -> dict[str, Any]:
    probes = [Template(MARK, face) for face in faces]
    ours, floor = [], []
    for _ in range(repeat):
        started = time.perf_counter()
        (enrolled @ faces.T).argmax(axis=0)
        between = time.perf_counter()
        gallery._nearest(probes, 5, None, Reach.CONFIRMED)
        floor.append(1e3 * (between - started))
        ours.append(1e3 * (time.perf_counter() - between))
    ratios = np.array(ours) / np.array(floor)
    return {
        "milliseconds": quartiles(ours),
        "numpy_floor_milliseconds": quartiles(floor),
        "ratio": quartiles(ratios),
    }


def quartiles(values: Any) -> list[float]:
    return [round(float(x), 2) for x in np.percentile(values, (25, 50, 75))]


def errors(
    gallery: Gallery, faces: People, cosine: tuple[float, float], probes: int
) -> dict[str, Any]:
    """Genuine: another look at somebody enrolled. Impostors: people who are not."""
    count = min(probes, len(faces.enrolled))
    genuine = nearest(gallery, second_looks(faces.enrolled[:count], cosine, SEED + 1))
    impostors = np.array([far for _, far in nearest(gallery, faces.strangers)])
    allowed = int(WANTED_FPIR * len(impostors))
    threshold = float(np.sort(impostors)[allowed])
    own = gallery._loaded.cameos[:count]
    missed = sum(who != me or far >= threshold for (who, far), me in zip(genuine, own, strict=True))
    wrongly = int((impostors < threshold).sum())
    return {
        "genuine_cosine": cosine,
        "threshold_distance": round(threshold, 4),
        "fpir": proportion(wrongly, len(impostors)),
        "fnir": proportion(missed, count),
        "nearest_is_right": proportion(
            sum(who == me for (who, _), me in zip(genuine, own, strict=True)), count
        ),
    }


def nearest(gallery: Gallery, faces: Vectors) -> list[tuple[UUID, float]]:
    probes = [Template(MARK, face) for face in faces]
    found = gallery._nearest(probes, 1, None, Reach.CONFIRMED)
    return [(one[0].cameo_id, one[0].distance) for one in found]


def proportion(hits: int, of: int) -> dict[str, Any]:
    z, p = 1.96, hits / of
    middle, half = p + z * z / (2 * of), z * (p * (1 - p) / of + z * z / (4 * of * of)) ** 0.5
    low, high = ((middle + sign * half) / (1 + z * z / of) for sign in (-1, 1))
    return {"n": of, "rate": round(p, 4), "interval": [round(max(0, low), 4), round(high, 4)]}


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
