"""A bucket as it must be, and what is said of one that is not."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.checks import production
from generation.models.assets import KEPT
from generation.services.files import MASTERS, PUBLIC, QUARANTINE
from lib.signed_media import health
from lib.signed_media.health import answers, bucket_faults, storage_lacks
from lib.signed_media.s3.bucket import policy
from tests import objectstore

OPEN, PLAIN = "public access is not blocked", "it does not encrypt by default as S3_SSE says"
RULES = "the lifecycle rules are not in force"
POLICY = "its policy does not keep URLs away from what must not leave"


@pytest.fixture
def prepared(bucket: str) -> str:
    call_command("prepare_bucket")
    return bucket


def rules(s3: Any, bucket: str) -> dict[str, Any]:
    found = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    return {one["ID"]: one for one in found}


def test_a_bare_bucket_lacks_all_and_a_prepared_one_nothing(bucket: str) -> None:
    # Of encryption moto, as S3 itself since 2023, says that it is on by default.
    assert set(bucket_faults()) >= {OPEN, RULES, POLICY}
    call_command("prepare_bucket")
    assert bucket_faults() == ()


def test_preparing_again_changes_nothing_and_leaves_what_others_set_up(
    prepared: str, s3: Any
) -> None:
    own = {
        "ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "logs/"},
        "Expiration": {"Days": 7},
    }  # fmt: skip
    theirs = {
        "Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketAcl",
        "Resource": f"arn:aws:s3:::{prepared}",
    }  # fmt: skip
    ours = list(rules(s3, prepared).values())
    s3.put_bucket_lifecycle_configuration(
        Bucket=prepared, LifecycleConfiguration={"Rules": [own, *ours]}
    )
    told = {"Version": "2012-10-17", "Statement": [theirs]}
    s3.put_bucket_policy(Bucket=prepared, Policy=json.dumps(told))
    for _ in range(2):
        call_command("prepare_bucket")
        assert set(rules(s3, prepared)) == {"theirs", *(one["ID"] for one in ours)}
        found = json.loads(s3.get_bucket_policy(Bucket=prepared)["Policy"])["Statement"]
        assert found == [theirs, *policy.statements(prepared)]


def test_only_what_comes_and_what_is_worked_on_ends_by_the_clock(prepared: str, s3: Any) -> None:
    ending = {
        one["Filter"]["Prefix"]: one["Expiration"]["Days"]
        for one in rules(s3, prepared).values()
        if "Expiration" in one
    }
    assert ending == {"incoming/": 7, "work/": 60}


def test_nothing_ends_by_the_clock_that_is_kept_for_its_maker(prepared: str, s3: Any) -> None:
    """A draft may be renewed for as long as its maker likes."""
    ending = [
        one["Filter"]["Prefix"] for one in rules(s3, prepared).values() if "Expiration" in one
    ]
    for area in (KEPT, f"{MASTERS}/", f"{PUBLIC}/", f"{QUARANTINE}/", "vault/"):
        assert not any(area.startswith(prefix) for prefix in ending), area


def test_urls_are_kept_away_from_what_does_not_leave() -> None:
    told = {one["Sid"]: one for one in policy.statements("media")}
    closed = set(told["ZoetropeNoUrlReadsThese"]["Resource"])
    assert closed == {
        f"arn:aws:s3:::media/{area}/*"
        for area in ("work", "kept", "quarantine", "vault", "incoming")
    }
    age = told["ZoetropeUrlsLiveFiveMinutes"]["Condition"]["NumericGreaterThan"]
    assert age == {"s3:signatureAge": "300000"}
    assert {one["Effect"] for one in told.values()} == {"Deny"}


BREAKING = {
    OPEN: lambda s3, name: s3.delete_public_access_block(Bucket=name),
    PLAIN: lambda s3, name: s3.put_bucket_encryption(
        Bucket=name,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
        },
    ),
    "it keeps versions, so what is deleted stays": lambda s3, name: s3.put_bucket_versioning(
        Bucket=name, VersioningConfiguration={"Status": "Enabled"}
    ),
    RULES: lambda s3, name: s3.delete_bucket_lifecycle(Bucket=name),
    POLICY: lambda s3, name: s3.delete_bucket_policy(Bucket=name),
}


@pytest.mark.parametrize("fault", BREAKING)
def test_each_thing_that_is_wrong_is_named(prepared: str, s3: Any, fault: str) -> None:
    BREAKING[fault](s3, prepared)
    assert bucket_faults() == (fault,)
    with pytest.raises(CommandError, match=fault):
        call_command("prepare_bucket", "--check")


def test_versions_are_not_switched_off_behind_an_operators_back(prepared: str, s3: Any) -> None:
    s3.put_bucket_versioning(Bucket=prepared, VersioningConfiguration={"Status": "Enabled"})
    with pytest.raises(CommandError, match="it keeps versions"):
        call_command("prepare_bucket")


def test_a_bucket_that_is_not_there(
    object_store: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    objectstore.use(monkeypatch, endpoint=object_store, bucket="nobodys-bucket")
    assert bucket_faults() == ("the bucket cannot be asked (storage_denied)",)
    with pytest.raises(CommandError, match="storage_denied"):
        call_command("prepare_bucket")


def test_local_files_have_no_bucket() -> None:
    with pytest.raises(CommandError, match="MEDIA_STORE"):
        call_command("prepare_bucket")


def found() -> set[str]:
    told = {str(message.id) for message in production.production_rules()}
    return told & {"zoetrope.E016", "zoetrope.E017", "zoetrope.E018"}


def test_what_production_is_told(
    bucket: str, object_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    health._bucket_faults.cache_clear()
    assert found() == {"zoetrope.E017", "zoetrope.E018"}
    assert RULES in str(storage_lacks())
    call_command("prepare_bucket")
    monkeypatch.setattr(settings, "S3_PUBLIC_ENDPOINT", "https://media.example.org")
    health._bucket_faults.cache_clear()
    assert (found(), storage_lacks()) == (set(), None)
    monkeypatch.setattr(settings, "MEDIA_STORE", "files")
    assert found() == {"zoetrope.E016"}
    assert "one machine" in str(storage_lacks())


@pytest.mark.parametrize(
    ("own", "phones", "fine"),
    [
        ("https://store.example.org", "https://media.example.org", True),
        ("http://127.0.0.1:9000", "https://media.example.org", True),
        ("", "", True),
        ("http://store.example.org", "https://media.example.org", False),
        ("https://store.example.org", "http://media.example.org", False),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000", False),
    ],
    ids=["tls", "beside", "aws", "own", "phones", "loopback"],
)
def test_media_go_nowhere_over_plain_http(
    monkeypatch: pytest.MonkeyPatch, own: str, phones: str, fine: bool
) -> None:
    monkeypatch.setattr(settings, "S3_ENDPOINT", own)
    monkeypatch.setattr(settings, "S3_PUBLIC_ENDPOINT", phones)
    assert ("zoetrope.E018" not in found()) is fine


def test_readiness_asks_the_store(
    bucket: str, object_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answers() == "answers"
    objectstore.use(monkeypatch, endpoint=object_store, bucket="nobodys-bucket")
    with pytest.raises(OSError, match="bucket"):
        answers()
