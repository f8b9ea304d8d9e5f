"""Addresses into an object store, opened over real HTTP. That a signature is checked is the store's
own doing, and moto's does not: here it is proved what is signed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from botocore.httpsession import URLLib3Session
from django.conf import settings
from starlette.testclient import TestClient

from lib import signed_media
from lib.signed_media import Target
from lib.signed_media.receiving import uploads
from lib.signed_media.s3 import listings, moving
from lib.signed_media.s3.faults import Taken
from lib.signed_media.server import media
from tests import objectstore
from tests.signed_media.conftest import CONTENT

Stored = Callable[..., str]
MOST = 1000

pytestmark = pytest.mark.usefixtures("bucket")


@pytest.fixture
def key() -> str:
    return signed_media.new_key("incoming/enrolments", ".mp4")


def target(key: str) -> Target:
    return signed_media.upload_target(key, seconds=60, max_bytes=MOST, content_type="video/mp4")


def send(to: Target, content: bytes) -> int:
    return httpx.put(to.url, content=content, headers=to.headers).status_code


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_an_address_gives_the_file_and_parts_of_it(stored: Stored) -> None:
    url = signed_media.signed_url(stored(), seconds=200)
    whole = httpx.get(url)
    assert (whole.status_code, whole.content) == (200, CONTENT)
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["cache-control"] == "private, max-age=200"
    part = httpx.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, CONTENT[10:20])
    assert query(url)["X-Amz-Expires"] == "200"
    assert query(url)["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"


def test_a_download_has_its_name(stored: Stored) -> None:
    url = signed_media.signed_url(stored(), filename="my-clip.mp4")
    assert httpx.get(url).headers["content-disposition"] == 'attachment; filename="my-clip.mp4"'


def test_what_is_moved_is_gone_from_the_addresses_given_out(stored: Stored) -> None:
    old = stored()
    url = signed_media.signed_url(old)
    assert httpx.get(url).status_code == 200
    new = signed_media.move(old)
    # S3 says 404 to whoever may list the bucket and 403 to others; moto always the latter.
    gone = httpx.get(url)
    assert gone.status_code in (403, 404)
    assert CONTENT not in gone.content
    assert httpx.get(signed_media.signed_url(new)).content == CONTENT


def test_no_address_costs_a_request(
    stored: Stored, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = stored()

    def asked(*_: Any, **__: Any) -> None:
        pytest.fail("a store was asked for an address")

    monkeypatch.setattr(URLLib3Session, "send", asked)
    assert signed_media.signed_url(old)
    assert target(key).url


def test_a_file_arrives_and_a_second_one_does_not(key: str) -> None:
    to = target(key)
    assert send(to, b"first") == 200
    assert signed_media.exists(key)
    assert send(to, b"second") == 412
    with signed_media.opened(key) as file:
        assert file.read() == b"first"


@pytest.mark.parametrize("verb", ["burn", "delete"])
def test_nothing_arrives_where_something_was_erased(key: str, verb: str) -> None:
    to = target(key)
    assert send(to, b"first") == 200
    getattr(signed_media, verb)(key)
    assert not signed_media.exists(key)
    with pytest.raises(FileNotFoundError):
        signed_media.opened(key)
    assert send(to, b"again") == 412
    assert not signed_media.exists(key)


def test_a_target_that_was_never_used_can_be_burnt(key: str) -> None:
    signed_media.burn(key)
    assert send(target(key), b"late") == 412


@pytest.mark.parametrize("size", [0, MOST + 1])
def test_what_no_target_takes_is_not_there(key: str, size: int) -> None:
    """The store keeps it until it is swept; nobody here ever reads it."""
    assert send(target(key), b"x" * size) == 200
    assert not signed_media.exists(key)
    with pytest.raises(FileNotFoundError), signed_media.reading(key):
        pass


@pytest.mark.parametrize("size", [0, MOST + 1])
def test_nor_is_it_copied(key: str, size: int) -> None:
    assert send(target(key), b"x" * size) == 200
    kept = signed_media.new_key("quarantine", ".mp4")
    with pytest.raises(FileNotFoundError):
        signed_media.copy(key, kept)
    assert not signed_media.exists(kept)


def test_what_came_in_is_copied_only_as_it_was_seen(
    bucket: str, s3: Any, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """moto knows no condition on a copy's source: what is proved is that it is asked for."""
    assert send(target(key), b"first") == 200
    seen = s3.head_object(Bucket=bucket, Key=key)["ETag"]
    told: list[str] = []

    def erased_meanwhile(*asked: Any) -> None:
        told.append(asked[-1]["CopySourceIfMatch"])
        raise Taken

    monkeypatch.setattr(moving, "_copy", erased_meanwhile)
    with pytest.raises(FileNotFoundError):
        signed_media.copy(key, signed_media.new_key("quarantine", ".mp4"))
    assert told == [seen]


def test_as_much_as_a_target_takes_is_there(key: str) -> None:
    assert send(target(key), b"x" * MOST) == 200
    assert signed_media.exists(key)


