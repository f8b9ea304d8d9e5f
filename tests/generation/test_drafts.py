"""Drafts: addresses for five minutes, nothing unsealed under production, gone when deleted."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from audit.models import AuditEvent
from generation.models import Asset, Draft, Job, Script
from generation.services.drafts import delete_draft
from lib.errors import DomainError
from lib.signed_media import verify
from tests.client import Api
from tests.generation.studio import WISH, Puppet, submitted

SHOWN = {"video", "poster", "spritesheet"}


@pytest.fixture
def draft(creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet]) -> Draft:
    puppet()
    submitted(creator)
    deliver()
    return Draft.objects.get()


def test_a_draft_shows_all_that_a_client_needs(api: Api, creator: Any, draft: Draft) -> None:
    body = api.get(f"/drafts/{draft.public_id}", as_=creator).json()
    assert body["labels"] == {
        "ai_generated": True,
        "model": "sketch",
        "likenesses": [],
        "remix_of": None,
        "rating": None,
        "screening": "development",
    }
    assert body["can"] == {
        "remix": True,
        "comment": False,
        "download": True,
        "report": False,
        "delete": True,
    }
    assert (body["size"], body["seconds"]) == (WISH["size"], WISH["seconds"])
    assert set(body["assets"]) == SHOWN
    video, sheet = body["assets"]["video"], body["assets"]["spritesheet"]
    assert (video["mime"], video["width"], video["height"]) == ("video/mp4", 720, 1280)
    assert sheet["mime"] == "image/webp"
    assert set(sheet["geometry"]) == {"columns", "rows", "tile_width", "tile_height", "times"}


def test_addresses_are_signed_for_five_minutes_and_lead_to_the_asset(
    api: Api, creator: Any, draft: Draft
) -> None:
    body = api.get(f"/drafts/{draft.public_id}", as_=creator).json()
    for kind in SHOWN:
        parts = urlsplit(body["assets"][kind]["url"])
        key = parts.path.removeprefix("/media/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert Asset.objects.get(kind=kind).storage_key == key
        assert 290 < verify(key, **query) <= 300


def test_under_production_nothing_unsealed_gets_an_address(
    api: Api, creator: Any, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    Asset.objects.update(sealed_at=None)
    path = f"/drafts/{draft.public_id}"
    for body in (
        api.get(path, as_=creator).json(),
        api.get("/drafts", as_=creator).json()["results"][0],
    ):
        assert {body["assets"][kind]["url"] for kind in SHOWN} == {None}
        assert body["can"]["download"] is False
        assert "/media/" not in str(body)
    assert not Asset.objects.leaving().exists()
    Asset.objects.filter(kind="poster").update(sealed_at=timezone.now())
    body = api.get(path, as_=creator).json()
    assert body["assets"]["poster"]["url"]
    assert body["assets"]["video"]["url"] is None
    assert [asset.kind for asset in Asset.objects.leaving()] == ["poster"]


def test_a_master_never_leaves(creator: Any, draft: Draft) -> None:
    master = Asset(
        job=draft.job, kind="master", storage_key="work/aa/1/master.mp4", sealed_at=timezone.now()
    )
    assert not master.may_leave


def test_deleting_hides_it_at_once_and_its_files_follow(
    api: Api, creator: Any, draft: Draft, media_dir: Path, deliver: Callable[[], int]
) -> None:
    path = f"/drafts/{draft.public_id}"
    assert api.delete(path, as_=creator).status_code == 204
    assert api.get(path, as_=creator).status_code == 404
    assert api.delete(path, as_=creator).status_code == 404
    assert api.get("/drafts", as_=creator).json()["results"] == []
    job = api.get(f"/generations/{draft.job.public_id}", as_=creator).json()
    assert (job["status"], job["draft"]) == ("completed", None)
    deliver()
    assert [found for found in media_dir.rglob("*") if found.is_file()] == []
    assert not Asset.objects.exists()
    assert not Script.objects.exists()
    deleted = AuditEvent.objects.get(action="generation.draft.deleted")
    assert (deleted.actor, deleted.target) == (creator.public_id, draft.public_id)


def test_a_deleted_draft_stays_deleted_when_its_message_comes_again(
    api: Api, creator: Any, draft: Draft, deliver: Callable[[], int]
) -> None:
    from generation.tasks import erase_files

    erase_files.fn(str(draft.job_id))
    assert Asset.objects.count() == 4, "nobody has deleted it"
    api.delete(f"/drafts/{draft.public_id}", as_=creator)
    deliver()
    erase_files.fn(str(draft.job_id))
    assert Job.objects.count() == 1


def test_the_service_deletes_for_the_maker_alone(stranger: Any, draft: Draft) -> None:
    with pytest.raises(DomainError, match="not_found"):
        delete_draft(draft=draft, by=stranger)
    assert Draft.objects.get().deleted_at is None


def test_storage_keys_tell_nothing_of_the_maker_or_the_job(creator: Any, draft: Draft) -> None:
    for asset in Asset.objects.all():
        assert re.fullmatch(r"(out|kept)/[0-9a-f]{2}/[0-9a-f]{32}\.(mp4|webp)", asset.storage_key)
        assert draft.job.pk.hex not in asset.storage_key
