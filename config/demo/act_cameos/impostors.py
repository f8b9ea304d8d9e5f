"""A face that is not one's own: a picture of somebody, and somebody else's face."""

import time

from config.demo.act_cameos import phone
from config.demo.act_cameos.asking import answer, open_to
from config.demo.act_cameos.cast import cameo_of, person, told
from config.demo.act_cameos.lists import row
from config.demo.act_cameos.takes import ended, taken
from config.demo.patience import waiting
from config.demo.story import Seen, Step
from config.demo.world import World

LOOK_ALIKE = "cameo.look_alike"


def _photo_attack(world: World, broken: bool) -> Seen:
    swindler = person(world, "swindler")
    accepted, refused = ended(world, "swindler"), ended(world, "cheat")
    opened = open_to(world, "swindler", "everyone")
    return {
        "nobody_could_tell": [accepted["status"], cameo_of(swindler)["usable_by"]],
        "opened_to": opened["level"],
        "for_the_swindler": answer(world, "swindler", "swindler"),
        "for_the_friend": answer(world, "friend", "swindler"),
        "where_a_detector_tells": [one["code"] for one in refused["problems"]],
    }


def _duplicate(world: World, broken: bool) -> Seen:
    begun, newcomer, owner = (
        taken(world, "newcomer"),
        person(world, "newcomer"),
        person(world, "owner"),
    )
    held = _until_held(world, begun["id"], seconds=waiting(broken))
    seen = phone.read(newcomer, begun["id"])
    return {
        "for_staff": sorted({"Hold", "duplicate"} & set(held)),
        "for_the_newcomer": [seen["status"], seen["problems"], cameo_of(newcomer)["status"]],
        "newcomer_may_use_it": answer(world, "newcomer", "newcomer"),
        "owners_cameo": cameo_of(owner)["status"],
        "owner_told": told(owner).count(LOOK_ALIKE),
        "owner_may_use_it": answer(world, "owner"),
    }


def _until_held(world: World, enrolment: str, *, seconds: float) -> list[str]:
    """The row as staff see it, once the machine has looked."""
    deadline = time.monotonic() + seconds
    while True:
        words = row(world, "/admin/cameos/enrolment/", enrolment)
        if "Hold" in words or time.monotonic() > deadline:
            return words
        time.sleep(1)


STEPS = [
    Step(
        "photo_attack_not_usable_by_others",
        "swindler",
        "animates a picture of somebody and answers all that is asked; where no detector could "
        "tell, nobody else can ever use it, and where one tells, it is refused",
        {
            "nobody_could_tell": ["accepted", "only_me"],
            "opened_to": "everyone",
            "for_the_swindler": "ok",
            "for_the_friend": "not_available",
            "where_a_detector_tells": ["presentation_attack"],
        },
        _photo_attack,
    ),
    Step(
        "duplicate_holds_newcomer_only",
        "newcomer",
        "records the owner's face as their own: held for two people to decide; the owner goes on",
        {
            "for_staff": ["Hold", "duplicate"],
            "for_the_newcomer": ["verification_pending", [], "verification_pending"],
            "newcomer_may_use_it": "not_available",
            "owners_cameo": "active",
            "owner_told": 1,
            "owner_may_use_it": "ok",
        },
        _duplicate,
    ),
]
