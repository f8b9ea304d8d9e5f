"""What a teen may do about it: tighten and wish, never undo. Of two guardians the stricter wins."""

from config.demo.act_people.cast import limit, person, reasons, unused, wished
from config.demo.act_people.family import control, linked
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World


def _undo(world: World, broken: bool) -> Seen:
    teen, mother = person(world, "teen"), person(world, "mother")
    place = linked(world, "mother")
    with control(world, "mother", "creation", "off", skipped=broken):
        off = f"{place}/controls/creation"
        tries = [
            teen.call("PATCH", "/me/safeguards", {"limits": {"creation": "on"}}),
            teen.call("PATCH", "/me/safeguards", {"limits": {"feed": "personalised"}}),
            teen.call("PUT", off, {"value": "on", "why": "trust"}),
            teen.call("DELETE", off, {"why": "trust"}),
        ]
        teen.call("PATCH", "/me/safeguards", {"limits": {"messages_from": "nobody"}})
        tighter = limit(teen, "messages_from")
        wish = {"limit": "creation", "value": None, "why": "trust"}
        made = teen.call("POST", f"{place}/proposals", wish, key=unused()).json()
        answers = f"/family/proposals/{made.get('id')}"
        own_yes = code(teen.call("POST", f"{answers}/agree", {}))
        meanwhile = code(wished(teen))
        yes = mother.call("POST", f"{answers}/agree", {}).json()
        after = limit(teen, "creation")["value"]
    teen.call("PATCH", "/me/safeguards", {"limits": {"messages_from": None}})
    return {
        "loosening": [code(one) for one in tries],
        "tightening": [tighter["value"], reasons(tighter)],
        "wish": made.get("state"),
        "yes_to_ones_own_wish": own_yes,
        "meanwhile": meanwhile,
        "the_guardians_yes": yes.get("state"),
        "then": after,
        "both_read_it": _kinds(world, "teen", place) == _kinds(world, "mother", place),
    }


def _kinds(world: World, name: str, place: str) -> list[str]:
    rows = person(world, name).call("GET", f"{place}/ledger?limit=100").json()["results"]
    return [row["kind"] for row in rows]


def _two(world: World, broken: bool) -> Seen:
    teen = person(world, "teen")
    linked(world, "mother")
    linked(world, "father")
    held = []
    with control(world, "mother", "daily_minutes", 60):
        held.append(limit(teen, "daily_minutes")["value"])
        with control(world, "father", "daily_minutes", 90 if broken else 30):
            both = limit(teen, "daily_minutes")
            held.append(both["value"])
        held.append(limit(teen, "daily_minutes")["value"])
    held.append(limit(teen, "daily_minutes")["value"])
    view = teen.call("GET", "/me/safeguards").json()
    third = teen.call("POST", "/family/invitations", {})
    return {
        "minutes_by_mother_both_mother_nobody": held,
        "why": reasons(both),
        "guardians": view["supervision"]["guardians"],
        "a_third": code(third),
    }


STEPS = [
    Step(
        "teen_cannot_undo",
        "teen",
        "undoes nothing that a guardian set, tightens, and wishes; the wish holds by their yes",
        {
            "loosening": [
                [403, "safeguard_loosens"],
                [403, "safeguard_loosens"],
                [403, "permission_denied"],
                [403, "permission_denied"],
            ],
            "tightening": ["nobody", ["own_choice"]],
            "wish": "open",
            "yes_to_ones_own_wish": [404, "not_found"],
            "meanwhile": [403, "creation_off"],
            "the_guardians_yes": "in_force",
            "then": "on",
            "both_read_it": True,
        },
        _undo,
    ),
    Step(
        "stricter_wins",
        "father",
        "is the second guardian: the stricter of two holds, and a third is one too many",
        {
            "minutes_by_mother_both_mother_nobody": [60, 30, 60, 120],
            "why": ["guardian"],
            "guardians": 2,
            "a_third": [409, "too_many_guardians"],
        },
        _two,
    ),
]
