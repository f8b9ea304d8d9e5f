"""Processes die, messages repeat, strangers try: nothing is lost, made twice or shown."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import httpx

from config.demo.act1.making import body, wait_until
from config.demo.killing import kill, killing
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World
from config.stack.stack import StackError

CALM = "A boat under a blue sky."  # nobody speaks, nothing bounces: there is nothing to hold it for


def _kill9_render(world: World, broken: bool) -> Seen:
    creator = world.person("creator")
    job = creator.call(
        "POST", "/generations", body(prompt=CALM, seconds=4), key="demo-kill"
    ).json()["id"]
    wait_until(creator, job, progress=15)
    before = set(world.stack.pids("worker-render"))
    kill(before)
    with killing(world, "worker-render") if broken else nullcontext():
        ended = wait_until(creator, job, seconds=20 if broken else PATIENCE)
    after = set(world.stack.pids("worker-render"))
    return {
        "killed": bool(before),
        "others_work_now": bool(after) and not before & after,
        "status": ended.get("status"),
        "drafts_of_it": _drafts(world, job),
    }


def _kill9_postgres(world: World, broken: bool) -> Seen:
    creator = world.person("creator")
    job = creator.call(
        "POST", "/generations", body(prompt=CALM, seconds=4), key="demo-postgres"
    ).json()["id"]
    wait_until(creator, job, progress=5)
    if broken:
        world.stack.stop_watching()
    codes = _answers_through_an_outage(world, until=15 if broken else PATIENCE)
    ended = wait_until(creator, job, seconds=5 if broken else PATIENCE)
    if broken:
        world.stack.servers.start()
    return {
        "only_200_and_503": codes <= {200, 503},
        "serves_again": 200 in codes,
        "status": ended.get("status"),
        "drafts_of_it": _drafts(world, job),
    }


def _idempotent_retry(world: World, broken: bool) -> Seen:
    creator = world.person("creator")

    def send(number: int) -> httpx.Response:
        key = f"demo-retry-{number}" if broken else "demo-retry"
        return creator.call("POST", "/generations", body(seconds=4), key=key)

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(send, range(5)))
    other = creator.call("POST", "/generations", body(seconds=8), key="demo-retry")
    jobs = {answer.json()["id"] for answer in answers}
    for job in jobs:
        creator.call("POST", f"/generations/{job}/cancel")
    return {
        "statuses": sorted({answer.status_code for answer in answers}),
        "jobs": len(jobs),
        "other_body": [other.status_code, other.json()["errors"][0]["code"]]
        if other.is_error
        else other.status_code,
    }


def _foreign_draft(world: World, broken: bool) -> Seen:
    draft = world.facts["draft"]
    reader = world.person("creator" if broken else "friend")
    missing = draft[:-4] + ("0000" if draft[-4:] != "0000" else "1111")
    foreign = reader.call("GET", f"/drafts/{draft}")
    nothing = reader.call("GET", f"/drafts/{missing}")
    return {
        "status": foreign.status_code,
        "like_a_missing_one": {**foreign.json(), "request_id": 0}
        == {**nothing.json(), "request_id": 0},
    }


def _answers_through_an_outage(world: World, *, until: float) -> set[int]:
    """Status codes of reads from the kill until the service answers again three times running;
    without 200 where no outage was seen, or not its end."""
    deadline, codes = time.monotonic() + until, set[int]()
    over = True
    while over and 503 not in codes and time.monotonic() < deadline:
        # One outage may pass between two looks; the next may not.
        seen, over = _answers_after_a_kill(world, deadline)
        codes |= seen
    return codes if over and 503 in codes else codes - {200}


def _answers_after_a_kill(world: World, deadline: float) -> tuple[set[int], bool]:
    """Status codes of reads, and whether another server has answered three times running."""
    creator, killed = world.person("creator"), world.stack.server_pid("postgres")
    os.kill(killed, signal.SIGKILL)
    codes, good = set[int](), 0
    while good < 3 and time.monotonic() < deadline:
        code = creator.call("GET", "/me").status_code
        codes.add(code)
        good = good + 1 if code == 200 and _is_replaced(world, killed) else 0
        time.sleep(0.05)
    return codes, good == 3


def _is_replaced(world: World, pid: int) -> bool:
    try:
        return world.stack.server_pid("postgres") != pid
    except StackError:
        return False


def _drafts(world: World, job: str) -> int:
    response = world.person("creator").call("GET", "/drafts?limit=100")
    if response.status_code != 200:
        return -1
    return sum(draft["generation"] == job for draft in response.json()["results"])


STEPS = [
    Step(
        "kill9_render_recovers",
        "operator",
        "kills the render worker with -9 half-way; the video is finished all the same, once",
        {"killed": True, "others_work_now": True, "status": "completed", "drafts_of_it": 1},
        _kill9_render,
    ),
    Step(
        "kill9_postgres_recovers",
        "operator",
        "kills PostgreSQL with -9 while a video is drawn; 503 for a moment, nothing lost",
        {"only_200_and_503": True, "serves_again": True, "status": "completed", "drafts_of_it": 1},
        _kill9_postgres,
    ),
    Step(
        "idempotent_retry",
        "creator",
        "sends one request five times at once under one key; another body under it is refused",
        {"statuses": [202], "jobs": 1, "other_body": [409, "idempotency_mismatch"]},
        _idempotent_retry,
    ),
    Step(
        "foreign_draft_404",
        "friend",
        "tries the creator's draft, which is as if it did not exist",
        {"status": 404, "like_a_missing_one": True},
        _foreign_draft,
    ),
]
