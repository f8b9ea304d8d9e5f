"""The CA that a bare machine makes for itself."""

import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from provenance.certificates import development
from provenance.certificates.credentials import credentials
from provenance.signing import seal
from provenance.verification import verify
from tests.provenance.films import statement


def test_it_says_that_nobody_should_trust_it() -> None:
    development.leaf_bundle()
    for name in ("root.pem", "intermediate.pem", "leaf.pem"):
        pem = (development.folder() / name).read_bytes()
        assert "not trusted" in x509.load_pem_x509_certificates(pem)[0].subject.rfc4514_string()


def test_its_files_are_for_its_owner_only() -> None:
    development.leaf_bundle()
    folder = development.folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o600}
    assert [path.name for path in folder.parent.iterdir()] == ["provenance"]


def test_a_leaf_is_renewed_before_it_expires_and_older_films_stay_ours(
    place: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = [place / "old.mp4", place / "new.mp4"]
    shutil.copyfile(small, films[0])
    shutil.copyfile(small, films[1])
    monkeypatch.setattr(development, "LEAF_LIFE", development.RENEW_BEFORE - timedelta(days=1))
    development._found(development.folder())
    old = x509.load_pem_x509_certificates((development.folder() / "leaf.pem").read_bytes())[0]
    monkeypatch.undo()
    monkeypatch.setattr("django.conf.settings.DATA_DIR", place.parent / "data")
    seal(films[0], statement=statement())
    new = credentials().leaf
    assert new.serial_number != old.serial_number
    assert new.not_valid_after_utc > old.not_valid_after_utc
    seal(films[1], statement=statement())
    assert credentials().leaf.serial_number == new.serial_number
    assert all(verify(film).authentic for film in films)
    assert not list(development.folder().glob(".*"))


RACER = """
import sys, hashlib
from django.conf import settings
settings.configure(DATA_DIR=sys.argv[1], PRODUCTION=False)
from provenance.certificates import development
print("ready", flush=True)
sys.stdin.readline()
print(hashlib.sha256(development.leaf_bundle() + development.issuers()).hexdigest())
"""


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RACER, str(tmp_path / "shared")]
    racers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdout
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("\n")
        racer.stdin.flush()
    answers = {racer.communicate(timeout=60)[0] for racer in racers}
    assert len(answers) == 1
    assert [path.name for path in (tmp_path / "shared" / "keys").iterdir()] == ["provenance"]
