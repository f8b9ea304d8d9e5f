"""What a guardian sees: minutes and numbers, and of content what any stranger sees."""

import json
from typing import Any

from config.demo.act_people.cast import SCENE, film, person
from config.demo.act_people.family import linked
from config.demo.cast import code
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World

OPEN = ("", "/controls", "/proposals", "/ledger", "/receipts", "/releases", "/activity")


def _numbers(world: World, broken: bool) -> Seen:
    teen, made = person(world, "teen"), film(world, "teen")
    place, stranger = linked(world, "mother"), person(world, "stranger")
    looks = teen if broken else person(world, "mother")
    pages = [
        f"/generations/{made['job']}",
        f"/drafts/{made['draft']}",
        f"/posts/{made['post']}",
        f"/people/{teen.handle}",
        f"/people/{teen.handle}/posts",
    ]
    days = looks.call("GET", f"{place}/activity").json()["days"]
    read = _everything(person(world, "mother"), place)
    return {
        "films": [sum(day[name] for day in days) for name in ("films_made", "films_shown")],
        "minutes": all(isinstance(day["minutes"], int) for day in days),
        "nothing_else": sorted({name for day in days for name in day}),
        "content": [code(looks.call("GET", page)) for page in pages],
        "as_a_stranger": [code(looks.call("GET", page)) for page in pages]
        == [code(stranger.call("GET", page)) for page in pages],
        "a_stranger_reads_of_the_family": code(stranger.call("GET", place)),
        "named_anywhere": [word for word in _secrets(teen, made) if word in read],
        "the_teen_reads_the_same": teen.call("GET", f"{place}/activity").json()["days"] == days,
    }


def _everything(who: Person, place: str) -> str:
    """All that a guardian's app can read of a family, and its log."""
    pages: list[Any] = [who.call("GET", f"{place}{part}").json() for part in OPEN]
    return json.dumps([*pages, who.call("GET", "/me/events?limit=100").json()])


def _secrets(teen: Person, made: dict[str, str]) -> list[str]:
    return [teen.handle, teen.email, SCENE, *made.values()]


STEPS = [
    Step(
        "guardian_reads_numbers",
        "mother",
        "reads minutes and how many films there are; of the films, of the teen's page and of "
        "their name no more than a stranger",
        {
            "films": [1, 1],
            "minutes": True,
            "nothing_else": ["day", "films_made", "films_shown", "minutes"],
            "content": [[404, "not_found"]] * 5,
            "as_a_stranger": True,
            "a_stranger_reads_of_the_family": [404, "not_found"],
            "named_anywhere": [],
            "the_teen_reads_the_same": True,
        },
        _numbers,
    ),
]
