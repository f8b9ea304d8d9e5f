"""From a draft to other people's feeds, and what everybody can check about the files."""

import json
import time
from pathlib import Path
from typing import Any

import httpx

from config.demo.act1.making import body, wait_until
from config.demo.act1.output import FILES, download
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.media.frames import frames_at
from lib.media.probe import probe

CAPTION = "Everything moves by the sea."
MILD = "Two pirates drink beer beside a boat under a blue sky."


def in_feed(person: Person, post: str) -> bool:
    """Whether somebody finds a post in the public feed."""
    found = person.call("GET", "/feeds/latest?limit=100").json()["results"]
    return any(one["id"] == post for one in found)


def on_profile(person: Person, author: Person, post: str) -> bool:
    """Whether somebody finds a post on its author's profile."""
    answer = person.call("GET", f"/people/{author.handle}/posts?limit=100")
    return answer.status_code == 200 and any(one["id"] == post for one in answer.json()["results"])


def _draft_private(world: World, broken: bool) -> Seen:
    draft = world.facts["draft"]
    if broken:
        _publish_it(world)
    feed = world.person("friend").call("GET", "/feeds/latest?limit=100").json()["results"]
    creator = world.person("creator").handle
    return {
        "for_a_friend": world.person("friend").call("GET", f"/drafts/{draft}").status_code,
        "for_its_maker": world.person("creator").call("GET", f"/drafts/{draft}").status_code,
        "in_the_feed": any(post["author"]["handle"] == creator for post in feed),
    }


def _publish_it(world: World) -> tuple[httpx.Response, dict[str, Any]]:
    creator = world.person("creator")
    path = f"/drafts/{world.facts['draft']}/publish"
    answer = creator.call("POST", path, {"caption": CAPTION}, key="demo-publish")
    world.facts["post"] = answer.json().get("id", "")
    return answer, until_judged(creator, answer.json())


def until_judged(person: Person, post: dict[str, Any]) -> dict[str, Any]:
    """The post once its caption is judged: most are before the request is answered."""
    deadline = time.monotonic() + PATIENCE
    while post.get("state") == "screening" and time.monotonic() < deadline:
        time.sleep(0.2)
        post = person.call("GET", f"/posts/{post['id']}").json()
    return post


def _publish(world: World, broken: bool) -> Seen:
    if broken:
        world.facts["draft"] = world.facts["draft"][:-1] + "0"
    answer, post = _publish_it(world)
    at_once = answer.json().get("state") != "screening"
    return {
        "says_whether_it_is_out": answer.status_code == (201 if at_once else 202),
        "state": post.get("state"),
        "rating": post.get("labels", {}).get("rating"),
        "stamped": post.get("labels", {}).get("screening"),
    }


def _feed(world: World, name: str, broken: bool) -> Seen:
    reader, creator = world.person(name), world.person("creator")
    if broken:
        reader.call("PUT", f"/people/{creator.handle}/block")
    page = reader.call("GET", "/feeds/latest").json()
    if broken:
        reader.call("DELETE", f"/people/{creator.handle}/block")
    post: dict[str, Any] = next(
        (one for one in page["results"] if one["id"] == world.facts["post"]), {}
    )
    return {
        "there": bool(post),
        "caption": post.get("caption"),
        "labelled_ai": post.get("labels", {}).get("ai_generated"),
        "prompt_hidden": "bounces" not in json.dumps(page),
    }


def _feed_friend(world: World, broken: bool) -> Seen:
    return _feed(world, "friend", broken)


def _feed_teen(world: World, broken: bool) -> Seen:
    return _feed(world, "teen", broken)


def _download(world: World, broken: bool) -> Seen:
    post = world.person("friend").call("GET", f"/posts/{world.facts['post']}").json()
    for kind, name in FILES.items():
        download(post["assets"][kind], world.output / name)
    world.facts["url"] = post["assets"]["video"]["url"]
    video = world.output / FILES["video"]
    if broken:
        video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    info = probe(video)
    return {"codecs": [info.video_codec, info.audio_codec], "faststart": info.faststart}


