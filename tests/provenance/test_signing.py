"""Signing: what it says, how it fails, and that a failure leaves no trace."""

import errno
import hashlib
import http.server
import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from config.stack.ports import free_port
from provenance.certificates.profile import Issued, issue
from provenance.errors import SealError, SealFault, SigningFailed, SigningUnavailable
from provenance.lacks import lacks
from provenance.signing import attempts, command, seal
from provenance.verification import State, verify
from tests.embedded.support import eventually
from tests.provenance.films import flip_in_box, rival, statement


@pytest.fixture
def film(place: Path, small: Path) -> Path:
    path = place / "film.mp4"
    shutil.copyfile(small, path)
    return path


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Issued]:
    """An operator's own certificate and key, configured."""
    return configure(tmp_path, monkeypatch, life=timedelta(days=400))


def configure(folder: Path, monkeypatch: pytest.MonkeyPatch, *, life: timedelta) -> list[Issued]:
    chain = rival("Example Video", organization="Example Inc", life=timedelta(days=900))
    leaf = issue(
        "Example Video", organization="Example Inc", life=life, issuer=chain[1], is_ca=False
    )
    chain[0] = leaf
    (folder / "chain.pem").write_bytes(b"".join(each.pem for each in chain))
    (folder / "key.pem").write_bytes(leaf.key_pem)
    monkeypatch.setattr(settings, "PROVENANCE_CERTIFICATES", str(folder / "chain.pem"))
    monkeypatch.setattr(settings, "PROVENANCE_KEY", str(folder / "key.pem"))
    return chain


