"""One's own archive: what is in it, what is not, and that anybody can check it (A9)."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Export, ExportState, User
from generation.models import Asset, AssetKind
from lib import exporting
from lib.archives import MANIFEST, SIGNATURE, faults_of
from lib.signed_media import storage_path
from tests.client import Api
from tests.feed.studio import published
from tests.leaving.archives import contents, file_of, keys_of, made, records, words_in
from tests.leaving.somebody import WORDS, fill
from tests.leaving.traces import as_owner

pytestmark = pytest.mark.django_db

# Tables of which `fill` makes no row, and who shows them.
ELSEWHERE = {
    "accounts.Block": "tests/leaving/test_export_others.py",
    "accounts.AgeSignal": "every account has one",
}
# What of somebody's words an archive holds: all but secrets, and what only staff decide about.
OWN_WORDS = [
    "taken",
    *("name", "bio", "waiting", "prompt", "caption", "statement", "refused", "open note"),
    *("settled note", "address", "apple", "store", "time zone"),
]
NEVER = ["secret", "answer"]


@pytest.fixture
def archive(
    api: Api, creator: User, friend: User, teen: User, deliver: Callable[[], int]
) -> Export:
    """Of a person of whom there is something in every room."""
    fill(api, creator, friend, teen=teen)
    return made(api, creator, deliver)


def test_every_table_that_is_walked_and_has_a_row_appears(archive: Export, creator: User) -> None:
    assert archive.state == ExportState.READY
    with as_owner():
        there = {
            walker.name
            for walker in exporting.walkers()
            if any(True for _ in walker.records(creator))
        }
    listed = json.loads(contents(archive)[MANIFEST])["files"]
    counted = {one["path"]: one["records"] for one in listed if "records" in one}
    assert {path for path, count in counted.items() if count} == {
        f"data/{name}.jsonl" for name in there
    }
    assert set(counted) == {f"data/{walker.name}.jsonl" for walker in exporting.walkers()}
    assert len(there) > 30


def test_their_own_words_are_in_it_and_no_secret(archive: Export, creator: User) -> None:
    found = words_in(archive)
    assert [name for name in OWN_WORDS if WORDS[name] not in found] == []
    assert [name for name in NEVER if WORDS[name] in found] == []
    assert str(creator.email) in found
    assert creator.password not in found
    assert records(archive, "generation/Job")[0]["prompt"] == WORDS["prompt"]
    assert records(archive, "accounts/User")[0]["display_name"] == WORDS["name"]


def test_films_are_the_ones_that_left_and_no_other_file(archive: Export, creator: User) -> None:
    inside = {name: data for name, data in contents(archive).items() if name.startswith("films/")}
    leaving = Asset.objects.filter(job__owner=creator).leaving()
    assert {len(data) for data in inside.values()} == {one.bytes for one in leaving}
    assert len(inside) == len(leaving) == 3
    (draft,) = records(archive, "generation/Draft")
    assert set(draft["files"]) == set(inside)


def test_masters_and_what_waits_under_work_are_not_in_it(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Any
) -> None:
    post = published(creator)
    assert post.draft is not None
    job = post.draft.job
    for key in (f"kept/aa/{job.pk.hex}.mp4", f"{job.work_folder}/aa/master.mp4"):
        place = storage_path(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"an unmarked master")
    Asset.objects.create(
        job=job, kind=AssetKind.MASTER, storage_key=f"kept/aa/{job.pk.hex}.mp4", sha256="0" * 64,
        bytes=18, mime="video/mp4", width=2, height=2,
    )  # fmt: skip
    found = words_in(made(api, creator, deliver))
    assert "an unmarked master" not in found
    assert "kept/aa" not in found


def test_it_says_what_is_in_it_and_is_signed(archive: Export, api: Api, creator: User) -> None:
    assert faults_of(file_of(archive), trusted=keys_of(archive)) == []
    shown = api.get(f"/me/exports/{archive.public_id}", as_=creator).json()
    signer = shown["download"]["signer"]
    manifest = json.loads(contents(archive)[MANIFEST])
    assert manifest["signature"] == {
        "file": SIGNATURE,
        "algorithm": signer["algorithm"],
        "key": signer["key"],
    }
    assert (manifest["schema_version"], manifest["person"]) == (1, creator.public_id)
    assert len(contents(archive)[SIGNATURE]) == 64
    assert shown["progress"]["done"] == shown["progress"]["total"] > 0
    assert shown["download"]["bytes"] == file_of(archive).stat().st_size


def test_one_flipped_byte_of_any_file_is_seen(archive: Export, tmp_path: Path) -> None:
    for name in contents(archive):
        forged = tmp_path / "forged.zip"
        rewritten(file_of(archive), forged, {name: flipped})
        assert faults_of(forged, trusted=keys_of(archive)) != [], name


def test_a_file_more_or_less_and_another_signer_are_seen(archive: Export, tmp_path: Path) -> None:
    path, keys = file_of(archive), keys_of(archive)
    forged = tmp_path / "forged.zip"
    rewritten(path, forged, {"index.html": lambda data: None})
    assert faults_of(forged, trusted=keys) == ["file_missing: index.html"]
    rewritten(path, forged, {})
    with zipfile.ZipFile(forged, "a") as more:
        more.writestr("data/accounts/More.jsonl", b"{}")
    assert faults_of(forged, trusted=keys) == ["file_unlisted: data/accounts/More.jsonl"]
    assert faults_of(path, trusted={}) == ["key_unknown"]
    forged.write_bytes(path.read_bytes()[:-30])
    assert faults_of(forged, trusted=keys) == ["damaged"]
    rewritten(path, forged, {"index.html": None})
    with zipfile.ZipFile(forged, "a") as twice, pytest.warns(UserWarning, match="Duplicate"):
        twice.writestr("schema.json", b"{}")
    assert "file_twice: schema.json" in faults_of(forged, trusted=keys)


def test_the_page_runs_nothing_and_names_what_is_left_out(archive: Export) -> None:
    page = contents(archive)["index.html"].decode()
    assert "<script" not in page.lower()
    assert "default-src 'none'" in page
    assert WORDS["prompt"] in page
    for _, reason in exporting.omissions():
        assert reason.split(",")[0].split("'")[0] in page


def test_what_people_write_is_no_markup_of_the_page(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Any
) -> None:
    User.objects.filter(pk=creator.pk).update(bio="<img src=x onerror=alert(1)>\"'&")
    page = contents(made(api, creator, deliver))["index.html"].decode()
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    if not data:
        return b"x"
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def rewritten(source: Path, target: Path, changes: dict[str, Any]) -> None:
    """The same archive with other contents of some files; None leaves a file out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            change = changes.get(name)
            data = old.read(name) if change is None else change(old.read(name))
            if data is not None:
                new.writestr(name, data)
