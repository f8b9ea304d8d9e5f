"""One video from prompt to draft, watched over the socket."""

import time
from typing import Any

from tqdm import tqdm

from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World

PROMPT = (
    "A big red ball bounces on the beach beside two small blue boats on the sea at sunset, "
    "a yellow star twinkles above. "
    'A voice says "Every picture here moves like a boat on the sea."'
)
SIZE, SECONDS = "720x1280", 8
OVER = ("completed", "failed", "cancelled")


def body(**changes: Any) -> dict[str, Any]:
    """A request for a video."""
    return {"prompt": PROMPT, "size": SIZE, "seconds": SECONDS, **changes}


def wait_until(
    person: Person, job: str, *, progress: int = 101, seconds: float = PATIENCE
) -> dict[str, Any]:
    """Poll until the job is over or as far as `progress`; shows a bar."""
    deadline = time.monotonic() + seconds
    with tqdm(total=100, desc="        poll", leave=False, unit="%", disable=None) as bar:
        while True:
            response = person.call("GET", f"/generations/{job}")
            if response.status_code not in (200, 503):
                return {"status": f"HTTP {response.status_code}"}
            state: dict[str, Any] = response.json() if response.status_code == 200 else {}
            bar.update(max(0, state.get("progress", 0) - bar.n))
            if state.get("status") in OVER or state.get("progress", 0) >= progress:
                return state
            if time.monotonic() > deadline:
                return {"status": f"still {state.get('status')} after {seconds:.0f} s", **state}
            time.sleep(0.2)


def _submit(world: World, broken: bool) -> Seen:
    creator = world.person("creator")
    response = creator.call(
        "POST", "/generations", body(size="721x1280" if broken else SIZE), key="demo-first"
    )
    answer = response.json()
    world.facts["job"] = answer.get("id", "")
    return {
        "status": response.status_code,
        "location": response.headers.get("Location") == f"/api/v1/generations/{answer.get('id')}",
        "state": answer.get("status"),
    }


def _progress_socket(world: World, broken: bool) -> Seen:
    if not world.facts["job"]:
        raise LookupError("nothing was submitted")
    listener = world.person("friend" if broken else "creator")
    heard: list[dict[str, Any]] = []
    with tqdm(total=100, desc="        socket", leave=False, unit="%", disable=None) as bar:
        try:
            for event in listener.listen(seconds=20 if broken else PATIENCE):
                if event["data"].get("generation") != world.facts["job"]:
                    continue
                heard.append(event)
                bar.update(max(0, event["data"].get("progress", 0) - bar.n))
                if event["type"] in ("generation.completed", "generation.failed"):
                    break
        except TimeoutError:
            pass
    world.facts["heard"] = [event["id"] for event in heard]
    steps = [event["data"]["progress"] for event in heard if "progress" in event["data"]]
    return {
        "progress_never_falls": steps == sorted(steps),
        "several_steps": len(steps) >= 3,
        "ends_with": heard[-1]["type"] if heard else None,
    }


def _progress_poll_agrees(world: World, broken: bool) -> Seen:
    creator = world.person("creator")
    job = creator.call("GET", f"/generations/{world.facts['job']}").json()
    after = world.facts["heard"][0] if broken else 0
    log = creator.call("GET", f"/me/events?after={after}&limit=100").json()["results"]
    ids = [e["id"] for e in log if e["data"].get("generation") == world.facts["job"]]
    world.facts["draft"] = job.get("draft")
    return {
        "status": job.get("status"),
        "progress": job.get("progress"),
        "log_has_what_the_socket_sent": ids == world.facts["heard"],
    }


def _cancel(world: World, broken: bool) -> Seen:
    creator = world.person("creator")
    job = creator.call("POST", "/generations", body(seconds=12), key="demo-cancel").json()["id"]
    wait_until(creator, job, progress=5)
    if not broken:
        creator.call("POST", f"/generations/{job}/cancel")
    ended = wait_until(creator, job)
    again = creator.call("POST", f"/generations/{job}/cancel")
    return {
        "status": ended.get("status"),
        "draft": ended.get("draft"),
        "second_cancel": again.status_code,
    }


STEPS = [
    Step(
        "submit",
        "creator",
        "asks for a video; 202, with a place to watch",
        {"status": 202, "location": True, "state": "queued"},
        _submit,
    ),
    Step(
        "progress_socket",
        "creator",
        "watches it being made over the socket",
        {"progress_never_falls": True, "several_steps": True, "ends_with": "generation.completed"},
        _progress_socket,
    ),
    Step(
        "progress_poll_agrees",
        "creator",
        "reads the same from the log and the job",
        {"status": "completed", "progress": 100, "log_has_what_the_socket_sent": True},
        _progress_poll_agrees,
    ),
    Step(
        "cancel",
        "creator",
        "cancels another video while it is drawn; twice is once",
        {"status": "cancelled", "draft": None, "second_cancel": 200},
        _cancel,
    ),
]
