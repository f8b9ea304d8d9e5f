"""The owner's brake, and the end."""

from config.demo.act_cameos.asking import answer
from config.demo.act_cameos.cast import cameo_of, person
from config.demo.story import Seen, Step
from config.demo.world import World


def _pause(world: World, broken: bool) -> Seen:
    owner = person(world, "owner")
    place = f"/cameos/{cameo_of(owner)['id']}/pause"
    before = answer(world, "friend")
    if not broken:
        owner.call("PUT", place)
    seen = {
        "friend_before": before,
        "cameo": cameo_of(owner)["status"],
        "friend_now": answer(world, "friend"),
        "owner_now": answer(world, "owner"),
    }
    owner.call("DELETE", place)
    return seen | {"friend_after": answer(world, "friend")}


STEPS = [
    Step(
        "pause",
        "owner",
        "pauses: nobody uses it, the owner neither; resumed, what was approved holds again",
        {
            "friend_before": "ok",
            "cameo": "paused",
            "friend_now": "not_available",
            "owner_now": "not_available",
            "friend_after": "ok",
        },
        _pause,
    ),
]
