"""The door of the admin."""

from config.demo.act_people.cast import person
from config.demo.act_people.desk import is_inside, spare_codes
from config.demo.moderator import Moderator
from config.demo.story import Seen, Step
from config.demo.world import World


def _factor(world: World, broken: bool) -> Seen:
    who = person(world, "moderator")
    before = Moderator(world, who)
    code = spare_codes(world).pop()
    tried = [Moderator(world, who, code=one) for one in ("", "000000", "" if broken else code)]
    again = Moderator(world, who, code=code)
    return {
        "without_a_factor": is_inside(before),
        "no_code_wrong_code_right_code": [is_inside(one) for one in tried],
        "the_same_code_again": is_inside(again),
    }


STEPS = [
    Step(
        "staff_second_factor",
        "moderator",
        "enters the admin with password and a second factor, and by no password alone",
        {
            "without_a_factor": False,
            "no_code_wrong_code_right_code": [False, False, True],
            "the_same_code_again": False,
        },
        _factor,
    ),
]
