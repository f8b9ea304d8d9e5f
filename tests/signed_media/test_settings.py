"""Settings of the store: typed, loud, and nothing is loaded that is not in use."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
S3 = {"MEDIA_STORE": "s3", "S3_BUCKET": "media", "S3_REGION": "eu-central-1"}
NAMES = (
    *("MEDIA_STORE", "S3_BUCKET", "S3_REGION", "S3_ENDPOINT", "S3_PUBLIC_ENDPOINT", "S3_SSE"),
    *("S3_SSE_KEY_ID", "S3_ADDRESSING", "CONSENT_ANCHOR_BUCKET", "CONSENT_ANCHOR_COMMAND"),
)


def read(monkeypatch: pytest.MonkeyPatch, **given: str) -> dict[str, Any]:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "config" / "storage_settings.py"))


def test_a_bare_machine_keeps_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch)["MEDIA_STORE"] == "files"


def test_phones_reach_the_store_where_we_do_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, outside = "https://store.internal", "https://media.example.org"
    assert read(monkeypatch, **S3, S3_ENDPOINT=inside)["S3_PUBLIC_ENDPOINT"] == inside
    both = read(monkeypatch, **S3, S3_ENDPOINT=inside, S3_PUBLIC_ENDPOINT=outside)
    assert (both["S3_ENDPOINT"], both["S3_PUBLIC_ENDPOINT"]) == (inside, outside)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"MEDIA_STORE": "s4"}, "MEDIA_STORE"),
        ({"MEDIA_STORE": "s3"}, "S3_BUCKET"),
        ({"MEDIA_STORE": "s3", "S3_BUCKET": "media"}, "S3_REGION"),
        ({**S3, "S3_ENDPOINT": "store.internal"}, "S3_ENDPOINT"),
        ({**S3, "S3_PUBLIC_ENDPOINT": "ftp://store"}, "S3_PUBLIC_ENDPOINT"),
        ({**S3, "S3_SSE": "aws:kms"}, "S3_SSE_KEY_ID"),
        ({**S3, "S3_SSE_KEY_ID": "key"}, "S3_SSE_KEY_ID"),
        ({**S3, "S3_SSE": "none"}, "S3_SSE"),
        ({**S3, "CONSENT_ANCHOR_BUCKET": "media"}, "CONSENT_ANCHOR_BUCKET"),
        ({"CONSENT_ANCHOR_BUCKET": "a", "CONSENT_ANCHOR_COMMAND": "b"}, "not both"),
    ],
)
def test_what_is_wrong_stops_the_process(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        read(monkeypatch, **given)


def test_local_files_load_no_library_of_an_object_store() -> None:
    asked = "import sys, lib.signed_media; print({'boto3', 'storages'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
