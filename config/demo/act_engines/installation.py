"""What an operator brings: weights, a classifier, a contract with a vendor, a bucket."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.demo.act_cameos import ENVIRONMENT as LIVENESS
from config.demo.act_cameos.sheet import contact_sheet
from config.demo.act_engines.models import engines_file
from config.demo.stand_ins.drawing_farm import DrawingFarm
from config.demo.stand_ins.object_store import CREDENTIALS, REGION, object_store, with_bucket
from config.demo.stand_ins.videos.serving import serving
from config.stack.programs import BASE_DIR
from config.stack.stack import Stack

BUCKET = "zoetrope-demo"
# moto takes a policy that denies under a condition for one that denies: in a bucket that is
# prepared it would refuse every film, so another one is prepared.
PREPARED = "zoetrope-demo-prepared"


@contextmanager
def installed(stack: Stack, output: Path) -> Iterator[dict[str, Any]]:
    """Stands around a stack that is started within: its processes read the environment once.
    Yields what the story looks at from outside; at the end its films are laid side by side."""
    folder = stack.home / "act"
    folder.mkdir(mode=0o700, parents=True)
    _make_weights(folder / "weights")
    with serving(DrawingFarm(folder=folder)) as farm, object_store() as store:
        engines = folder / "engines.toml"
        engines.write_text(engines_file(folder, farm=farm.url))
        with environment({**_settings(folder, engines), **_store(store)}):
            for name in (BUCKET, PREPARED):
                with_bucket(store, name)
            yield {"farm": farm, "store": store, "classifier": folder / "weights" / "classifier"}
    if films := sorted((output / "films").glob("*.mp4")):
        contact_sheet(films, output / "contact-sheet.png")


def _make_weights(folder: Path) -> None:
    command = [sys.executable, "-m", "config.demo.act_engines.weights", str(folder)]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{shlex.join(command)} failed:\n{done.stderr[-2000:]}")


def _settings(folder: Path, engines: Path) -> dict[str, str]:
    return {
        **LIVENESS,
        "ENGINES_FILE": str(engines),
        "IMAGE_CLASSIFIER": str(folder / "weights" / "classifier"),
        "SUITED_MODEL": "1",
        "IMAGE_CLASSIFIER_LABELS": str(folder / "weights" / "labels.toml"),
    }


def _store(address: str) -> dict[str, str]:
    return {
        **CREDENTIALS,
        "AWS_EC2_METADATA_DISABLED": "true",
        "MEDIA_STORE": "s3",
        "S3_BUCKET": BUCKET,
        "S3_REGION": REGION,
        "S3_ENDPOINT": address,
    }


@contextmanager
def environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Of this process and those that it starts meanwhile."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
