"""Destroying a key erases template and clip in every backup: looked for byte by byte.

A durable PostgreSQL of its own; the backup is taken while the likeness is enrolled and holds what a
careless operator's would: pg_dump, the data directory with its WAL, the media, and the master key.
Of the data folder all but the tagged key store, as backup programs leave it out.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from config.embedded import Endpoints, Servers
from config.embedded.binaries import installed
from config.embedded.layout import Layout
from config.embedded.passwords import SUPERUSER, known_passwords
from config.embedded.place import data_folder
from config.embedded.privileges import Way

pytestmark = pytest.mark.slow
WINDOW = 16  # bytes that must not be found anywhere; of a template that is four numbers
WINDOWS = 4  # of each secret, from its beginning to its end


class House:
    """An installation in a folder, and what is done in it."""

    def __init__(self, home: Path) -> None:
        self.home, self.servers = home, Servers(home)

    def start(self) -> Endpoints:
        self.endpoints = self.servers.start()
        return self.endpoints

    def step(self, role: str, name: str, **given: Any) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "tests.cameos.vault.proof_steps", name],
            cwd=settings.BASE_DIR, env=self._environment(role), text=True, check=False,
            input=json.dumps(given), capture_output=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def checkpoint(self) -> None:
        with self._superuser() as connection:
            connection.execute("CHECKPOINT")

    def dump(self, path: Path) -> None:
        url = self._url()
        program = installed().postgres.with_name("pg_dump")
        subprocess.run([program, "--no-sync", "-f", path, url], check=True)

    def back_up(self, target: Path) -> None:
        """The servers are stopped meanwhile, so that the copy is whole."""
        self.servers.stop()
        subprocess.run(["tar", "--exclude-caches", "-C", self.home, "-cf", target, "."], check=True)
        self.start()

    def restore(self, source: Path) -> None:
        """All but the key store is as it was: there is no backup of that."""
        self.servers.stop()
        for part in self.home.iterdir():
            if part.name != "cameo-keys":
                shutil.rmtree(part) if part.is_dir() else part.unlink()
        subprocess.run(["tar", "-C", self.home, "-xf", source], check=True)
        self.start()

    def _superuser(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(self._url(), autocommit=True)

    def _url(self) -> str:
        password = known_passwords(Layout(self.home).passwords)[SUPERUSER]
        host, port = self.endpoints.host, self.endpoints.postgres_port
        return f"postgresql://{SUPERUSER}:{password}@{host}:{port}/zoetrope"

    def _environment(self, role: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
        for name in ("REDIS_URL", "BROKER_URL", "TEST_DATA"):
            kept.pop(name, None)
        return {
            **kept,
            **self.endpoints.environment(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ZOETROPE_PROFILE": "development",
            "ZOETROPE_ROLE": role,
            "ZOETROPE_DATA": str(self.home),
            "MEDIA_DIR": str(self.home / "media"),
            "LOG_LEVEL": "ERROR",
        }


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "home")
    house.start()
    if data_folder(Layout(house.home), Way.NOBODY).exists() and os.geteuid() == 0:
        house.servers.stop()
        shutil.rmtree(data_folder(Layout(house.home), Way.NOBODY))
        pytest.skip("here the servers' data lie outside the folder that is backed up")
    yield house
    house.servers.stop()


class Search:
    """Looks for bytes in files: as they are, and as text would show them."""

    def __init__(self, *folders: Path) -> None:
        files = [path for folder in folders for path in (folder, *folder.rglob("*"))]
        self._texts = {path: path.read_bytes() for path in files if path.is_file()}

    def found(self, secret: bytes) -> set[str]:
        step = max(1, (len(secret) - WINDOW) // (WINDOWS - 1))
        windows = {secret[at : at + WINDOW] for at in range(0, len(secret) - WINDOW + 1, step)}
        forms = windows | {w.hex().encode() for w in windows} | {b64encode(w[:15]) for w in windows}
        return {
            path.name for path, text in self._texts.items() if any(form in text for form in forms)
        }


def test_no_backup_opens_once_the_key_is_destroyed(house: House, tmp_path: Path) -> None:
    template = _unit(128)
    clip = random.Random(6).randbytes(200_000)
    (tmp_path / "clip").write_bytes(clip)
    house.step("migrate", "begin")
    kept = house.step("likeness", "keep", template=template.hex(), clip=str(tmp_path / "clip"))
    (tmp_path / "clip").unlink()
    key, sealed = bytes.fromhex(kept["key"]), bytes.fromhex(kept["sealed"])
    sealed_clip = bytes.fromhex(kept["clip"])
    opens = {"templates": [template.hex()], "clips": ["200000 bytes"], "keys": 1}
    assert kept["opens"] == opens

    # The backup, and that the search finds what is there in each part of it.
    backups = tmp_path / "backups"
    backups.mkdir()
    house.checkpoint()
    house.dump(backups / "dump.sql")
    house.back_up(backups / "home.tar")
    taken = Search(backups)
    assert taken.found(sealed) == {"dump.sql", "home.tar"}
    assert taken.found(sealed_clip) == {"home.tar"}
    [key_file] = house.home.glob(f"cameo-keys/??/{kept['key_id'].replace('-', '')}")
    wrapped = key_file.read_bytes()
    assert key_file.name in Search(house.home).found(wrapped)

    house.step("web", "ask")
    assert house.step("likeness", "erase") == {"state": "erased"}
    house.checkpoint()
    house.servers.stop()
    left = Search(house.home)  # data directory and WAL, media, keys, logs, Redis
    house.start()
    for secret in (template, clip, key, wrapped):
        assert taken.found(secret) == set()
        assert left.found(secret) == set()
    assert left.found(sealed_clip) == set()

    # Everything an operator could bring back: rows, media and the master key, not the key.
    house.restore(backups / "home.tar")
    gone = {"templates": ["vault_key_destroyed"], "clips": ["vault_key_destroyed"], "keys": 1}
    restored = Search(house.home)
    for secret in (template, clip, key, wrapped):
        assert restored.found(secret) == set()
    # And it was the key alone that kept it shut: so the folder of keys is in no backup.
    looked = house.step("likeness", "look", key_file=str(key_file), wrapped=wrapped.hex())
    assert looked == {"before": gone, "after": opens}


def _unit(dims: int) -> bytes:
    import numpy as np

    values = np.random.default_rng(5).standard_normal(dims).astype("<f4")
    return bytes((values / np.linalg.norm(values)).astype("<f4").tobytes())
