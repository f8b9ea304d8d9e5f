"""Films by somebody else's computers."""

import json

from config.demo.act_engines.asking import begun, fetched, log_of, outcome, shape, until
from config.demo.act_engines.cast import person
from config.demo.act_engines.models import FARM
from config.demo.act_engines.offering import farm_offered
from config.demo.stand_ins.drawing_farm import DrawingFarm
from config.demo.stand_ins.videos.asked import Asked, Job
from config.demo.stand_ins.videos.handler import Handler
from config.demo.story import Seen, Step
from config.demo.world import World

VENDORS_WORDS = "Our classifier no. 7 says no."


def farm_of(world: World) -> DrawingFarm:
    """The vendor's server, as this story runs it."""
    found: DrawingFarm = world.facts["farm"]
    return found


def _refuses(handler: Handler, _: Asked, job: Job | None) -> None:
    """What a vendor says to words that it does not draw."""
    error = {"code": "content_policy_violation", "message": VENDORS_WORDS}
    handler.json(200, job.as_json(status="failed", error=error) if job else {})


def _remote(world: World, broken: bool) -> Seen:
    farm_offered(world)
    farm = farm_of(world)
    if broken:
        farm.does("look", _refuses)
    done = until(world, "maker", begun(world, "maker", "remote", model=FARM))
    farm.does("look", _refuses)
    refused = until(world, "maker", begun(world, "maker", "remote-refused", model=FARM))
    farm.does("look", None)
    film = fetched(world, "maker", done, "remote") if done["draft"] else None
    return {
        "ends": [outcome(done), outcome(refused)],
        "film": shape(film) if film else None,
        "shown_of_the_vendor": _traces(json.dumps([done, refused, log_of(world, "maker")])),
        "shown_to_the_vendor": [one for one in _names(world) if one in _sent(farm)],
        "deleted_over_there": len(farm.jobs) == 0,
    }


def _traces(text: str) -> list[str]:
    """What a vendor calls its jobs and its model, and what it says."""
    return [one for one in ("video_0", "secret-model-of-the-farm", VENDORS_WORDS) if one in text]


def _names(world: World) -> list[str]:
    maker = person(world, "maker")
    return [maker.handle, maker.email, "gen_", "usr_"]


def _sent(farm: DrawingFarm) -> str:
    return "".join(f"{one.headers}{one.raw!r}" for one in farm.asked)


STORY = [
    Step(
        "remote_engine",
        "maker",
        "has a film drawn by a server of the Videos API, and is refused by it once: neither its "
        "names nor its words come back, and none of ours go there",
        {
            "ends": [["completed", None], ["failed", "engine_stopped"]],
            "film": ["720x1280", 96, 24.0],
            "shown_of_the_vendor": [],
            "shown_to_the_vendor": [],
            "deleted_over_there": True,
        },
        _remote,
    ),
]
