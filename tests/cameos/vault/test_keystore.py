"""Keys outside the database: kept durably, destroyed for ever, whoever comes late."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.keystore.base import KeyStore
from cameos.vault.keystore.command import CommandKeyStore
from cameos.vault.keystore.files import TAG, TOMBSTONE, FileKeyStore
from lib.ids import new_id

# What an operator would write over a KMS, over a folder here.
SCRIPT = """#!/bin/sh
set -eu
verb=$1 key=${2:-} home=$(dirname "$0")/keys
mkdir -p "$home"
case $verb in
  ids) cd "$home"; for f in *; do [ -s "$f" ] && echo "$f"; done; exit 0 ;;
  delete) : > "$home/$key"; exit 0 ;;
esac
if [ -e "$home/$key" ] && [ ! -s "$home/$key" ]; then exit 3; fi
case $verb in
  put) [ ! -e "$home/$key" ] || exit 1; cat > "$home/$key" ;;
  get) [ -e "$home/$key" ] || exit 4; cat "$home/$key" ;;
  replace) [ -e "$home/$key" ] || exit 4; cat > "$home/$key" ;;
  *) exit 2 ;;
esac
"""


def of_files(folder: Path) -> KeyStore:
    return FileKeyStore(folder / "keys")


def of_a_command(folder: Path) -> KeyStore:
    script = folder / "kms.sh"
    script.write_text(SCRIPT)
    script.chmod(0o700)
    return CommandKeyStore(str(script))


@pytest.fixture(params=[of_files, of_a_command], ids=["files", "a command"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> KeyStore:
    make: Callable[[Path], KeyStore] = request.param
    return make(tmp_path)


def refused(fault: VaultFault) -> "pytest.RaisesExc[VaultError]":
    return pytest.raises(VaultError, match=fault.value)


def test_a_key_is_kept_and_found(store: KeyStore) -> None:
    one, other = new_id(), new_id()
    store.put(one, b"wrapped one")
    store.put(other, b"wrapped other")
    assert store.get(one) == b"wrapped one"
    assert set(store.ids()) == {one, other}


def test_no_key_is_put_in_the_place_of_another(store: KeyStore) -> None:
    one = new_id()
    store.put(one, b"first")
    with refused(VaultFault.KEY_STORE_FAILED):
        store.put(one, b"second")
    assert store.get(one) == b"first"


def test_a_lost_key_is_told_from_a_destroyed_one(store: KeyStore) -> None:
    one = new_id()
    store.put(one, b"wrapped")
    store.delete(one)
    store.delete(one)
    with refused(VaultFault.KEY_DESTROYED):
        store.get(one)
    with refused(VaultFault.KEY_LOST):
        store.get(new_id())
    assert list(store.ids()) == []


def test_nothing_brings_a_destroyed_key_back(store: KeyStore) -> None:
    one, never = new_id(), new_id()
    store.put(one, b"wrapped")
    store.delete(one)
    store.delete(never)  # the writer was slower than the erasure
    for key_id in (one, never):
        with refused(VaultFault.KEY_DESTROYED):
            store.put(key_id, b"late")
        with refused(VaultFault.KEY_DESTROYED):
            store.replace(key_id, lambda _: b"rewrapped")
        with refused(VaultFault.KEY_DESTROYED):
            store.get(key_id)


def test_a_key_is_written_anew(store: KeyStore) -> None:
    one = new_id()
    store.put(one, b"old")
    store.replace(one, lambda old: old + b" and new")
    assert store.get(one) == b"old and new"


def test_files_are_their_owners_alone_and_the_folder_says_that_no_backup_takes_it(
    tmp_path: Path,
) -> None:
    store = FileKeyStore(tmp_path / "keys")
    store.put(new_id(), b"wrapped")
    modes = {
        path: stat.S_IMODE(path.stat().st_mode)
        for path in [tmp_path / "keys", *(tmp_path / "keys").glob("??"), *key_files(tmp_path)]
    }
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes
    tag = (tmp_path / "keys" / TAG).read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_nothing_of_a_destroyed_key_stays_in_the_folder(tmp_path: Path) -> None:
    store, one = FileKeyStore(tmp_path / "keys"), new_id()
    store.put(one, b"wrapped key bytes")
    [path] = key_files(tmp_path)
    # A writer that was killed between writing and renaming leaves this:
    path.with_name(f".{path.name}").write_bytes(b"wrapped key bytes")
    opened = path.open("rb")  # what still holds the old file open reads no key either
    store.delete(one)
    assert opened.read() == TOMBSTONE
    left = [p.read_bytes() for p in (tmp_path / "keys").rglob("*") if p.is_file()]
    assert not any(b"wrapped key bytes" in one for one in left)
    assert [p.name for p in (tmp_path / "keys").glob("??/*")] == [one.hex]


def test_an_empty_file_is_a_lost_key_and_no_destroyed_one(tmp_path: Path) -> None:
    """A full disk, a truncated file and a failed restore look like this."""
    store, one = FileKeyStore(tmp_path / "keys"), new_id()
    store.put(one, b"wrapped")
    [path] = key_files(tmp_path)
    path.write_bytes(b"")
    with refused(VaultFault.KEY_LOST):
        store.get(one)
    with refused(VaultFault.KEY_STORE_FAILED):
        store.put(one, b"late")
    assert list(store.ids()) == []
    store.delete(one)
    with refused(VaultFault.KEY_DESTROYED):
        store.get(one)


def key_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "keys").glob("??/*") if path.is_file()]


@pytest.mark.parametrize(
    "answer", ["exit 9", "echo no hexadecimal", "exit 0", "echo 00; exit 1", "exec sleep 600"]
)
def test_a_command_that_does_not_answer_is_no_key(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cameos.vault.keystore.command.SECONDS", 0.5)
    script = tmp_path / "kms.sh"
    script.write_text(f"#!/bin/sh\n{answer}\n")
    script.chmod(0o700)
    with refused(VaultFault.KEY_STORE_FAILED):
        CommandKeyStore(str(script)).get(new_id())


def test_a_key_is_no_argument_of_the_command(tmp_path: Path) -> None:
    script = tmp_path / "kms.sh"
    script.write_text('#!/bin/sh\necho "$0 $*" >> "$(dirname "$0")/said"\ncat > /dev/null\n')
    script.chmod(0o700)
    CommandKeyStore(str(script)).put(new_id(), b"\xab\xcd\xef" * 9)
    assert "abcdef" not in (tmp_path / "said").read_text()
