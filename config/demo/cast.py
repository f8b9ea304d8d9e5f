"""What casts of all acts share."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from config.demo.act1.making import body, wait_until
from config.demo.act1.people import arrive
from config.demo.act1.publishing import until_judged
from config.demo.person import Person
from config.demo.world import World

SCENE = "A red boat under a blue sky."


def somebody(world: World, name: str, ages: Mapping[str, int]) -> Person:
    """With an account, who arrives when a step first needs them. Raises LookupError where they
    cannot sign up."""
    if name not in world.people:
        arrived = arrive(world, name, age=ages[name])
        if arrived.get("verified") != 200:
            raise LookupError(f"{name} could not sign up: {arrived}")
    return world.person(name)


def code(answer: Any) -> list[Any]:
    """Status and code of a refusal; no code where it is none."""
    errors = answer.json().get("errors")
    return [answer.status_code, errors[0]["code"] if errors else None]


def unused() -> str:
    """An idempotency key that nobody had."""
    return f"demo-{uuid4().hex}"


def wished(who: Person, *, seconds: int = 4) -> Any:
    """The answer to asking for a video."""
    wish = body(prompt=SCENE, seconds=seconds)
    return who.call("POST", "/generations", wish, key=unused())


def film_of(who: Person) -> dict[str, str]:
    """Ids of the job, draft and post of a film that they make and publish."""
    answer = wished(who)
    answer.raise_for_status()
    job = wait_until(who, answer.json()["id"])
    path = f"/drafts/{job['draft']}/publish"
    post = until_judged(who, who.call("POST", path, {}, key=unused()).json())
    return {"job": job["id"], "draft": job["draft"], "post": post["id"]}