def _mark_moves(world: World, broken: bool) -> Seen:
    """Reads the film as a person would: the handle, each time somewhere else."""
    video = world.output / FILES["video"]
    times = [1.0 if broken else 0.5 + second for second in range(8)]
    handle = world.person("creator").handle
    bands = [_band_of(handle, video, at) for at in times]
    found = [band for band in bands if band is not None]
    return {
        # Over a palm or the sun it is there, and no reader of small print finds it.
        "handle_read_in_half": len(found) >= len(times) // 2,
        "in_different_places": len(set(found)) >= 2,
    }


def _band_of(handle: str, video: Path, at: float) -> int | None:
    """Which quarter of the picture, from the top, bears the handle; None where it is not read."""
    from moderation.detectors.on_screen_text.reader import reader

    image = next(frames_at(video, (at,))).image
    step = image.shape[0] // 4
    wanted = "".join(filter(str.isalnum, handle)).lower()[:7]
    for band in range(4):
        # Half a quarter more on both sides: what stands on an edge is whole in one of them.
        part = image[max(0, band * step - step // 4) : (band + 1) * step + step // 4]
        read = "".join(filter(str.isalnum, reader().read(part))).lower()
        if wanted in read:
            return band
    return None


def _c2pa_trusted(world: World, broken: bool) -> Seen:
    if broken:
        video = world.output / FILES["video"]
        data = bytearray(video.read_bytes())
        data[-2000] ^= 1
        video.write_bytes(data)
    paths = [str(world.output / name) for name in FILES.values()]
    printed = world.stack.manage("verify_provenance", *paths, "--json", ok=(0, 1, 2))
    return {kind: found["state"] for kind, found in zip(FILES, json.loads(printed), strict=True)}


def _adult_only(world: World, broken: bool) -> Seen:
    """The friend makes it; the creator is the adult friend who looks."""
    friend, adult, teen = (world.person(name) for name in ("friend", "creator", "teen"))
    prompt = "A boat under a blue sky." if broken else MILD
    job = friend.call("POST", "/generations", body(prompt=prompt, seconds=4), key="demo-mild-film")
    draft = wait_until(friend, job.json()["id"]).get("draft")
    answer = friend.call("POST", f"/drafts/{draft}/publish", {}, key="demo-mild-publish").json()
    judged = until_judged(friend, answer)
    post = world.facts["adult_post"] = judged["id"]
    return {
        "rating": judged["labels"]["rating"],
        "on_the_profile_for_an_adult": on_profile(adult, friend, post),
        "on_the_profile_for_a_teen": on_profile(teen, friend, post),
        "in_a_feed": any(in_feed(person, post) for person in (adult, teen, friend)),
        "for_a_teen": teen.call("GET", f"/posts/{post}").status_code,
    }


FOUND = {
    "there": True,
    "caption": CAPTION,
    "labelled_ai": True,
    "prompt_hidden": True,
}
STEPS = [
    Step(
        "draft_private",
        "friend",
        "looks for the creator's draft, which only its maker sees",
        {"for_a_friend": 404, "for_its_maker": 200, "in_the_feed": False},
        _draft_private,
    ),
    Step(
        "publish",
        "creator",
        "publishes the draft; its caption is screened first",
        {
            "says_whether_it_is_out": True,
            "state": "published",
            "rating": "everyone",
            "stamped": "development",
        },
        _publish,
    ),
    Step("feed_friend", "friend", "finds it in the public feed", FOUND, _feed_friend),
    Step("feed_teen", "teen", "finds it too: it fits under-18 policy", FOUND, _feed_teen),
    Step(
        "download",
        "friend",
        "downloads it: H.264 and AAC that play while they load",
        {"codecs": ["h264", "aac"], "faststart": True},
        _download,
    ),
    Step(
        "mark_moves",
        "friend",
        "reads the maker's handle in the picture, each time elsewhere",
        {"handle_read_in_half": True, "in_different_places": True},
        _mark_moves,
    ),
    Step(
        "c2pa_trusted",
        "friend",
        "verifies who made video, poster and spritesheet",
        {"video": "authentic", "poster": "authentic", "spritesheet": "authentic"},
        _c2pa_trusted,
    ),
    Step(
        "adult_only_hidden",
        "friend",
        "publishes what is fine for adults alone: on the profile for them, in no feed",
        {
            "rating": "adults",
            "on_the_profile_for_an_adult": True,
            "on_the_profile_for_a_teen": False,
            "in_a_feed": False,
            "for_a_teen": 404,
        },
        _adult_only,
    ),
]
