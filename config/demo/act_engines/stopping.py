"""What is being drawn is stopped, by its maker or by an accident."""

from contextlib import nullcontext
from functools import partial

from config.demo.act_engines.asking import (
    asked,
    at_the_shell,
    attempts,
    begun,
    cancel,
    fetched,
    outcome,
    until,
)
from config.demo.act_engines.cast import person
from config.demo.act_engines.models import DRAWN_HERE, SLOW
from config.demo.cast import code
from config.demo.killing import kill, killing
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World
from generation.limits import LIVE_JOBS, MAX_ATTEMPTS, RENDER_ENDS_AT

UNDER_WAY = 5  # of 100: a few calls of the transformer
MOST = RENDER_ENDS_AT // 2  # half of its calls


def _cancel(world: World, broken: bool) -> Seen:
    jobs = [begun(world, "maker", f"live-{n}", model=SLOW) for n in range(LIVE_JOBS)]
    until(world, "maker", jobs[0], progress=UNDER_WAY)
    full = asked(world, "maker", "one-too-many", model=SLOW)
    if not broken:
        cancel(world, "maker", jobs[0])
    ended = until(world, "maker", jobs[0], seconds=PATIENCE)
    room = asked(world, "maker", "room-again", model=SLOW) if not broken else full
    cancel(world, "maker", *jobs[1:], *([room.json()["id"]] if room.is_success else []))
    return {
        "as_many_as_one_may": code(full),
        "ends": outcome(ended),
        "most_calls_were_never_made": ended["progress"] < MOST,
        "draft": ended["draft"],
        "room_for_another": room.status_code,
    }


def _killed(world: World, broken: bool) -> Seen:
    job = begun(world, "maker", "killed", model=SLOW)
    until(world, "maker", job, progress=UNDER_WAY)
    before = set(world.stack.pids("worker-render"))
    kill(before)
    with killing(world, "worker-render") if broken else nullcontext():
        ended = until(world, "maker", job, seconds=20 if broken else PATIENCE)
    if not broken:
        fetched(world, "maker", ended, "killed-once")
    return {
        "killed_and_replaced": bool(before) and not before & set(world.stack.pids("worker-render")),
        "ends": outcome(ended),
        "attempts": at_the_shell(world, f"attempts_at({job!r})"),
        "drafts_of_it": _drafts(world, job),
    }


def _is_try(number: int, ended: list[str]) -> bool:
    """Whether just this attempt goes on."""
    return ended[number - 1 :] == [""]


def _again_and_again(world: World, broken: bool) -> Seen:
    """Whatever else waits, nobody but this person asked for anything."""
    counts = [_counted(world)]
    job = begun(world, "unlucky", "doomed", model=SLOW)
    counts.append(_counted(world))
    for number in range(1, MAX_ATTEMPTS + (not broken)):
        attempts(world, job, until=partial(_is_try, number))
        kill(set(world.stack.pids("worker-render")))
    ended = until(world, "unlucky", job)
    counts.append(_counted(world))
    after = until(world, "unlucky", begun(world, "unlucky", "after", model=DRAWN_HERE))
    return {
        "ends": outcome(ended),
        "attempts": at_the_shell(world, f"attempts_at({job!r})"),
        "draft": ended["draft"],
        "counts_before_during_and_after": counts,
        "the_next_one": outcome(after),
    }


def _counted(world: World) -> int:
    """How many of their jobs count towards what they may ask for in a day."""
    email = person(world, "unlucky").email
    return int(at_the_shell(world, f"counted_for({email!r})"))


def _drafts(world: World, job: str) -> int:
    drafts = person(world, "maker").call("GET", "/drafts?limit=100").json()["results"]
    return sum(draft["generation"] == job for draft in drafts)


STORY = [
    Step(
        "cancel_mid_denoise",
        "maker",
        "cancels between two calls of the transformer; there is room for another at once",
        {
            "as_many_as_one_may": [429, "quota_exceeded"],
            "ends": ["cancelled", None],
            "most_calls_were_never_made": True,
            "draft": None,
            "room_for_another": 202,
        },
        _cancel,
    ),
    Step(
        "render_worker_killed",
        "operator",
        "kills the render worker with -9 while it denoises; the film is finished all the same, "
        "once",
        {
            "killed_and_replaced": True,
            "ends": ["completed", None],
            "attempts": ["lost", "succeeded"],
            "drafts_of_it": 1,
        },
        _killed,
    ),
    Step(
        "render_worker_killed_too_often",
        "operator",
        f"kills it {MAX_ATTEMPTS} times over one film: it is given up, costs its maker nothing, "
        "and the next one is made",
        {
            "ends": ["failed", "internal"],
            "attempts": ["lost"] * MAX_ATTEMPTS,
            "draft": None,
            "counts_before_during_and_after": [0, 1, 0],
            "the_next_one": ["completed", None],
        },
        _again_and_again,
    ),
]
