"""The demo as a command: it holds as it is, and a status says where a step did not."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from config.stack.programs import BASE_DIR

pytestmark = pytest.mark.slow

OUTPUT = BASE_DIR / "demo-output"
FILES = {
    *("video.mp4", "poster.webp", "spritesheet.webp", "contact-sheet.png"),
    *("report.json", "thresholds.json"),
}
OURS = ("ZOETROPE_", "MEDIA_DIR", "REDIS_URL", "BROKER_URL", "DATABASE_URL", "DJANGO_")


def demo(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", *arguments],
        cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=1200,
    )  # fmt: skip
    report = OUTPUT / "report.json"
    assert report.exists(), done.stdout + done.stderr
    return done.returncode, json.loads(report.read_text())["steps"]


def test_every_step_of_the_story_holds() -> None:
    status, steps = demo()
    assert [step["id"] for step in steps if not step["held"]] == []
    assert status == 0
    assert {path.name for path in OUTPUT.iterdir()} == FILES


def test_a_story_with_a_sabotaged_step_ends_with_a_status_of_its_own() -> None:
    status, steps = demo("--break", "signup_adult", "--only", "signup_adult,signup_friend")
    assert [step["held"] for step in steps] == [False, True]
    assert status == 1


def test_a_step_that_does_not_exist_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", "--break", "nonsense"],
        cwd=BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "signup_adult" in done.stderr
