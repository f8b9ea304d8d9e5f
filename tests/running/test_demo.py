"""The demo proves something: it holds as it is, and does not when a step is sabotaged."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from config.stack.programs import BASE_DIR

pytestmark = pytest.mark.slow
OUTPUT = BASE_DIR / "demo-output"
FILES = {"video.mp4", "poster.webp", "spritesheet.webp", "contact-sheet.png", "report.json"}
OURS = ("ZOETROPE_", "MEDIA_DIR", "REDIS_URL", "BROKER_URL", "DATABASE_URL", "DJANGO_")


def demo(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", *arguments],
        cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    report = OUTPUT / "report.json"
    assert report.exists(), done.stdout + done.stderr
    return done.returncode, json.loads(report.read_text())["steps"]


def test_every_step_of_the_story_holds() -> None:
    status, steps = demo()
    assert [step["id"] for step in steps if not step["held"]] == []
    assert status == 0
    assert {path.name for path in OUTPUT.iterdir()} == FILES


# Each story breaks steps that do not stand on each other, so that three runs break all fifteen.
BROKEN_TOGETHER = [
    "signup_nine_refused,progress_socket,cancel,idempotent_retry,foreign_draft_404,block_hides,"
    "video_plays",
    "signup_friend,signup_teen,progress_poll_agrees,kill9_render_recovers,kill9_postgres_recovers",
    "follow,submit",
    "signup_adult",
]


def test_every_step_is_broken_by_some_story() -> None:
    from config.demo.act1 import STEPS

    broken = [step for story in BROKEN_TOGETHER for step in story.split(",")]
    assert sorted(broken) == sorted(step.id for step in STEPS)


@pytest.mark.parametrize("broken", BROKEN_TOGETHER)
def test_a_sabotaged_step_is_not_held(broken: str) -> None:
    status, steps = demo("--break", broken)
    assert status != 0
    held = {step["id"]: step["held"] for step in steps}
    assert {step: held[step] for step in broken.split(",")} == dict.fromkeys(
        broken.split(","), False
    )


def test_a_step_that_does_not_exist_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", "--break", "nonsense"],
        cwd=BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "signup_adult" in done.stderr