def use_command(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A KMS client as an operator would write one."""
    path = folder / "kms.py"
    path.write_text(script)
    monkeypatch.setattr(settings, "PROVENANCE_SIGNER_COMMAND", f"{sys.executable} {path}")


KMS = """
import sys
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
key = load_pem_private_key(Path(__file__).with_name("key.pem").read_bytes(), None)
sys.stdout.buffer.write(key.sign(sys.stdin.buffer.read(), ec.ECDSA(SHA256())))
"""


def untouched(film: Path, small: Path) -> bool:
    return film.read_bytes() == small.read_bytes() and list(film.parent.iterdir()) == [film]


def test_a_seal_describes_the_signed_file(film: Path) -> None:
    made = seal(film, statement=statement())
    content = film.read_bytes()
    assert (made.size, made.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert made.manifest_id == verify(film).manifest_id
    assert made.manifest_id.startswith("urn:c2pa:")
    assert list(film.parent.iterdir()) == [film]


def test_the_manifest_tells_the_day_and_no_more(film: Path) -> None:
    seal(film, statement=statement())
    content = film.read_bytes()
    assert b"2026-11-20" in content
    assert b"17:42" not in content
    assert b"trainedAlgorithmicMedia" in content
    assert content.count(b"notAllowed") == 4


def test_signing_moves_no_index_behind_the_samples(film: Path) -> None:
    from lib.media.boxes import is_faststart

    seal(film, statement=statement())
    assert is_faststart(film)


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"model": "x" * 201}, {"kind": "poster"}, {"kind": "song"}, {"profile": ""}],
)
def test_a_statement_that_makes_no_sense_is_refused(change: dict[str, str]) -> None:
    import dataclasses

    with pytest.raises(ValueError):  # noqa: PT011
        dataclasses.replace(statement(), **change)  # type: ignore[arg-type]


def test_a_still_of_a_film_that_is_not_ours_is_not_signed(sealed: dict[str, Path]) -> None:
    before = sealed["poster"].read_bytes()
    flip_in_box(sealed["video"], "mdat")
    with pytest.raises(SigningFailed, match="signing_parent_not_ours"):
        seal(sealed["poster"], statement=statement("poster", parent=sealed["video"]))
    assert sealed["poster"].read_bytes() == before


def test_what_is_no_film_is_refused(place: Path) -> None:
    path = place / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + b"\7" * 400)
    with pytest.raises(SigningFailed, match="signing_refused"):
        seal(path, statement=statement())
    assert list(place.iterdir()) == [path]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_is_an_os_error_and_leaves_the_film_as_it_was(
    film: Path, small: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    seal(film, statement=statement())  # the CA exists
    shutil.copyfile(small, film)
    monkeypatch.setattr("provenance.signing.sealing.os.fsync", broken)
    with pytest.raises(OSError, match=os.strerror(number)):
        seal(film, statement=statement())
    assert untouched(film, small)


@pytest.mark.usefixtures("operator")
def test_an_operators_key_signs(film: Path) -> None:
    assert seal(film, statement=statement()).issuer == "Example Inc"
    assert verify(film).authentic


@pytest.mark.usefixtures("operator")
def test_a_command_signs(film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_command(tmp_path, monkeypatch, KMS)
    monkeypatch.setattr(settings, "PROVENANCE_KEY", "")
    seal(film, statement=statement())
    assert verify(film).authentic


BROKEN_COMMANDS = {
    "fails": "raise SystemExit(3)",
    "answers nothing": "",
    "answers garbage": "print('signature')",
    "answers too much": "print('x' * 5000)",
    "signs something else": KMS.replace("sys.stdin.buffer.read()", "b'other'"),
}


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("manner", BROKEN_COMMANDS)
def test_a_broken_command_leaves_the_film_as_it_was(
    film: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manner: str
) -> None:
    use_command(tmp_path, monkeypatch, BROKEN_COMMANDS[manner])
    with pytest.raises(SigningFailed) as refusal:
        seal(film, statement=statement())
    assert refusal.value.code in {SealFault.COMMAND_FAILED, SealFault.REFUSED}
    assert refusal.value.retryable
    assert untouched(film, small)


@pytest.mark.usefixtures("operator")
def test_a_command_that_hangs_is_killed_with_its_children(
    film: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_command(tmp_path, monkeypatch, "import subprocess; subprocess.run(['sleep', '61'])")
    monkeypatch.setattr(command, "COMMAND_SECONDS", 0.5)
    with pytest.raises(SigningFailed, match="signing_timed_out"):
        seal(film, statement=statement())
    assert untouched(film, small)
    # Killed is not yet gone: the kernel takes its time on a busy machine.
    assert eventually(lambda: "sleep 61" not in processes())


def processes() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield path.read_bytes().replace(b"\0", b" ").decode().strip()
        except OSError:
            continue


def test_native_code_that_hangs_is_left_behind(
    film: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    monkeypatch.setattr(attempts, "SIGN_SECONDS", 0.1)
    monkeypatch.setattr("provenance.signing.sealing._sign", lambda *_: ended.wait(20) and b"")
    with pytest.raises(SigningFailed, match="signing_timed_out"):
        seal(film, statement=statement())
    ended.set()
    assert untouched(film, small)


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("manner", ["refuses", "hangs", "answers nonsense"])
def test_a_bad_timestamp_authority_costs_the_timestamp_only(
    film: Path, monkeypatch: pytest.MonkeyPatch, manner: str
) -> None:
    with authority(manner) as (address, asked):
        monkeypatch.setattr(settings, "PROVENANCE_TSA_URL", address)
        monkeypatch.setattr(attempts, "TIMESTAMP_SECONDS", 0.5 if manner == "hangs" else 60)
        seal(film, statement=statement())
        outcome = verify(film)
        assert (outcome.state, outcome.signed_at) == (State.AUTHENTIC, None)
        # A signature that was given up may ask yet.
        assert manner == "refuses" or eventually(lambda: asked)
        first = len(asked)
        shutil.copyfile(film, film.with_name("next.mp4"))
        seal(film, statement=statement())
        assert len(asked) == first  # it is left alone for a while


class authority:  # noqa: N801
    """A loopback timestamp authority that is of no use."""

    def __init__(self, manner: str) -> None:
        self.manner, self.asked = manner, list[str]()
        self.server: http.server.ThreadingHTTPServer | None = None

    def __enter__(self) -> tuple[str, list[str]]:
        if self.manner == "refuses":
            return f"http://127.0.0.1:{free_port()}", self.asked
        self.ended = ended = threading.Event()
        asked, hangs = self.asked, self.manner == "hangs"

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(self.path)
                if hangs:
                    ended.wait(20)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}", asked

    def __exit__(self, *_: object) -> None:
        if self.server:
            self.ended.set()
            self.server.shutdown()
            self.server.server_close()


def refused(film: Path) -> SealError:
    with pytest.raises(SigningUnavailable) as refusal:
        seal(film, statement=statement())
    assert not refusal.value.retryable
    assert str(film.parent) not in str(refusal.value)
    return refusal.value


def test_production_without_a_certificate_refuses(
    film: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    assert refused(film).code == SealFault.NOT_CONFIGURED
    assert untouched(film, small)
    assert not (Path(settings.DATA_DIR) / "keys" / "provenance").exists()


@pytest.mark.usefixtures("operator")
def test_every_fault_of_configuration_has_its_code(
    film: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = rival("Other", organization="Other")
    key, chain = (tmp_path / "key.pem").read_bytes(), (tmp_path / "chain.pem").read_bytes()
    faults = [
        ("key.pem", None, SealFault.KEY_UNREADABLE),
        ("key.pem", b"no key", SealFault.KEY_UNREADABLE),
        ("key.pem", other[0].key_pem, SealFault.KEY_MISMATCH),
        ("chain.pem", None, SealFault.CERTIFICATE_UNREADABLE),
        ("chain.pem", b"no certificate", SealFault.CERTIFICATE_UNREADABLE),
        ("chain.pem", chain[: chain.index(b"-----END") + 26], SealFault.CHAIN_INCOMPLETE),
        ("chain.pem", other[2].pem, SealFault.CERTIFICATE_UNFIT),
    ]
    for name, content, code in faults:
        (tmp_path / name).unlink() if content is None else (tmp_path / name).write_bytes(content)
        assert refused(film).code == code, (name, content)
        assert (lacks() or "").startswith(("nothing can be signed", "the certificate file holds"))
        (tmp_path / "key.pem").write_bytes(key)
        (tmp_path / "chain.pem").write_bytes(chain)
    assert untouched(film, small)
    seal(film, statement=statement())


def test_an_expired_certificate_signs_nothing(
    film: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, monkeypatch, life=timedelta(minutes=-5))
    assert refused(film).code == SealFault.CERTIFICATE_EXPIRED
    assert lacks() == "nothing can be signed: signing_certificate_expired"
    assert untouched(film, small)


def test_what_is_lacking_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "development CA" in (lacks() or "")
    configure(tmp_path, monkeypatch, life=timedelta(days=12, hours=1))
    assert lacks() == "the signing certificate expires in 12 days"
    configure(tmp_path, monkeypatch, life=timedelta(days=31))
    assert lacks() is None


def test_a_former_chain_still_counts_as_ours(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operator: list[Issued]
) -> None:
    seal(film, statement=statement())
    shutil.copyfile(tmp_path / "chain.pem", tmp_path / "former.pem")
    configure(tmp_path, monkeypatch, life=timedelta(days=400))
    assert verify(film).state == State.FOREIGN
    monkeypatch.setattr(
        settings, "PROVENANCE_FORMER_CERTIFICATES", str(tmp_path / "former.pem"), raising=False
    )
    assert verify(film).authentic


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_broken_certificate_file_makes_nothing_ours(
    film: Path, tmp_path: Path, operator: list[Issued], content: bytes | None
) -> None:
    seal(film, statement=statement())
    chain = tmp_path / "chain.pem"
    chain.unlink() if content is None else chain.write_bytes(content)
    assert verify(film).state == State.FOREIGN


def test_a_process_forked_after_use_signs_and_verifies(film: Path, small: Path) -> None:
    seal(film, statement=statement())
    shutil.copyfile(small, film)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            seal(film, statement=statement())
            answer = verify(film).state.value
        except BaseException as error:  # noqa: BLE001
            answer = repr(error)
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        assert json.loads(told.read()) == "authentic"
    os.waitpid(child, 0)
