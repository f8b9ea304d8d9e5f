"""A guardian comes in by a code that the teen shows, and by the teen's yes."""

import secrets
from typing import Any

from config.demo.act_people.cast import hears, person
from config.demo.act_people.family import accepted, redeemed, shown_code
from config.demo.cast import code
from config.demo.patience import BRIEF, PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.ids import ALPHABET


def _guesses(world: World, broken: bool) -> Seen:
    real = shown_code(world)
    guess = real if broken else "".join(secrets.choice(ALPHABET) for _ in range(8))
    answer = redeemed(world, "stranger", guess)
    teen = person(world, "teen")
    asking = teen.call("GET", "/family/links").json()["results"]
    seen = {
        "guess": code(answer),
        "own_code_entered_by_a_teen": code(redeemed(world, "peer", real)),
        "nobody_asks": asking == [],
    }
    teen.call("DELETE", "/family/invitations")
    for link in asking:
        teen.call("POST", f"/family/links/{link['id']}/decline", {})
    return seen


def _links(world: World, broken: bool) -> Seen:
    teen, mother = person(world, "teen"), person(world, "mother")
    entered = shown_code(world)
    answer = redeemed(world, "mother", entered)
    answer.raise_for_status()
    link = answer.json()["id"]
    place = f"/family/links/{link}"
    waiting = teen.call("GET", place).json()
    before = mother.call("GET", f"{place}/controls").status_code
    if broken:
        teen.call("POST", f"{place}/decline", {})
    else:
        accepted(world, link)
        world.facts.setdefault("links", {})["mother"] = link
    shown = mother.call("GET", place).json()
    used = redeemed(world, "stranger", entered)
    return {
        "teen_sees_who_asks": [waiting["state"], waiting["guardian"]["handle"] == mother.handle],
        "controls_before_the_teens_yes": before,
        "state": [shown["state"], teen.call("GET", place).json()["state"]],
        "guardian_reads_a_number_and_no_name": [shown["teen_number"], shown["guardian"]],
        "on_their_sockets": [
            hears(teen, "family.link_asked"),
            hears(mother, "family.link_accepted", seconds=BRIEF if broken else PATIENCE),
        ],
        "the_code_once_more": code(used),
        "receipts": _receipts(mother, place),
    }


def _receipts(who: Person, place: str) -> list[Any]:
    rows = who.call("GET", f"{place}/receipts").json()["results"]
    return sorted([row["side"], row["purpose"], row["given"]] for row in rows)


STEPS = [
    Step(
        "code_guessed",
        "stranger",
        "guesses at the code on the teen's screen, and a teen enters it: nobody is asked anything",
        {
            "guess": [400, "incorrect_code"],
            "own_code_entered_by_a_teen": [403, "guardian_not_assured"],
            "nobody_asks": True,
        },
        _guesses,
    ),
    Step(
        "guardian_linked",
        "mother",
        "enters the code; the teen sees who it is and says yes; the code is worth nothing then",
        {
            "teen_sees_who_asks": ["asked", True],
            "controls_before_the_teens_yes": 404,
            "state": ["active", "active"],
            "guardian_reads_a_number_and_no_name": [1, None],
            "on_their_sockets": [True, True],
            "the_code_once_more": [400, "incorrect_code"],
            "receipts": [["guardian", "link", True], ["teen", "link", True]],
        },
        _links,
    ),
]
