"""Who stops it, and what is owed there afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone
from structlog.testing import capture_logs

from config.demo.stand_ins.videos.farm import Deed
from generation.engines.base import RenderCancelled
from generation.engines.remote import dismissing
from generation.engines.remote.videos import Videos
from generation.models import ProcessorDebt
from generation.work.processor_debts import Ledger, left_behind, report_overdue
from tests.engines.remote import deeds
from tests.engines.remote.conftest import as_it_came, due, noted, owe, pass_by
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
    one.farm.does("create", status(429, Retry_After="30"))
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
    bench: Any, refusal: Deed
) -> None:
    one = bench()
    one.farm.does("delete", refusal)
    one.render()
    assert len(one.farm.of("delete")) == 3
    assert due() == []  # its time is not over
    assert noted() == ["video_0001"]
    debt = ProcessorDebt.objects.get()
    assert (debt.engine, debt.server, debt.tries) == ("farm", one.engine._place.server, 1)
    assert debt.last_answer == ("away" if refusal is deeds.hangs_up else "refused")
    pass_by(3600)
    one.farm.does("delete", None)
    one.engine.tidy()
    assert [ask.path for ask in one.farm.of("delete")][3:] == ["/v1/videos/video_0001"]
    assert noted() == []
    assert one.farm.jobs == {}


def test_no_render_waits_for_what_others_left_behind(bench: Any) -> None:
    one = bench()
    owe(one.engine._place.server, "video_a")
    one.render()
    assert [ask.path for ask in one.farm.of("delete")] == ["/v1/videos/video_0001"]
    assert noted() == ["video_a"]


def test_the_clock_asks_for_all_that_is_due(bench: Any) -> None:
    one = bench()
    names = [f"video_{number}" for number in range(12)]
    owe(one.engine._place.server, *names)
    one.farm.does("delete", status(200, {"deleted": True}))
    one.engine.tidy()
    assert len(one.farm.of("delete")) == 12
    assert noted() == []


def test_it_ends_where_its_time_is_over(bench: Any) -> None:
    one = bench()
    owe(one.engine._place.server, *[f"video_{number}" for number in range(12)])

    def slow(handler: Any, asked: Any, job: Any) -> None:
        one.time.at += 9
        handler.json(200, {"deleted": True})

    one.farm.does("delete", slow)
    one.engine.tidy()
    assert len(one.farm.of("delete")) == 7
    assert len(noted()) == 5


def test_nobody_is_given_what_somebody_else_is_asking_for(bench: Any) -> None:
    one = bench()
    server = one.engine._place.server
    owe(server, "video_a", "video_b")

    def beside(handler: Any, asked: Any, job: Any) -> None:
        handler.json(200, {"deleted": True})

    one.farm.does("delete", beside)
    mine = Ledger().claim(server, now=timezone.now(), until=timezone.now() + timedelta(minutes=2))
    assert mine is not None
    one.engine.tidy()
    (asked,) = one.farm.of("delete")
    assert not asked.path.endswith(mine.video)
    pass_by(180)  # whoever had it was killed
    one.engine.tidy()
    assert noted() == []


def days_of_tidying(one: Any) -> None:
    """Two days, by the clock each ten minutes."""
    for _ in range(2 * 144):
        pass_by(600)
        one.engine.tidy()


@pytest.mark.parametrize("stuck", [status(409), status(500), status(503), deeds.hangs_up])
def test_one_that_is_never_deleted_keeps_no_other_from_being_asked_for(
    bench: Any, stuck: Deed
) -> None:
    one = bench()
    owe(one.engine._place.server, "video_0_stuck", "video_b", "video_c", "video_d")

    def answer(handler: Any, asked: Any, job: Any) -> None:
        if asked.path.endswith("stuck"):
            stuck(handler, asked, job)
        else:
            handler.json(200, {"deleted": True})

    one.farm.does("delete", answer)
    days_of_tidying(one)
    paths = [ask.path.rpartition("_")[2] for ask in one.farm.of("delete")]
    assert [paths.count(name) for name in ("b", "c", "d")] == [1, 1, 1]
    assert noted() == ["video_0_stuck"]
    assert 2 <= paths.count("stuck") < 60  # it rests the longer the older it is


def test_a_server_that_is_away_is_asked_once_and_the_others_keep_their_turn(bench: Any) -> None:
    one = bench()
    owe(one.engine._place.server, "video_a", "video_b")
    one.farm.does("delete", status(503))
    one.engine.tidy()
    assert len(one.farm.of("delete")) == 1
    (rest,) = due()
    (first,) = {"video_a", "video_b"} - {rest}
    assert one.farm.of("delete")[0].path.endswith(first)
    assert sorted(noted()) == ["video_a", "video_b"]


def test_what_is_being_made_nobody_else_deletes(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    one.farm.looks = 40
    found: list[str] = []
    look, seen_at = Videos.look, [one.time.at]

    def looked(videos: Videos, video: str) -> Any:
        pass_by(one.time.at - seen_at[0])
        seen_at[0] = one.time.at
        found.extend(due())
        return look(videos, video)

    monkeypatch.setattr(Videos, "look", looked)
    one.render()
    assert one.time.at > 300
    assert found == []


def test_what_a_killed_worker_asked_for_is_soon_deleted(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    monkeypatch.setattr("generation.engines.remote.engine.dismiss", lambda *_, **__: None)
    one.farm.does("look", says(status="failed", error=None))
    one.fails()
    assert noted() == ["video_0001"]
    pass_by(120)
    one.engine.tidy()
    assert (len(one.farm.of("delete")), noted()) == (1, [])


class Stop(BaseException):
    """As an interrupt ends a worker."""


def test_who_is_interrupted_as_it_begins_there_leaves_its_name_behind(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the answer and the first look; then no more is done."""
    one = bench()
    monkeypatch.setattr("generation.engines.remote.engine.dismiss", lambda *_, **__: None)

    def look(*_: object, **__: object) -> None:
        assert noted() == ["video_0001"]
        raise Stop

    monkeypatch.setattr("generation.engines.remote.engine.completed", look)
    with pytest.raises(Stop):
        one.render()
    assert noted() == ["video_0001"]


