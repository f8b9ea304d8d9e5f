"""A server that does everything that a server should not; each time the render ends with a code of
ours, nothing is left, and nothing that the server said is in it."""

import errno
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.utils import formatdate
from time import time
from typing import Any

import pytest

from config.demo.stand_ins.videos.farm import Deed
from generation.engines.remote import pauses
from generation.engines.remote.watching import MOST_FAULTS
from tests.engines.remote import deeds
from tests.engines.remote.conftest import noted
from tests.engines.remote.deeds import plain, says, sends, status

QUOTING = "your prompt 'a red ball' is against the rules of video_0001"
MODERATED = {"error": {"code": "moderation_blocked", "message": QUOTING}}


@pytest.fixture
def haste(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on whoever says nothing is given up soon: nothing must succeed any more, for a
    busy machine is slower than this."""

    def begin() -> None:
        monkeypatch.setattr("generation.engines.remote.wire.CALL_SECONDS", 1.0)
        monkeypatch.setattr("generation.engines.remote.fetching.SILENT_SECONDS", 0.5)
        monkeypatch.setattr("generation.engines.remote.fetching.SECONDS", 0.5)

    return begin


CREATING: dict[str, tuple[Deed, tuple[str, bool]]] = {
    "html": (status(500), ("processor_fault", False)),
    "moved": (status(302, Location="http://127.0.0.1:9/v1/videos"), ("processor_fault", False)),
    "moved_for_good": (status(308, Location="/elsewhere"), ("processor_fault", False)),
    "not_there": (status(404, {"detail": "Not Found"}), ("processor_fault", False)),
    "denied": (status(401, {"error": {"message": "sk-abc"}}), ("processor_denied", False)),
    "unpaid": (status(402), ("processor_denied", False)),
    "key_forbidden": (
        status(403, {"error": {"code": "insufficient_quota"}}), ("processor_denied", False)
    ),
    "words_forbidden": (
        status(403, {"error": {"code": "prompt_rejected"}}), ("processor_fault", False)
    ),
    "feature_forbidden": (
        status(403, {"error": {"type": "permission_error"}}), ("processor_fault", False)
    ),
    "firewall": (status(403), ("processor_fault", False)),
    "refused": (status(400, {"detail": QUOTING}), ("request_refused", True)),
    "unfit": (status(422, {"detail": [{"input": QUOTING}]}), ("request_refused", True)),
    "moderated": (status(400, MODERATED), ("refused_by_processor", True)),
    "moderated_403": (status(403, MODERATED), ("refused_by_processor", True)),
    "filtered": (
        status(400, {"error": {"type": "content_policy_violation", "code": None}}),
        ("refused_by_processor", True),
    ),
    "full": (status(503), ("capacity", False)),
    "busy": (status(429, {"error": {"code": "rate_limit_exceeded"}}), ("capacity", False)),
    "gateway": (status(502), ("answer_lost", False)),
    "late_gateway": (status(504), ("answer_lost", False)),
    "no_json": (plain(b"<html>"), ("answer_lost", False)),
    "deep_json": (plain(b"[" * 100_000), ("answer_lost", False)),
    "a_list": (plain(b"[1]"), ("answer_lost", False)),
    "no_id": (plain(json.dumps({"status": "queued"}).encode()), ("answer_lost", False)),
    "number_id": (says(id=7), ("answer_lost", False)),
    "hangs_up": (deeds.takes_and_hangs_up, ("answer_lost", False)),
    "packed": (
        sends(b"{}", "application/json", Content_Encoding="gzip"), ("answer_lost", False)
    ),
    "endless": (deeds.padded, ("answer_lost", False)),
    "failed_at_once": (says(status="failed", error=None), ("processor_failed", False)),
}  # fmt: skip


@pytest.mark.parametrize("name", CREATING)
def test_a_request_that_is_not_taken_on(bench: Any, name: str) -> None:
    deed, expected = CREATING[name]
    one = bench()
    one.farm.does("create", deed)
    assert one.fails() == expected
    assert one.farm.of("elsewhere") == []


@pytest.mark.parametrize(
    "tricky", ["../../admin", "..", "a/b", "a?x=1", "a%2f..", "", " ", "é", "x" * 300, ".hidden"]
)
def test_an_id_becomes_no_path(bench: Any, tricky: str) -> None:
    one = bench()
    one.farm.does("create", says(id=tricky))
    assert one.fails() == ("answer_lost", False)
    assert [ask.operation for ask in one.farm.asked] == ["create"]


def test_an_answer_that_was_lost_makes_no_second_film(bench: Any) -> None:
    """The server may have heard it; only one that knows a request by its key is asked again."""
    careful, keyed = bench(), bench(idempotent=True)
    careful.farm.does("create", deeds.takes_and_hangs_up)
    assert careful.fails() == ("answer_lost", False)
    assert len(careful.farm.of("create")) == 1
    careful.farm.asked.clear()
    careful.farm.does("create", deeds.takes_and_hangs_up, status(502), None)
    keyed.render()
    keys = [ask.headers["idempotency-key"] for ask in keyed.farm.of("create")]
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_what_was_surely_not_taken_is_asked_again(bench: Any) -> None:
    one = bench()
    one.farm.does("create", status(429, Retry_After="7"), status(503), None)
    one.render()
    assert len(one.farm.of("create")) == 3
    assert sum(one.time.slept[:20]) >= 7 * 0.75


def test_a_server_that_is_not_there_is_away(bench: Any) -> None:
    one = bench(url="http://127.0.0.1:9/v1")
    assert one.fails() == ("processor_away", False)


@pytest.fixture
def deaf() -> Iterator[str]:
    """The address of a server to which no connection comes about: its queue is full."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"


def test_a_connection_that_never_comes_about_was_not_heard(
    bench: Any, deaf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.engines.remote.wire.CONNECT_SECONDS", 0.1, raising=False)
    monkeypatch.setattr("generation.engines.remote.wire.CALL_SECONDS", 1.0)
    assert bench(url=deaf).fails() == ("processor_away", False)


@pytest.mark.parametrize("is_date", [False, True])
def test_a_rest_that_outlasts_the_job_is_no_room(bench: Any, is_date: bool) -> None:
    rest = formatdate(time() + 86400, usegmt=True) if is_date else "86400"
    one = bench(deadline_seconds=60)
    one.farm.does("create", status(429, Retry_After=rest))
    assert one.fails() == ("capacity", False)
    assert len(one.farm.of("create")) == 1


def test_a_server_that_wants_a_long_rest_is_left_alone_at_once(bench: Any) -> None:
    """Waiting would help nobody: the film goes back to its queue, and is asked for later."""
    one = bench()
    one.farm.does("create", *[status(429, Retry_After="31")] * 4)
    assert one.fails() == ("capacity", False)
    assert (len(one.farm.of("create")), one.time.slept) == (1, [])


def test_after_the_last_try_nobody_rests(bench: Any) -> None:
    one = bench()
    one.farm.does("create", *[status(429)] * 3, status(429, Retry_After="30"))
    assert one.fails() == ("capacity", False)
    assert len(one.farm.of("create")) == 4
    assert sum(one.time.slept) < 30 * 0.75, "of its own pauses alone"


@pytest.mark.parametrize(
    "rest",
    [
        "Mon, 01 Jan 2026 00:00:00 +99999999999999999",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "soon",
        "-1",
    ],
)
def test_a_rest_that_cannot_be_read_is_none(rest: str) -> None:
    assert pauses.asked_for({"retry-after": rest}) in {0.0, pauses.LONGEST_REST_S}


LOOKING: dict[str, tuple[Deed, tuple[str, bool]]] = {
    "gone": (status(404, {"detail": "Video not found"}), ("processor_dropped", False)),
    "expired": (says(status="expired"), ("processor_dropped", False)),
    "cancelled": (says(status="cancelled"), ("processor_dropped", False)),
    "failed": (
        says(status="failed", error={"code": "RuntimeError", "message": QUOTING}),
        ("processor_failed", False),
    ),
    "moderated": (
        says(status="failed", error=MODERATED["error"]), ("stopped_by_processor", True)
    ),
    "no_memory": (
        says(status="failed", error={"code": "OutOfMemoryError", "message": QUOTING}),
        ("out_of_memory", False),
    ),
    "failed_by_nobody": (says(status="failed", error="a red ball"), ("processor_failed", False)),
    "unknown": (says(status="dreaming"), ("processor_fault", False)),
    "no_status": (says(status=None), ("processor_fault", False)),
    "another": (says(id="video_9999"), ("processor_fault", False)),
    "html": (status(500), ("processor_fault", False)),
    "moved": (status(302, Location="/elsewhere"), ("processor_fault", False)),
    "hangs_up": (deeds.hangs_up, ("processor_fault", False)),
    "nonsense": (plain(b"\xff\xfe"), ("processor_fault", False)),
    "for_ever": (says(status="in_progress", progress=99), ("processor_too_slow", False)),
    "queued_for_ever": (says(status="queued"), ("processor_too_slow", False)),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKING)
def test_a_job_that_comes_to_no_film(bench: Any, name: str) -> None:
    deed, expected = LOOKING[name]
    one = bench(deadline_seconds=120)
    one.farm.does("look", deed)
    assert one.fails() == expected
    assert one.farm.of("delete")
    assert one.farm.of("elsewhere") == []
    assert noted() == []


def test_a_server_that_is_restarted_meanwhile_costs_nothing(bench: Any) -> None:
    one = bench()
    one.farm.does(
        "look", status(502), deeds.hangs_up, status(503, Retry_After="30"), plain(b""), None
    )
    one.render()
    assert len(one.farm.of("look")) == 6
    assert sum(one.time.slept) >= 30 * 0.75


def test_only_faults_that_follow_each_other_are_too_many(bench: Any) -> None:
    one = bench()
    few = [status(502)] * (MOST_FAULTS - 1)
    one.farm.does("look", *few, says(status="in_progress"), *few, None)
    one.render()


def test_progress_never_falls_and_pauses_grow(bench: Any) -> None:
    one = bench()
    shares: list[Any] = [80, 20, "most", float("nan"), 10**400, -5, None, True, 90]
    running = [says(status="in_progress", progress=share) for share in shares]
    one.farm.does("look", *running, None)
    one.render()
    assert one.told == sorted(one.told)
    assert one.told[-1] == 1.0
    assert max(one.told[:-2]) <= 0.9
    assert all(0 <= share <= 1 for share in one.told)
    assert sum(one.time.slept[-8:]) > sum(one.time.slept[:8])


@pytest.mark.parametrize(
    ("operation", "deed"),
    [
        ("create", deeds.never),
        ("create", deeds.drips_heads),
        ("look", deeds.drips),
        ("content", deeds.never),
        ("content", deeds.drips_heads),
        ("content", deeds.drips),
    ],
)
def test_nobody_is_waited_for_without_an_end(
    bench: Any,
    haste: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    deed: Deed,
) -> None:
    codes = {"create": "answer_lost", "look": "processor_fault", "content": "film_incomplete"}
    one = bench()
    one.farm.looks = 0 if operation == "content" else 1  # nobody looks for what is done at once
    one.farm.does(operation, deed)
    next_deed = one.farm.deed

    def hastening(asked: str) -> Deed | None:
        """Who asked for this has its limit already."""
        haste()
        found: Deed | None = next_deed(asked)
        return found

    if operation == "create":
        haste()
    monkeypatch.setattr(one.farm, "deed", hastening)
    assert one.fails()[0] == codes[operation]


FETCHING: dict[str, tuple[Deed, str]] = {
    "gone": (status(404, {"detail": "in-progress"}), "film_incomplete"),
    "not_yet": (status(409), "film_incomplete"),
    "html": (status(502), "film_incomplete"),
    "failed": (status(422, {"detail": QUOTING}), "stopped_by_processor"),
    "moderated": (status(400, MODERATED), "stopped_by_processor"),
    "moved": (status(302, Location="http://127.0.0.1:9/film.mp4"), "processor_fault"),
    "a_page": (sends(b"<html>", "text/html"), "no_film"),
    "json": (sends(b"{}", "application/json"), "no_film"),
    "nothing": (sends(b""), "film_incomplete"),
    "packed": (sends(b"xx", Content_Encoding="gzip"), "film_incomplete"),
    "promised_more": (deeds.promises(b"x" * 1000, 5000), "film_incomplete"),
    "promised_too_much": (deeds.promises(b"x", 2 << 20), "film_too_large"),
    "endless": (deeds.floods, "film_too_large"),
}


@pytest.mark.parametrize("name", FETCHING)
def test_a_film_that_does_not_come(bench: Any, name: str) -> None:
    deed, code = FETCHING[name]
    one = bench(most_megabytes=1)
    one.farm.does("content", deed)
    assert one.fails()[0] == code
    assert one.farm.jobs == {}
    assert one.farm.of("elsewhere") == []


def test_a_film_that_came_broken_is_fetched_again(bench: Any) -> None:
    one = bench()
    one.farm.does("content", deeds.promises(b"x", 9), status(503), status(404), None)
    assert one.render().path.read_bytes() == one.farm.film.read_bytes()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "storage_full"),
        (errno.EDQUOT, "storage_full"),
        (errno.EIO, "storage_unwritable"),
    ],
)
def test_a_disk_that_takes_no_film(
    bench: Any, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fetched(*_: Any, **__: Any) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr("generation.engines.remote.engine.fetch", fetched)
    assert bench().fails() == (code, False)
