"""Twenty people have the same invite at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx

from config.demo.act1.people import newcomer
from config.demo.act_people.cast import person, unused
from config.demo.act_people.desk import id_of, staff
from config.demo.cast import code
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World

GUESTS = 20


def _race(world: World, broken: bool) -> Seen:
    host = person(world, "host")
    invite = host.call("POST", "/invites", {}, key=unused()).json()
    if broken:
        host.call("DELETE", f"/invites/{invite['id']}")
    guests = [newcomer(world, f"guest{n}", age=30) for n in range(GUESTS)]
    start = Barrier(GUESTS)

    def comes(guest: Person) -> httpx.Response:
        start.wait()
        return guest.sign_up(invite_code=invite["code"])

    with ThreadPoolExecutor(GUESTS) as together:
        answers = list(together.map(comes, guests))
    outcomes = Counter(str(_outcome(answer)) for answer in answers)
    first = next((n for n, one in enumerate(answers) if one.status_code == 401), None)
    joined = first is not None and guests[first].verify(answers[first]).status_code == 200
    listed = host.call("GET", "/invites").json()["results"]
    late = newcomer(world, "late", age=30).sign_up(invite_code=invite["code"])
    tree = staff(world).page(f"/admin/accounts/user/{id_of(host)}/invites/").text
    return {
        "outcomes": dict(sorted(outcomes.items())),
        "joined": joined,
        "uses": [one["uses"] for one in listed],
        "late": code(late),
        "staff_see_who_came": joined and id_of(guests[first or 0]) in tree,
    }


def _outcome(answer: httpx.Response) -> object:
    """allauth says 401 to whoever has still to confirm the address."""
    return "in" if answer.status_code == 401 else code(answer)


STEPS = [
    Step(
        "invite_race",
        "host",
        f"gives one code to {GUESTS} people, who use it at the same moment: one comes in",
        {
            "outcomes": {"[422, 'invite_invalid']": GUESTS - 1, "in": 1},
            "joined": True,
            "uses": [1],
            "late": [422, "invite_invalid"],
            "staff_see_who_came": True,
        },
        _race,
    ),
]
