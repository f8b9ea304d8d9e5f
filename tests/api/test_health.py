"""Whether this process lives, whether it is ready, and what it says it lacks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import override_settings

from config.health import parts
from generation.engines import registry
from generation.engines.remote.configured import entry
from generation.models import Asset, OwedErasure, ProcessorDebt
from generation.services.drafts import delete_draft
from generation.services.files import withdraw
from lib.api.redis_client import redis_client
from lib.outbox.models import OutboxMessage
from tests.client import Api
from tests.engines.remote.conftest import PROCESSOR
from tests.feed.studio import finished

LONG_AGO = datetime.now(UTC) - timedelta(hours=2)


@pytest.fixture(autouse=True)
def _media(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is there, a screener too."""
    media_dir.mkdir()
    monkeypatch.setitem(parts.PARTS, "screener", lambda: "answers")


def test_all_is_ready(api: Api) -> None:
    answer = api.get("/readyz")
    body = answer.json()
    assert answer.status_code == 200, body
    assert body["status"] == "ready"
    assert set(body["parts"]) == {
        *("database", "migrations", "redis", "broker", "tombstones"),
        *(
            "media",
            "outbox",
            "files",
            "missing_files",
            "processors",
            "pushes",
            "screener",
            "policy",
            "hash_exchanges",
            "cases",
        ),
    }
    for part in body["parts"].values():
        assert set(part) == {"ok", "detail", "ms"}
        assert part["ok"] is True


def test_it_says_what_this_mode_lacks(api: Api) -> None:
    body = api.get("/readyz").json()
    assert body["profile"] == "development"
    assert body["lacks"]["image_classifier"].startswith("absent")
    assert body["lacks"]["speech_recognition"].startswith("low confidence")
    assert body["lacks"]["hash_bank"].startswith("empty")
    assert body["lacks"]["policy"].startswith("built in")
    assert body["lacks"]["feed_proof"].startswith("never")
    assert "development CA" in body["lacks"]["provenance"]
    assert "development profile" in body["lacks"]["production"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", ""])
def test_the_screener_away_takes_no_web_process_out_of_service(
    api: Api, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setitem(parts.PARTS, "screener", parts._screener)
    with override_settings(SCREENER_URL=url):
        answer = api.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["parts"]["screener"]["ok"] is False


def failing(api: Api) -> list[str]:
    answer = api.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    return [name for name, part in answer.json()["parts"].items() if not part["ok"]]


@override_settings(REDIS_URL="redis://:pa55word@127.0.0.1:9/0")
def test_redis_away(api: Api) -> None:
    redis_client.cache_clear()
    try:
        assert failing(api) == ["redis"]
        assert b"pa55word" not in api.get("/readyz").content
    finally:
        redis_client.cache_clear()


@pytest.mark.parametrize("url", ["redis://127.0.0.1:9/0", "amqp://127.0.0.1:9"])
def test_broker_away(api: Api, url: str) -> None:
    with override_settings(BROKER_URL=url):
        assert failing(api) == ["broker"]


def test_media_folder_missing(api: Api, media_dir: Path) -> None:
    media_dir.rmdir()
    assert failing(api) == ["media"]


def test_a_message_owed_for_long(api: Api) -> None:
    message = OutboxMessage.objects.create(actor_name="x", args=[])
    assert api.get("/readyz").status_code == 200
    OutboxMessage.objects.filter(pk=message.pk).update(
        created_at=datetime.now(UTC) - timedelta(minutes=2)
    )
    answer = api.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["parts"]["outbox"]["ok"] is False


def degraded_by(api: Api) -> dict[str, str]:
    """What is said of the parts that fail, of a process that stays in service."""
    answer = api.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    said = answer.json()["parts"].items()
    return {name: part["detail"] for name, part in said if not part["ok"]}


def test_a_move_owed_for_long(api: Api, creator: Any) -> None:
    job = finished(creator).job
    withdraw(job)
    said = api.get("/readyz").json()["parts"]["files"]
    assert (said["ok"], said["detail"][:26]) == (True, "3 to move, 0 to erase, old")
    Asset.objects.filter(kind="poster").update(moving_since=LONG_AGO)
    assert degraded_by(api)["files"].startswith("3 to move, 0 to erase, oldest ")
    Asset.objects.update(moving_since=None, created_at=LONG_AGO)  # as one of before owes it
    assert list(degraded_by(api)) == ["files"]


def test_an_erasure_owed_for_long(api: Api, creator: Any) -> None:
    delete_draft(draft=finished(creator), by=creator)
    assert api.get("/readyz").json()["parts"]["files"]["ok"] is True
    OwedErasure.objects.update(since=LONG_AGO)
    assert degraded_by(api)["files"].startswith("0 to move, 1 to erase, oldest ")


def test_a_deletion_owed_by_a_processor(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    farm = entry("farm", {"url": "https://farm.example", "processor": PROCESSOR})
    monkeypatch.setitem(registry._ENGINES, "farm", farm)
    now = datetime.now(UTC)
    debt = {"engine": "farm", "next_at": now}
    ProcessorDebt.objects.create(server=farm.server, video="video_1", since=now, **debt)
    said = api.get("/readyz").json()["parts"]["processors"]
    assert (said["ok"], said["detail"]) == (True, "farm: 1, oldest 0 d")
    ProcessorDebt.objects.update(since=now - timedelta(days=8))
    assert degraded_by(api) == {"processors": "farm: 1 owed, oldest 8 d"}
    ProcessorDebt.objects.update(since=now, next_at=now - timedelta(hours=7))
    assert degraded_by(api) == {"processors": "farm: 1 owed, asked for by nobody"}
    ProcessorDebt.objects.update(since=now, next_at=now, server="another")
    assert degraded_by(api) == {"processors": "farm: 1 owed by a server of no table"}


def test_a_migration_missing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    parts._unapplied.cache_clear()
    plan = "django.db.migrations.executor.MigrationExecutor.migration_plan"
    with monkeypatch.context() as patch:
        patch.setattr(plan, lambda self, targets: [object()])
        assert failing(api) == ["migrations"]
    assert api.get("/readyz").status_code == 200


def test_database_away(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("connection to 127.0.0.1 with password pa55word failed")

    parts._unapplied.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(DatabaseWrapper, "cursor", away)
        answer = api.get("/readyz")
        assert api.get("/livez").status_code == 200
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"]["detail"] == "OperationalError"
    assert answer.json()["lacks"]["hash_bank"].startswith("unknown")
    assert b"pa55word" not in answer.content


def test_probes_are_neither_counted_nor_redirected(api: Api, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert api.get("/livez").status_code == 200
    assert "RateLimit" not in api.get("/livez")
    assert api.get("/readyz").status_code == 200
    assert api.get("/api/docs").status_code == 301


def test_probes_are_read_only(api: Api) -> None:
    assert api.post("/livez").status_code == 405
    assert api.post("/readyz").status_code == 405