def test_everything_that_counts_is_signed(key: str) -> None:
    to = target(key)
    signed = set(query(to.url)["X-Amz-SignedHeaders"].split(";"))
    assert signed == {name.lower() for name in to.headers} | {"host"}
    assert {"if-none-match", "content-type", "x-amz-meta-max-bytes"} <= signed
    assert not any("checksum" in name.lower() for name in query(to.url)), "of a body not yet sent"


def test_which_key_encrypts_no_phone_is_told(
    object_store: str, bucket: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bucket's default does, which E017 looks after."""
    monkeypatch.setattr(settings, "S3_SSE", "aws:kms")
    monkeypatch.setattr(settings, "S3_SSE_KEY_ID", "the-key-of-the-house")
    to = target(key)
    assert "encryption" not in to.url + str(to.headers)
    assert "the-key-of-the-house" not in to.url + str(to.headers)


def test_the_sweeper_spares_what_is_waited_for(bucket: str, s3: Any) -> None:
    kept, left = (signed_media.new_key("incoming/enrolments", ".mp4") for _ in range(2))
    for one in (kept, left):
        assert send(target(one), b"x") == 200
    assert signed_media.sweep_incoming({kept}) == 0, "they are young"
    assert signed_media.sweep_incoming({kept}, older_than=-60) == 1
    assert signed_media.exists(kept)
    assert not signed_media.exists(left)


def test_doors_of_this_machine_are_shut(stored: Stored) -> None:
    from lib.signed_media import signing, targets

    url = signing.signed_url(stored())
    assert TestClient(media, base_url="http://zoetrope.test").get(url).status_code == 404
    key = signed_media.new_key("incoming/enrolments", ".mp4")
    local = targets.upload_target(key, seconds=60, max_bytes=9, content_type="video/mp4")
    door = TestClient(uploads, base_url="http://zoetrope.test")
    assert door.put(local.url, content=b"x", headers=local.headers).status_code == 404


def test_every_object_is_checksummed_encrypted_and_typed(
    bucket: str, s3: Any, stored: Stored, key: str
) -> None:
    first = stored()
    moved = signed_media.move(stored(), signed_media.new_key("quarantine", ".mp4"))
    assert send(target(key), b"sent") == 200
    burnt = signed_media.new_key("incoming/enrolments", ".mp4")
    signed_media.burn(burnt)
    # What a phone sends is encrypted by the bucket's own default, of which moto knows nothing.
    for one in (first, moved, burnt):
        head = s3.head_object(Bucket=bucket, Key=one, ChecksumMode="ENABLED")
        assert head["ServerSideEncryption"] == "AES256", one
    for one in (first, moved):
        head = s3.head_object(Bucket=bucket, Key=one, ChecksumMode="ENABLED")
        assert head["ChecksumSHA256"]
        assert head["ContentType"] == "video/mp4"
        assert len(head["Metadata"]["sha256"]) == 64


def test_a_large_object_goes_in_parts_and_comes_back_whole(
    bucket: str, s3: Any, stored: Stored
) -> None:
    content = CONTENT * 2000  # 20 MB: two parts
    key = stored(content=content)
    assert "-2" in s3.head_object(Bucket=bucket, Key=key)["ETag"]
    with signed_media.opened(key) as file:
        assert file.read() == content


def test_folders_are_told_without_what_lies_in_them(bucket: str, s3: Any, stored: Stored) -> None:
    """Else each sweep would read the names of the whole store."""
    for name in ("one", "one", "two"):
        stored(f"work/{name}/1")
    read: list[Any] = []
    s3.meta.events.register("after-call.s3.ListObjectsV2", lambda parsed, **_: read.append(parsed))
    assert list(listings.folders(s3, bucket, "work")) == ["work/one", "work/two"]
    assert [answer.get("Contents", []) for answer in read] == [[]]


def test_parts_that_nobody_finished_are_swept(bucket: str, s3: Any) -> None:
    key = signed_media.new_key("out", ".mp4")
    for name in (key, "backup/theirs.tar"):
        s3.create_multipart_upload(Bucket=bucket, Key=name)
    # Of moto every upload began on one day of 2010.
    assert listings.abort_uploads(s3, bucket, datetime(2010, 1, 1, tzinfo=UTC)) == 0
    assert signed_media.sweep_unfinished(older_than=timedelta(hours=1)) == 1
    left = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    assert [one["Key"] for one in left] == ["backup/theirs.tar"]


def test_one_that_somebody_else_ended_keeps_no_other(object_store: str, bucket: str) -> None:
    s3, other = (objectstore.client(object_store) for _ in range(2))
    for _ in range(2):
        s3.create_multipart_upload(Bucket=bucket, Key=signed_media.new_key("out", ".mp4"))
    faster = [True]

    def meanwhile(params: dict[str, Any], **_: Any) -> None:
        if faster:
            faster.clear()
            other.abort_multipart_upload(**params)

    s3.meta.events.register("provide-client-params.s3.AbortMultipartUpload", meanwhile)
    assert listings.abort_uploads(s3, bucket, datetime.now(UTC)) == 1
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
