"""A store that is away, slow, full of holes or closed: each is told by its name, and passes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lib import signed_media
from lib.signed_media import KeyRefused, StorageCode, StorageFault
from lib.signed_media.errors import StorageAway
from lib.signed_media.s3 import clients, fetching, pace, putting
from tests import objectstore
from tests.signed_media.conftest import CONTENT
from tests.signed_media.misbehaving import Proxy, misbehaving

Stored = Callable[..., str]


@pytest.fixture
def proxy(object_store: str, bucket: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Media lie behind it; it is asked less often, and the rules are the same."""
    monkeypatch.setattr(clients, "PATIENT", (clients.PATIENT[0], 2))
    with misbehaving(object_store) as between:
        objectstore.use(monkeypatch, endpoint=between.url, bucket=bucket)
        yield between


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where nothing may succeed: a busy machine is slower than this."""
    monkeypatch.setattr(clients, "PATIENT", (0.5, 2))
    monkeypatch.setattr(pace, "LEAST_SECONDS", 0.5)
    monkeypatch.setattr(pace, "LEAST_BYTES_A_SECOND", 1 << 30)


def read(key: str) -> bytes:
    with signed_media.reading(key) as path:
        return path.read_bytes()


def code(work: Callable[[], Any]) -> StorageCode:
    with pytest.raises(StorageFault) as caught:
        work()
    return caught.value.code


@pytest.mark.parametrize("fault", ["503", "truncated", "reset", "corrupt"])
def test_what_fails_once_is_asked_again(proxy: Proxy, stored: Stored, fault: str) -> None:
    key = stored()
    proxy.fail(fault, times=1, method="GET")
    assert read(key) == CONTENT


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("503", StorageCode.AWAY),
        ("reset", StorageCode.AWAY),
        ("truncated", StorageCode.AWAY),
        ("403", StorageCode.DENIED),
        ("corrupt", StorageCode.DAMAGED),
    ],
)
def test_what_fails_each_time_ends_and_is_named(
    proxy: Proxy, stored: Stored, fault: str, expected: StorageCode, scratch_dir: Path
) -> None:
    key = stored()
    proxy.seen.clear()
    proxy.fail(fault)
    assert code(lambda: read(key)) == expected
    assert len(proxy.seen) <= fetching.TRIES * clients.PATIENT[1], "not for ever"
    assert [path for path in scratch_dir.rglob("*") if path.is_file()] == []
    proxy.heal()
    assert read(key) == CONTENT


@pytest.mark.parametrize("fault", ["hang", "trickle"])
def test_what_never_ends_is_ended(
    impatient: None, proxy: Proxy, s3: Any, bucket: str, fault: str, scratch_dir: Path
) -> None:
    key = signed_media.new_key("out", ".mp4")
    s3.put_object(Bucket=bucket, Key=key, Body=CONTENT)
    proxy.fail(fault)
    assert code(lambda: read(key)) == StorageCode.AWAY
    assert len(proxy.seen) <= fetching.TRIES * clients.PATIENT[1], "not for ever"
    assert [path for path in scratch_dir.rglob("*") if path.is_file()] == []


def test_a_put_that_trickles_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two pieces, by its own clock."""
    monkeypatch.setattr(pace, "LEAST_SECONDS", -1)
    (path := tmp_path / "a.mp4").write_bytes(CONTENT)
    with pytest.raises(StorageAway, match="too slow"):
        putting.put(Sender(), "bucket", "out/a.mp4", path=path, extra={})


class Sender:
    """Tells of the first piece, as the library does."""

    def upload_fileobj(self, *_: Any, Callback: Callable[[int], None], **__: Any) -> None:  # noqa: N803
        Callback(1)


