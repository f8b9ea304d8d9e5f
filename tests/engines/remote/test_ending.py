"""Who stops it, and what is owed there afterwards."""

from functools import partial
from time import time
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.demo.stand_ins.videos.farm import Deed
from generation.engines.base import RenderCancelled
from generation.engines.remote import owed
from generation.engines.remote.videos import Videos
from lib.api.redis_client import redis_client
from tests.engines.remote import deeds
from tests.engines.remote.conftest import as_it_came, noted
from tests.engines.remote.deeds import says, status


def test_who_cancels_is_obeyed_there_too(bench: Any) -> None:
    one = bench(cancel="post")
    one.stop_at = 0.1
    with pytest.raises(RenderCancelled):
        one.render()
    operations = [ask.operation for ask in one.farm.asked]
    assert operations[-2:] == ["cancel", "delete"]
    assert "content" not in operations
    assert list(one.folder.iterdir()) == []


def test_who_cancels_beforehand_asks_nobody(bench: Any) -> None:
    one = bench()
    one.stop_at, one.told = 0.0, [0.0]
    with pytest.raises(RenderCancelled):
        one.render()
    assert one.farm.asked == []


def test_who_cancels_during_a_pause_waits_a_second_at_most(bench: Any) -> None:
    one = bench()
    one.farm.does("create", status(429, Retry_After="100"))
    asked = iter([False] * 4 + [True] * 9)
    one.cancelled = lambda: next(asked)
    with pytest.raises(RenderCancelled):
        one.render()
    assert max(one.time.slept) <= 1.0
    assert sum(one.time.slept) <= 4


OF_ANY_PATH = status(404, {"detail": "Not Found"})
REFUSALS = [status(409), status(500), status(405), status(404), OF_ANY_PATH, deeds.hangs_up]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_deletion_that_is_refused_stays_owed_and_is_asked_again(
    bench: Any, monkeypatch: pytest.MonkeyPatch, refusal: Deed
) -> None:
    one = bench()
    one.farm.does("delete", refusal)
    one.render()
    assert len(one.farm.of("delete")) == 3
    assert owed.due(one.engine._place.server) == []  # its time is not over
    assert noted() == ["video_0001"]
    monkeypatch.setattr("generation.engines.remote.owed.time.time", lambda: time() + 3600)
    one.farm.does("delete", None)
    one.render()
    assert [ask.path for ask in one.farm.of("delete")][-2:] == [
        "/v1/videos/video_0001", "/v1/videos/video_0002",
    ]  # fmt: skip
    assert noted() == []
    assert one.farm.jobs == {}


