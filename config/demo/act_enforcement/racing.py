"""Several of the staff want the same case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx

from config.demo.act_enforcement.cast import at_the_desk, post, report
from config.demo.act_enforcement.office import case_of, staff
from config.demo.deciding import FOUND, ROOT, sent, words
from config.demo.moderator import Moderator
from config.demo.story import Seen, Step
from config.demo.world import World

STAFF = ("moderator", "second", "third")
ROUNDS = 3
MINE, HELD = "It is yours now.", "Somebody else works on this case."


def _race(world: World, broken: bool) -> Seen:
    what = post(world, "claim_race_one_winner")
    report(world, "stranger", what)
    people = [staff(world, name) for name in STAFF]
    case = case_of(people[0], what)
    claim = f"{ROOT}/case/{case}/claim/"
    found, held, refused = [], [], ""
    for _ in range(ROUNDS):
        pages = [who.page(claim) for who in people]
        answers = [words(one) for one in _together(claim, people, pages, one_by_one=broken)]
        won = [MINE in one for one in answers]
        found.append([sum(won), sum(HELD in one for one in answers)])
        held.append(at_the_desk(world, "held", case))
        winner = max(number for number, one in enumerate(won) if one)  # in turn, the last of them
        refused = refused or words(_decides(people[winner - 1], case))
        _pressed(people[winner], f"{ROOT}/case/{case}/release/")
    return {
        "won_and_told_that_another_has_it": found,
        "claims_that_stand": held,
        "decided_by_one_who_lost": HELD not in refused,
    }


def _together(
    path: str, people: list[Moderator], pages: list[httpx.Response], *, one_by_one: bool
) -> list[httpx.Response]:
    """All press the button at once; sabotaged each gives it back before the next."""
    start = Barrier(len(people))

    def press(who: Moderator, page: httpx.Response) -> httpx.Response:
        start.wait(60)
        return sent(who, path, page, {})

    def in_turn(who: Moderator, page: httpx.Response) -> httpx.Response:
        answer = sent(who, path, page, {})
        if who is not people[-1]:
            _pressed(who, path.replace("/claim/", "/release/"))
        return answer

    if one_by_one:
        return [in_turn(who, page) for who, page in zip(people, pages, strict=True)]
    pressing: Callable[[Moderator, httpx.Response], httpx.Response] = press
    with ThreadPoolExecutor(len(people)) as together:
        return list(together.map(pressing, people, pages))


def _decides(who: Moderator, case: str) -> httpx.Response:
    """Asks for a preview, which whoever decides does first."""
    path = f"{ROOT}/case/{case}/decide/"
    return sent(who, path, who.page(path), {**FOUND, "do_warn": "on", "step": "preview"})


def _pressed(who: Moderator, path: str) -> None:
    sent(who, path, who.page(path), {})


STEPS = [
    Step(
        "claim_race_one_winner",
        "moderator",
        f"and two others of the staff claim one case at once, {ROUNDS} times: one has it, and "
        "nobody else decides in it",
        {
            "won_and_told_that_another_has_it": [[1, len(STAFF) - 1]] * ROUNDS,
            "claims_that_stand": [1] * ROUNDS,
            "decided_by_one_who_lost": False,
        },
        _race,
    ),
]
