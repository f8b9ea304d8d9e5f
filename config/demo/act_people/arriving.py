"""A teen comes: protected before anybody sets anything, and private."""

from config.demo.act1.people import arrive
from config.demo.act_people.cast import film, person, reasons
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World

SHOWN = ("content", "discoverable_by", "messages_from", "feed", "scroll", "daily_minutes")
# Where clocks never change: the hours of this act end when they say, on every day of the year.
ZONE = "Asia/Tokyo"


def _joins(world: World, broken: bool) -> Seen:
    arrived = arrive(world, "teen", age=30 if broken else 15)
    teen = person(world, "teen")
    teen.call("PATCH", "/me/safeguards", {"time_zone": ZONE})
    view = teen.call("GET", "/me/safeguards").json()
    limits = {one["limit"]: one for one in view["results"]}
    return {
        "age_band": arrived["age_band"],
        "private": teen.call("GET", "/me").json()["is_private"],
        "limits": {name: limits[name]["value"] for name in SHOWN},
        "all_for_one_reason": {reason for one in view["results"] for reason in reasons(one)}
        == {"teen_default"},
        "each_says_it_in_words": all(
            one["says"] and all(why["says"] for why in one["reasons"]) for one in view["results"]
        ),
        "watched_over": view["supervision"],
        "zone": view["time_zone"]["name"],
    }


def _private(world: World, broken: bool) -> Seen:
    teen, peer, stranger = (person(world, one) for one in ("teen", "peer", "stranger"))
    post = f"/posts/{film(world, 'teen')['post']}"
    asked = peer.call("PUT", f"/people/{teen.handle}/follow").status_code
    before = peer.call("GET", post).status_code
    waiting = teen.call("GET", "/me/follow-requests").json()["results"]
    verb = "decline" if broken else "accept"
    teen.call("POST", f"/me/follow-requests/{peer.handle}/{verb}")
    return {
        "a_peer_asks": asked,
        "who_waits": [one["handle"] == peer.handle for one in waiting],
        "the_film_before_and_after": [before, peer.call("GET", post).status_code],
        "an_adult_looks_for_the_teen": code(stranger.call("GET", f"/people/{teen.handle}")),
        "and_for_the_film": code(stranger.call("GET", post)),
        "and_would_follow": code(stranger.call("PUT", f"/people/{teen.handle}/follow")),
    }


STEPS = [
    Step(
        "teen_joins",
        "teen",
        "signs up, aged 15: private, and told of every limit in words and why it holds",
        {
            "age_band": "13_17",
            "private": True,
            "limits": {
                "content": "under_18",
                "discoverable_by": "teens_and_people_i_follow",
                "messages_from": "mutuals",
                "feed": "chronological",
                "scroll": "paged",
                "daily_minutes": 120,
            },
            "all_for_one_reason": True,
            "each_says_it_in_words": True,
            "watched_over": None,
            "zone": ZONE,
        },
        _joins,
    ),
    Step(
        "private_account",
        "teen",
        "publishes a film for followers; a peer asks and is let in, an adult finds nobody there",
        {
            "a_peer_asks": 202,
            "who_waits": [True],
            "the_film_before_and_after": [404, 200],
            "an_adult_looks_for_the_teen": [404, "not_found"],
            "and_for_the_film": [404, "not_found"],
            "and_would_follow": [404, "not_found"],
        },
        _private,
    ),
]
