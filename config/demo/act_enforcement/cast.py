"""Who plays, and what they say to each other and to us."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from config.demo.act1.making import wait_until
from config.demo.act1.publishing import until_judged
from config.demo.act_enforcement.conversation import Conversation
from config.demo.cast import somebody, unused, wished
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.world import World

AGES = {"maker": 29, "stranger": 36, "friend": 31, "owner": 33}
AGES |= {"moderator": 45, "second": 47, "third": 52}
CROWD = 12
MAKING = 4 * PATIENCE  # seconds, of a film on a machine that does much else
MOVING = 6.0  # seconds, of the files of a post that was deleted; withdrawn ones never come
FRESH = [f"fresh{number}" for number in range(CROWD)]
AGES |= dict.fromkeys(FRESH, 24)


def person(world: World, name: str) -> Person:
    """Somebody with an account."""
    return somebody(world, name, AGES)


def id_of(world: World, who: str) -> str:
    """What the API calls them."""
    return str(person(world, who).call("GET", "/me").json()["id"])


def named(world: World, said: object, *who: str) -> bool:
    """Whether what was said names one of them."""
    names = [name for one in who for name in (person(world, one).handle, id_of(world, one))]
    return any(name in str(said) for name in names)


def crowd(world: World) -> list[Person]:
    """All of it; they arrive side by side."""
    with ThreadPoolExecutor(4) as together:
        return list(together.map(lambda name: person(world, name), FRESH))


def post(world: World, step: str) -> str:
    """The id of the post of a step: each has its own, so that none stands on another. All are of
    one film, which is published anew when the post before is deleted; of another where that was
    removed, for then it is not published again."""
    posts: dict[str, str] = world.facts.setdefault("posts", {})
    if step not in posts:
        posts[step] = _again(world) or _filmed(world)
        world.facts["on_show"] = posts[step]
    return posts[step]


def _again(world: World) -> str | None:
    if "film" not in world.facts:
        return None
    maker = person(world, "maker")
    maker.call("DELETE", f"/posts/{world.facts['on_show']}")
    deadline = time.monotonic() + MOVING
    while not (answer := _publish(maker, world.facts["film"])).is_success:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.5)
    return _judged(maker, answer)


def _filmed(world: World) -> str:
    maker = person(world, "maker")
    answer = wished(maker)
    answer.raise_for_status()
    world.facts["film"] = _draft(maker, answer.json()["id"])
    return _judged(maker, _publish(maker, world.facts["film"]))


def published(world: World, job: str) -> str:
    """The post of a film of the maker's, once it is made and judged."""
    maker = person(world, "maker")
    return _judged(maker, _publish(maker, _draft(maker, job)))


def _draft(maker: Person, job: str) -> str:
    """Of a film, once it is made. Raises LookupError where it never is."""
    ended = wait_until(maker, job, seconds=MAKING)
    if ended.get("status") != "completed":
        raise LookupError(f"a film is {ended.get('status')}")
    return str(ended["draft"])


def _publish(maker: Person, draft: str) -> httpx.Response:
    return maker.call("POST", f"/drafts/{draft}/publish", {}, key=unused())


def _judged(maker: Person, answer: httpx.Response) -> str:
    answer.raise_for_status()
    return str(until_judged(maker, answer.json())["id"])


def report(world: World, who: str, what: str, reason: str = "harassment_targeted") -> Any:
    """The answer to a report."""
    said = {"subject": what, "reason": reason, "text": WORDS}
    return person(world, who).call("POST", "/reports", said, key=unused())


WORDS = "Please look at this."


def is_seen(world: World, who: str, what: str) -> bool:
    """Whether they see the post."""
    return person(world, who).call("GET", f"/posts/{what}").status_code == httpx.codes.OK


def answered(world: World, who: str, said: Any) -> dict[str, Any]:
    """The report once it is decided; as it is where that never comes."""
    deadline = time.monotonic() + PATIENCE
    while True:
        path = f"/reports/{said.json()['id']}"
        now: dict[str, Any] = person(world, who).call("GET", path).json()
        if now["state"] == "decided" or time.monotonic() > deadline:
            return now
        time.sleep(0.3)


def told(
    world: World, who: str, kind: str, about: str, *, seconds: float = PATIENCE
) -> list[dict[str, Any]]:
    """What their log says of this type about a thing, once it does; nothing where it never does."""
    deadline = time.monotonic() + seconds
    while True:
        log = person(world, who).call("GET", "/me/events?limit=100").json()["results"]
        of_it = [one["data"] for one in log if one["type"] == kind]
        found = [one for one in of_it if about in one.values()]
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.3)


def fetched(url: str, *, until: int, seconds: float = PATIENCE) -> int:
    """What an address answers: `until`, or in the end something else."""
    deadline = time.monotonic() + seconds
    while True:
        status = httpx.get(url, timeout=PATIENCE).status_code
        if status == until or time.monotonic() > deadline:
            return status
        time.sleep(0.3)


def at_the_desk(world: World, what: str, *given: Any) -> Any:
    """What a function of `desk` answers, beside the running stack."""
    if "desk" not in world.facts:
        world.facts["desk"] = Conversation(world.stack)
    return world.facts["desk"].ask(what, *given)


def appointed(world: World, name: str) -> Person:
    """Somebody who is a moderator."""
    who = person(world, name)
    if who.email not in world.facts.setdefault("appointed", set()):
        at_the_desk(world, "appoint", who.email)
        world.facts["appointed"].add(who.email)
    return who
