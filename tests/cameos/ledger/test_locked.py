"""Anchors in a bucket with object lock: written once, kept, and found under whatever lies on top.

moto's server holds a locked version against deletion; that S3 does so for years, and against the
owner of the account, no test of ours can show.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command
from django.utils import timezone

from cameos.ledger import anchoring
from cameos.models import Cameo
from lib.anchoring.base import AnchorStoreFailed, AnchorTaken
from lib.anchoring.locked import LockedAnchorStore
from lib.anchoring.versions import name_of
from tests import objectstore, roles
from tests.cameos.ledger.conftest import PAUSED, RELEASE, Anchor, Found, Say

DAYS = 400
named = partial(name_of, anchoring.PREFIX)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch, objectstore.serving() as address:
        objectstore.credentials(patch)
        yield address


@pytest.fixture
def s3(endpoint: str) -> Any:
    return objectstore.client(endpoint)


@pytest.fixture
def use(endpoint: str, ledger: Path, settings: Any) -> Any:
    """Anchors go to this bucket."""

    def to(bucket: str) -> str:
        settings.S3_ENDPOINT = settings.S3_PUBLIC_ENDPOINT = endpoint
        settings.S3_REGION = objectstore.REGION
        settings.CONSENT_ANCHOR_BUCKET = bucket
        settings.CONSENT_ANCHOR_DAYS = DAYS
        return bucket

    return to


@pytest.fixture
def locked(endpoint: str, use: Any) -> str:
    name: str = use(objectstore.with_bucket(endpoint, ObjectLockEnabledForBucket=True))
    return name


def versions(s3: Any, bucket: str) -> list[dict[str, Any]]:
    return list(s3.list_object_versions(Bucket=bucket).get("Versions", []))


def under_lock(mode: str | None) -> dict[str, Any]:
    """What whoever may write can say of what they put."""
    until = timezone.now() + timedelta(days=1)
    return {"ObjectLockMode": mode, "ObjectLockRetainUntilDate": until} if mode else {}


def test_an_anchor_is_locked_for_its_time_and_verified_from_there(
    locked: str, s3: Any, cameo: Cameo, say: Say, anchor: Anchor, found: Found
) -> None:
    say(cameo, RELEASE)
    assert anchor() == 1
    say(cameo, PAUSED)
    assert anchor() == 1
    assert isinstance(anchoring.store(), LockedAnchorStore)
    assert list(anchoring.store().numbers()) == [1, 2]
    assert found() == set()
    head = s3.head_object(Bucket=locked, Key=named(1), ChecksumMode="ENABLED")
    assert head["ObjectLockMode"] == "COMPLIANCE"
    left = head["ObjectLockRetainUntilDate"] - timezone.now()
    assert timedelta(days=DAYS - 1) < left <= timedelta(days=DAYS)
    assert head["ServerSideEncryption"] == "AES256"
    assert head["ChecksumSHA256"]


def test_the_same_again_changes_nothing_and_another_is_refused(locked: str, s3: Any) -> None:
    store = anchoring.store()
    store.put(1, b"{}")
    store.put(1, b"{}")
    assert len(versions(s3, locked)) == 1
    with pytest.raises(AnchorTaken):
        store.put(1, b"[]")
    assert (store.get(1), store.get(2)) == (b"{}", None)


def test_who_may_write_hides_and_exchanges_nothing(
    locked: str, s3: Any, cameo: Cameo, say: Say, anchor: Anchor, found: Found
) -> None:
    say(cameo, RELEASE)
    anchor()
    [first] = versions(s3, locked)
    document = anchoring.store().get(1)
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=locked, Key=named(1), VersionId=first["VersionId"])
    s3.put_object(Bucket=locked, Key=named(1), Body=b"forged")
    assert anchoring.store().get(1) == document
    s3.delete_object(Bucket=locked, Key=named(1))
    assert anchoring.store().get(1) == document
    assert list(anchoring.store().numbers()) == [1]
    assert found() == set()


@pytest.mark.parametrize("versioned", [False, True])
def test_a_bucket_without_a_lock_takes_no_anchor(
    endpoint: str, use: Any, s3: Any, cameo: Cameo, say: Say, anchor: Anchor, versioned: bool
) -> None:
    bucket = use(objectstore.with_bucket(endpoint))
    if versioned:
        said = {"Status": "Enabled"}
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=said)
    say(cameo, RELEASE)
    with pytest.raises(AnchorStoreFailed):
        anchor()
    assert versions(s3, bucket) == []


@pytest.mark.parametrize("mode", [None, "GOVERNANCE"])
def test_what_is_there_without_a_lock_is_no_anchor_and_in_no_anchors_way(
    locked: str, s3: Any, mode: str | None
) -> None:
    """A lock of the other mode is one that some may open."""
    s3.put_object(Bucket=locked, Key=named(1), Body=b"forged", **under_lock(mode))
    s3.put_object(Bucket=locked, Key=named(999_999_999_999), Body=b"forged", **under_lock(mode))
    store = anchoring.store()
    assert (list(store.numbers()), store.get(1)) == ([], None)
    store.put(1, b"{}")
    store.put(1, b"{}")
    assert (list(store.numbers()), store.get(1)) == ([1], b"{}")
    assert len(versions(s3, locked)) == 3


def test_whoever_takes_the_next_number_raises_an_alarm(
    *,
    locked: str,
    s3: Any,
    cameo: Cameo,
    say: Say,
    anchor: Anchor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    s3.put_object(Bucket=locked, Key=named(1), Body=b"forged", **under_lock("COMPLIANCE"))
    say(cameo, RELEASE)
    with pytest.raises(AnchorTaken):
        anchor()
    alarms = [one for one in caplog.records if "consent_anchor_taken" in str(one.msg)]
    assert [one.levelname for one in alarms] == ["ERROR"]


def test_a_store_that_is_away_verifies_nothing(use: Any, cameo: Cameo, say: Say) -> None:
    use("nobodys-bucket")
    say(cameo, RELEASE)
    with pytest.raises(AnchorStoreFailed):
        list(anchoring.store().numbers())
    with roles.acting_as("worker"), pytest.raises(CommandError, match="Nothing was verified"):
        call_command("verify_ledger")
