"""The owner's brake: nobody uses a paused likeness, and whatever is being made with it ends."""

from config.demo.act1.making import body
from config.demo.act_cameos.asking import answer
from config.demo.act_cameos.cast import cameo_of, person
from config.demo.act_cameos.films import made, outcome, submitted
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World
from generation.limits import LIVE_JOBS

ANYTHING = body(prompt="A boat under a blue sky.", seconds=4)


def _pause(world: World, broken: bool) -> Seen:
    owner, friend = person(world, "owner"), person(world, "friend")
    place = f"/cameos/{cameo_of(owner)['id']}/pause"
    jobs = [submitted(world, "friend", f"pause-{n}", seconds=12) for n in range(LIVE_JOBS)]
    too_many = friend.call("POST", "/generations", ANYTHING, key="demo-too-many")
    if broken:
        for job in jobs:
            friend.call("POST", f"/generations/{job.json().get('id')}/cancel")
    else:
        owner.call("PUT", place)
    now = [answer(world, who) for who in ("friend", "owner")]
    ended = [outcome(made(world, "friend", job)) for job in jobs]
    again = friend.call("POST", "/generations", ANYTHING, key="demo-room-again")
    friend.call("POST", f"/generations/{again.json().get('id')}/cancel")
    owner.call("DELETE", place)
    return {
        "as_many_as_one_may": code(too_many),
        "friend_and_owner_now": now,
        "how_they_end": sorted({str(one) for one in ended}),
        "room_for_another": again.status_code,
        "friend_after": answer(world, "friend"),
    }


STEPS = [
    Step(
        "pause",
        "owner",
        "pauses: nobody uses it, the owner neither, and what the friend has queued ends and does "
        "not count; resumed, what was approved holds again",
        {
            "as_many_as_one_may": [429, "quota_exceeded"],
            "friend_and_owner_now": ["not_available", "not_available"],
            "how_they_end": ["['cancelled', 'consent_ended']"],
            "room_for_another": 202,
            "friend_after": "ok",
        },
        _pause,
    ),
]
