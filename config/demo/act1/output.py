"""The finished video, downloaded as an app would, decoded and looked at."""

from pathlib import Path
from typing import Any

import httpx

from config.demo.act1.making import SECONDS, SIZE
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.media import stills
from lib.media.frames import sampled_frames
from lib.media.probe import probe
from lib.media.sound import rms_dbfs

AUDIBLE_DBFS = -45.0
FILES = {"video": "video.mp4", "poster": "poster.webp", "spritesheet": "spritesheet.webp"}


def _video_plays(world: World, broken: bool) -> Seen:
    creator = world.person("creator")
    draft = creator.call("GET", f"/drafts/{world.facts['draft']}").json()
    for kind, name in FILES.items():
        download(draft["assets"][kind], world.output / name)
    video = world.output / FILES["video"]
    if broken:
        video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    info = probe(video)
    sheet = world.output / "contact-sheet.png"
    stills.contact_sheet(video, into=sheet)
    url, head = draft["assets"]["video"]["url"], {"Range": "bytes=0-99"}
    partial = httpx.get(url, headers=head, timeout=PATIENCE)
    return {
        "size": f"{info.width}x{info.height}",
        "frames": info.frames,
        "frames_decoded": sum(1 for _ in sampled_frames(video, per_second=24, max_side=64)),
        "codecs": [info.video_codec, info.audio_codec],
        "faststart": info.faststart,
        "audible": rms_dbfs(video) > AUDIBLE_DBFS,
        "range": [partial.status_code, len(partial.content)],
        "labelled_ai": draft["labels"]["ai_generated"],
    }


def download(asset: dict[str, Any], into: Path) -> None:
    """Fetch a file by its address, as an app does."""
    response = httpx.get(asset["url"], timeout=PATIENCE)
    response.raise_for_status()
    into.write_bytes(response.content)


STEPS = [
    Step(
        "video_plays",
        "creator",
        "downloads the video and plays it to the end",
        {
            "size": SIZE,
            "frames": SECONDS * 24,
            "frames_decoded": SECONDS * 24,
            "codecs": ["h264", "aac"],
            "faststart": True,
            "audible": True,
            "range": [206, 100],
            "labelled_ai": True,
        },
        _video_plays,
    )
]
