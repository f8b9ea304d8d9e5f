"""From the body of a request to what the services take."""

from typing import Any

from accounts.models import User
from cameos.addresses import cameo_ids_of
from generation.lanes import Lane
from generation.making.checking import Making
from generation.making.wanted import Part, Wanted
from generation.services.asking import Screened, ask_for
from generation.services.submit import checked_for
from generation.tools import Tool

BESIDE = ("owner", "lane")  # of what is wanted
PASSED_ON = ("prompt", "size", "seconds")


def wish_of(body: dict[str, Any], *, maker: User) -> dict[str, Any]:
    """What `submit` takes."""
    return {
        "owner": maker,
        **{name: body.get(name) for name in PASSED_ON},
        "engine": body.get("model"),
        "lane": Lane(body["waits"]),
        "subjects": cameo_ids_of(body["subjects"]),
        "named": body["subjects"],
        "tool": Tool(body["tool"]),
        "parts": [
            Part(one["draft"], one.get("start"), one.get("end")) for one in body.get("sources", ())
        ],
        "beats": body.get("beats", ()),
        "input_image": body.get("input_image"),
    }


def possible(wish: dict[str, Any], *, maker: User) -> Making:
    """What would be made. Raises what `submit` will, but where it is the quota."""
    wanted = Wanted(**{name: value for name, value in wish.items() if name not in BESIDE})
    return checked_for(maker, wanted)


def screened_for(making: Making, *, maker: User) -> Screened | None:
    """What the screener answers about its words while its maker waits; None where it is away."""
    drawn = making.people if making.is_drawn else ()
    return ask_for(
        making.text, subjects=drawn, maker=maker, engine=making.engine, lineage=making.lineage
    )