@pytest.mark.parametrize("fault", ["503", "reset", "403"])
def test_a_put_that_fails_leaves_what_was_there(proxy: Proxy, stored: Stored, fault: str) -> None:
    key = stored(content=b"before")
    proxy.fail(fault, method="PUT")

    def put() -> None:
        with signed_media.placing(key) as path:
            path.write_bytes(b"after")

    expected = StorageCode.DENIED if fault == "403" else StorageCode.AWAY
    assert code(put) == expected
    proxy.heal()
    assert read(key) == b"before"


def test_a_move_that_was_cut_short_is_finished_by_the_next(proxy: Proxy, stored: Stored) -> None:
    old, new = stored(), signed_media.new_key("quarantine", ".mp4")
    proxy.fail("503", method="DELETE")
    assert code(lambda: signed_media.move(old, new)) == StorageCode.AWAY
    proxy.heal()
    assert signed_media.exists(old)
    assert signed_media.exists(new)
    assert signed_media.move(old, new) == new
    assert not signed_media.exists(old)
    assert read(new) == CONTENT


def test_so_is_one_of_what_an_operator_brought_here(proxy: Proxy, bucket: str, s3: Any) -> None:
    """Copied from elsewhere, without our digest."""
    old, new, taken = (signed_media.new_key("out", ".mp4") for _ in range(3))
    for key, content in ((old, CONTENT), (taken, b"another")):
        s3.put_object(Bucket=bucket, Key=key, Body=content)
    proxy.fail("503", method="DELETE")
    assert code(lambda: signed_media.move(old, new)) == StorageCode.AWAY
    proxy.heal()
    with pytest.raises(KeyRefused):
        signed_media.move(old, taken)
    assert signed_media.move(old, new) == new
    assert (signed_media.exists(old), read(new), read(taken)) == (False, CONTENT, b"another")


@pytest.mark.parametrize("verb", ["exists", "delete", "delete_below", "burn"])
def test_no_verb_takes_silence_for_an_answer(proxy: Proxy, stored: Stored, verb: str) -> None:
    key = stored("incoming/job")
    work = {
        "exists": lambda: signed_media.exists(key),
        "delete": lambda: signed_media.delete(key),
        "delete_below": lambda: signed_media.delete_below("incoming/job"),
        "burn": lambda: signed_media.burn(key),
    }
    proxy.fail("503")
    assert code(work[verb]) == StorageCode.AWAY
    proxy.heal()
    assert signed_media.exists(key)


def test_a_port_where_nobody_listens(
    object_store: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "PATIENT", (0.5, 1))
    objectstore.use(monkeypatch, endpoint="http://127.0.0.1:9", bucket=bucket)
    key = signed_media.new_key("out", ".mp4")
    assert code(lambda: signed_media.exists(key)) == StorageCode.AWAY
    assert signed_media.signed_url(key).startswith("http://127.0.0.1:9/"), "nobody is asked"


def test_a_deletion_is_one_request(proxy: Proxy, stored: Stored) -> None:
    key = stored()
    proxy.seen.clear()
    signed_media.delete(key)
    signed_media.delete(key)
    assert proxy.seen == ["DELETE"] * 2
    assert not signed_media.exists(key)


@pytest.mark.parametrize("verb", ["exists", "read", "delete"])
def test_a_bucket_that_is_gone_is_not_an_object_that_is_gone(
    object_store: str, bucket: str, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    objectstore.use(monkeypatch, endpoint=object_store, bucket="nobodys-bucket")
    key = signed_media.new_key("out", ".mp4")
    work: dict[str, Callable[[], Any]] = {
        "exists": lambda: signed_media.exists(key),
        "read": lambda: read(key),
        "delete": lambda: signed_media.delete(key),
    }
    assert code(work[verb]) == StorageCode.DENIED


def test_what_changed_in_the_store_is_not_read(bucket: str, s3: Any, stored: Stored) -> None:
    key = stored()
    told = s3.head_object(Bucket=bucket, Key=key)["Metadata"]
    s3.put_object(Bucket=bucket, Key=key, Body=b"another", Metadata=told)
    assert code(lambda: read(key)) == StorageCode.DAMAGED
