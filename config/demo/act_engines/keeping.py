"""Where films lie, and how long."""

import base64
import hashlib
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from config.demo.act_engines.asking import at_the_shell, begun, draft_of, fetched, log_of, until
from config.demo.act_engines.cast import person
from config.demo.act_engines.installation import BUCKET, PREPARED, environment
from config.demo.act_engines.models import DRAWN_HERE
from config.demo.patience import waiting
from config.demo.stand_ins.object_store import client
from config.demo.story import Seen, Step
from config.demo.world import World
from generation.limits import DRAFT_KEPT, DRAFT_NOTICE, URL_SECONDS

READY = f"{PREPARED} is as it must be."


def _kept(world: World) -> dict[str, Any]:
    """A finished job of the maker's."""
    if "kept" not in world.facts:
        world.facts["kept"] = until(world, "maker", begun(world, "maker", "kept", model=DRAWN_HERE))
    return dict(world.facts["kept"])


def _s3(world: World, broken: bool) -> Seen:
    job, store = _kept(world), client(world.facts["store"])
    row = at_the_shell(world, f"file_of({job['draft']!r})")
    if broken:
        store.put_object(Bucket=BUCKET, Key=row["key"], Body=b"another film")
    url = urlsplit(draft_of(world, "maker", job)["assets"]["video"]["url"])
    film = fetched(world, "maker", job, "kept-in-s3").read_bytes()
    head = store.head_object(Bucket=BUCKET, Key=row["key"], ChecksumMode="ENABLED")
    sums = {row["sha256"], hashlib.sha256(film).hexdigest(), _checksum(head)}
    return {
        "another_bucket": _prepared(world),
        "served_by_the_store": f"{url.scheme}://{url.netloc}" == world.facts["store"],
        "seconds_of_the_url": int(parse_qs(url.query)["X-Amz-Expires"][0]) <= URL_SECONDS,
        "one_sha256_in_row_store_and_download": len(sums) == 1,
        "encrypted_at_rest": head.get("ServerSideEncryption"),
    }


def _prepared(world: World) -> list[str]:
    """What the command says of a fresh bucket, while it prepares it, and after."""
    with environment({"S3_BUCKET": PREPARED}):
        ways = (("--check",), (), ("--check",))
        return [world.stack.manage("prepare_bucket", *how, ok=(0, 1)).strip() for how in ways]


def _checksum(head: dict[str, Any]) -> str:
    """What the store says that it holds."""
    said = head.get("ChecksumSHA256", "")
    return base64.b64decode(said).hex() if said and "-" not in said else str(head["Metadata"])


def _expiry(world: World, broken: bool) -> Seen:
    job = _kept(world)
    days = DRAFT_KEPT.days if broken else DRAFT_NOTICE.days - 1
    at_the_shell(world, f"let_weeks_pass({job['draft']!r}, {days})")
    told = _told(world, job["draft"], seconds=waiting(broken))
    before = draft_of(world, "maker", job)
    person(world, "maker").call("POST", f"/drafts/{job['draft']}/keep")
    return {
        "told": told,
        "goes_in_days": _days_left(before),
        "kept_for_days": _days_left(draft_of(world, "maker", job)),
    }


def _told(world: World, draft: str, *, seconds: float) -> bool:
    """Whether the maker's log says that it goes."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        events = log_of(world, "maker")
        if any(one["type"] == "draft.expiring" and one["data"]["draft"] == draft for one in events):
            return True
        time.sleep(0.5)
    return False


def _days_left(draft: dict[str, Any]) -> int:
    left = datetime.fromisoformat(draft["expires_at"]) - datetime.now(UTC)
    return round(left.total_seconds() / 86_400)


STORY = [
    Step(
        "s3_storage",
        "operator",
        "keeps every file in a bucket; the film that is fetched from there is the one that was "
        "sealed. A second bucket is prepared by the command, which finds it wrong before",
        {
            "another_bucket": ["", READY, READY],  # what is wrong is said as an error
            "served_by_the_store": True,
            "seconds_of_the_url": True,
            "one_sha256_in_row_store_and_download": True,
            "encrypted_at_rest": "AES256",
        },
        _s3,
    ),
    Step(
        "draft_expiry",
        "maker",
        "is told a week before a draft goes by itself, and keeps it",
        {
            "told": True,
            "goes_in_days": DRAFT_NOTICE.days,
            "kept_for_days": DRAFT_KEPT.days,
        },
        _expiry,
    ),
]
