"""Terms change, and only what they are about waits until they are read."""

from typing import Any

from config.demo.act_people.cast import person, picture, wished
from config.demo.act_people.desk import staff
from config.demo.cast import code
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World

NAME = "pictures"


def _gate(world: World, broken: bool) -> Seen:
    reader, keeper = person(world, "reader"), person(world, "moderator")
    desk = staff(world)
    world.stack.manage("appoint_policy_keeper", keeper.email)
    _in_force(desk)
    first = _version(reader)
    _read(reader, first)
    before = picture(reader).status_code
    if not broken:
        _in_force(desk)
    newer = _version(reader)
    refused = picture(reader)
    film = wished(reader)
    reader.call("POST", f"/generations/{film.json().get('id')}/cancel")
    return {
        "with_the_first_read": before,
        "another_version": newer - first,
        "a_picture": code(refused),
        "a_film_from_words": film.status_code,
        "own_drafts": reader.call("GET", "/drafts").status_code,
        "reading_the_old_one": code(_read(reader, first)),
        "reading_the_new_one": _read(reader, newer).status_code,
        "a_picture_then": picture(reader).status_code,
    }


def _in_force(desk: Any) -> None:
    """Staff put the next version in force."""
    form: dict[str, str | list[str]] = {
        "name": NAME,
        "gates": ["input_image"],
        "read_at": f"/policies/{NAME}",
        "sha256": "0" * 64,
        "change": "new_processing",
    }
    desk.send("/admin/accounts/termsversion/activate/", form)


def _version(who: Person) -> int:
    listed = who.call("GET", "/me/policies").json()["results"]
    return int(next(one["version"] for one in listed if one["name"] == NAME))


def _read(who: Person, version: int) -> Any:
    return who.call("PUT", f"/me/policies/{NAME}", {"version": version})


STEPS = [
    Step(
        "reconsent",
        "reader",
        "finds new terms about pictures: pictures wait until they are read, nothing else does",
        {
            "with_the_first_read": 201,
            "another_version": 1,
            "a_picture": [403, "reconsent_required"],
            "a_film_from_words": 202,
            "own_drafts": 200,
            "reading_the_old_one": [409, "stale_state"],
            "reading_the_new_one": 200,
            "a_picture_then": 201,
        },
        _gate,
    ),
]