def days_of_tidying(one: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two days, by the clock each ten minutes."""
    for number in range(2 * 144):
        at = time() + 600 * number
        monkeypatch.setattr("generation.engines.remote.owed.time.time", partial(float, at))
        one.engine.tidy()


@pytest.mark.parametrize("stuck", [status(409), status(500), status(503), deeds.hangs_up])
def test_one_that_is_never_deleted_keeps_no_other_from_being_asked_for(
    bench: Any, monkeypatch: pytest.MonkeyPatch, stuck: Deed
) -> None:
    one = bench()
    for name in ("video_0_stuck", "video_b", "video_c", "video_d"):
        owed.note(one.engine._place.server, name, seconds=0)

    def answer(handler: Any, asked: Any, job: Any) -> None:
        if asked.path.endswith("stuck"):
            stuck(handler, asked, job)
        else:
            handler.json(200, {"deleted": True})

    one.farm.does("delete", answer)
    days_of_tidying(one, monkeypatch)
    paths = [ask.path.rpartition("_")[2] for ask in one.farm.of("delete")]
    assert [paths.count(name) for name in ("b", "c", "d")] == [1, 1, 1]
    assert noted() == ["video_0_stuck"]
    assert 2 <= paths.count("stuck") < 60  # it rests the longer the older it is


def test_a_server_that_is_away_is_asked_once_and_the_others_keep_their_turn(bench: Any) -> None:
    one = bench()
    for name in ("video_a", "video_b"):
        owed.note(one.engine._place.server, name, seconds=0)
    one.farm.does("delete", status(503))
    one.engine.tidy()
    assert len(one.farm.of("delete")) == 1
    (rest,) = owed.due(one.engine._place.server)
    (first,) = {"video_a", "video_b"} - {rest.video}
    assert one.farm.of("delete")[0].path.endswith(first)


def test_what_is_being_made_nobody_else_deletes(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    one.farm.looks = 40
    began, server = time(), one.engine._place.server
    monkeypatch.setattr("generation.engines.remote.owed.time.time", lambda: began + one.time.at)
    due: list[Any] = []
    look = Videos.look

    def looked(videos: Videos, video: str) -> Any:
        due.extend(owed.due(server))
        return look(videos, video)

    monkeypatch.setattr(Videos, "look", looked)
    one.render()
    assert one.time.at > 300
    assert due == []


def test_what_a_killed_worker_asked_for_is_soon_deleted(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    monkeypatch.setattr("generation.engines.remote.engine.dismiss", lambda *_, **__: None)
    one.farm.does("look", says(status="failed", error=None))
    one.fails()
    assert noted() == ["video_0001"]
    soon = time() + 120
    monkeypatch.setattr("generation.engines.remote.owed.time.time", lambda: soon)
    one.engine.tidy()
    assert (len(one.farm.of("delete")), noted()) == (1, [])


def test_a_deletion_that_is_never_done_is_given_up_after_a_week(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    owed.note(one.engine._place.server, "video_1", seconds=1)
    monkeypatch.setattr("generation.engines.remote.owed.time.time", lambda: time() + 8 * 86_400)
    assert owed.due(one.engine._place.server) == []
    assert noted() == []


def test_what_is_asked_for_again_is_left_alone_for_a_while(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = bench().engine._place.server
    debt = owed.note(server, "video_1", seconds=-1)
    owed.put_off(debt)
    assert owed.due(server) == []
    later = owed.AGAIN_SECONDS * 1.25 + 1
    monkeypatch.setattr("generation.engines.remote.owed.time.time", lambda: time() + later)
    assert [one.video for one in owed.due(server)] == ["video_1"]


def test_of_a_server_that_is_away_one_deletion_is_asked_and_no_more(bench: Any) -> None:
    one = bench()
    for video in ("video_8", "video_9"):
        owed.note(one.engine._place.server, video, seconds=-1)
    one.farm.does("delete", status(503))
    one.engine.tidy()
    assert len(one.farm.of("delete")) == 1
    assert sorted(noted()) == ["video_8", "video_9"]


def test_a_redis_that_is_away_stops_no_film(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one = bench()
    monkeypatch.setattr(REDIS, away)
    one.render()
    assert one.farm.of("delete")


REDIS = "generation.engines.remote.owed.redis_client"


def away() -> redis.Redis:
    return redis.Redis(port=9, retry=Retry(NoBackoff(), 0))


def test_what_no_note_could_be_taken_of_is_owed_once_redis_is_back(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    monkeypatch.setattr(REDIS, away)

    def refused(handler: Any, asked: Any, job: Any) -> None:
        monkeypatch.setattr(REDIS, redis_client)
        handler.json(500, {})

    one.farm.does("delete", refused)
    one.render()
    assert noted() == ["video_0001"]
    assert owed.left_behind(()) == {one.engine._place.server: 1}


def test_what_is_settled_is_not_owed_again_while_the_film_is_written(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()

    def slowly(source: Any, request: Any, *, into: Any, tell: Any, **more: Any) -> None:
        one.time.at += 100
        as_it_came(source, request, into=into, tell=tell, **more)

    monkeypatch.setattr("generation.engines.remote.engine.exact_film", slowly)
    one.render()
    assert len(one.farm.of("delete")) == 1
    assert noted() == []


def test_a_worker_that_is_told_to_stop_has_it_deleted_first(bench: Any) -> None:
    class Stop(BaseException):
        pass

    one = bench()
    calls = iter(range(99))

    def stop() -> bool:
        if next(calls) == 3:
            raise Stop
        return False

    one.cancelled = stop
    with pytest.raises(Stop):
        one.render()
    assert one.farm.of("delete")
    assert one.farm.jobs == {}
