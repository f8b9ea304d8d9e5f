"""Who plays, and what they say to each other and to us."""

import json
import time
from typing import Any

from config.demo.cast import film_of, somebody, unused
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.world import World

AGES = {"maker": 29, "stranger": 36, "friend": 31, "moderator": 45, "second": 47}
CROWD = 12
AGES |= {f"fresh{number}": 24 for number in range(CROWD)}


def person(world: World, name: str) -> Person:
    """Somebody with an account."""
    return somebody(world, name, AGES)


def post(world: World, name: str) -> str:
    """The id of one of the maker's published films; each step has its own by `name`."""
    posts: dict[str, str] = world.facts.setdefault("posts", {})
    if name not in posts:
        posts[name] = film_of(person(world, "maker"))["post"]
    return posts[name]


def report(world: World, who: str, what: str, reason: str = "harassment_targeted") -> Any:
    """The answer to a report."""
    said = {"subject": what, "reason": reason, "text": "Please look at this."}
    return person(world, who).call("POST", "/reports", said, key=unused())


def is_seen(world: World, who: str, what: str) -> bool:
    """Whether they see the post."""
    return person(world, who).call("GET", f"/posts/{what}").status_code == 200


def answered(world: World, who: str, said: Any) -> dict[str, Any]:
    """The report once it is decided; as it is where that never comes."""
    deadline = time.monotonic() + PATIENCE
    while True:
        path = f"/reports/{said.json()['id']}"
        now: dict[str, Any] = person(world, who).call("GET", path).json()
        if now["state"] == "decided" or time.monotonic() > deadline:
            return now
        time.sleep(0.3)


def at_the_desk(world: World, call: str) -> Any:
    """What a function of `desk` prints, beside the running stack."""
    module = "from config.demo.act_enforcement import desk"
    said = world.stack.manage("shell", "-c", f"{module}; desk.{call}")
    return json.loads(said.splitlines()[-1])


def decided(world: World, what: str, *actions: str, of_case: bool = False, undoes: str = "") -> str:
    """The id of a decision of the moderator's."""
    who = person(world, "moderator")
    if "is_appointed" not in world.facts:
        world.stack.manage("appoint_moderator", who.email)
        world.facts["is_appointed"] = True
    call = f"decide({who.email!r}, {what!r}, {list(actions)!r}, {of_case!r}, {undoes!r})"
    return str(at_the_desk(world, call))