def test_a_deletion_that_is_never_done_is_reported_each_day_and_never_forgotten(
    bench: Any,
) -> None:
    one = bench()
    server = one.engine._place.server
    owe(server, "video_1", "video_2", since=timedelta(days=8))
    one.farm.does("delete", status(500))
    said = []
    for _ in range(3 * 144):
        pass_by(600)
        one.engine.tidy()
        with capture_logs() as lines:
            report_overdue()
        said += lines
    assert sorted(noted()) == ["video_1", "video_2"]
    assert 4 <= len(one.farm.of("delete")) <= 10, "each about once a day"
    assert 3 <= len(said) <= 4
    first = said[0]
    assert (first["event"], first["log_level"]) == ("remote_deletion_overdue", "error")
    assert (first["engine"], first["server"], first["count"]) == ("farm", server, 2)
    assert sorted(first["videos"]) == ["video_1", "video_2"]
    assert first["days"] == 8
    one.farm.does("delete", status(404, {"detail": "Video not found"}))
    pass_by(2 * 86_400)
    one.engine.tidy()
    assert noted() == []


def test_what_somebody_settled_meanwhile_is_not_owed_again(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    owe(one.engine._place.server, "video_1")
    one.farm.does("delete", status(500))
    real = dismissing.deletion

    def meanwhile(videos: Videos, video: str) -> Any:
        ProcessorDebt.objects.all().delete()
        return real(videos, video)

    monkeypatch.setattr(dismissing, "deletion", meanwhile)
    one.engine.tidy()
    assert len(one.farm.of("delete")) == 1
    assert noted() == []


def away(*_: Any, **__: Any) -> None:
    raise DatabaseError


def test_what_no_note_could_be_taken_of_stands_in_the_log_and_is_deleted_all_the_same(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    for verb in ("note", "move", "settle"):
        monkeypatch.setattr(Ledger, verb, away)
    with capture_logs() as said:
        one.render()
    assert one.farm.of("delete")
    assert one.farm.jobs == {}
    told = [line for line in said if line["event"] == "remote_debt_not_noted"]
    assert {(line["engine"], line["video"]) for line in told} == {("farm", "video_0001")}


def test_what_no_note_could_be_taken_of_is_owed_once_that_can_be(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bench()
    one.farm.does("delete", status(500))
    real, calls = Ledger.note, iter(range(9))

    def at_first_away(book: Ledger, debt: Any, **more: Any) -> None:
        if next(calls) == 0:
            raise DatabaseError
        real(book, debt, **more)

    monkeypatch.setattr(Ledger, "note", at_first_away)
    one.render()
    assert noted() == ["video_0001"]
    server = one.engine._place.server
    assert left_behind(()) == [{"engine": "farm", "server": server, "videos": 1}]
    assert left_behind({server}) == []


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
