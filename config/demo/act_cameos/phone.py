"""What the app on a phone does to enrol: release, film, send, submit, wait."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from cameos.challenge.asking import Challenge
from config.demo.filming.films import Film, render
from config.demo.patience import PATIENCE
from config.demo.person import Person


def release(**changes: Any) -> dict[str, Any]:
    """What somebody agrees to who read the notice in force."""
    return {
        "notice_version": 0,
        "locale": "en",
        "scopes": {"face": True, "voice": False},
        "released": True,
        **changes,
    }


def begin(who: Person) -> dict[str, Any]:
    """Release, and get a challenge. Raises where there is none."""
    version = who.http.get("/api/v1/cameos/notice").json()["version"]
    answer = who.call(
        "POST", "/cameos/enrolments", release(notice_version=version), key="demo-enrol"
    )
    answer.raise_for_status()
    return dict(answer.json())


def challenge_in(begun: dict[str, Any]) -> Challenge:
    """What the recording must show."""
    asked = begun["challenge"]
    steps = [step["code"] for step in asked["turns"]]
    return Challenge.from_json({"digits": asked["digits"], "steps": steps})


def send(who: Person, begun: dict[str, Any], film: Film, into: Path) -> tuple[int, int]:
    """Film, send and submit; the statuses of both."""
    target = begun["upload"]
    content = render(into, film).read_bytes()
    sent = httpx.put(target["url"], content=content, headers=target["headers"], timeout=PATIENCE)
    submitted = who.call("POST", f"/cameos/enrolments/{begun['id']}/submit")
    return sent.status_code, submitted.status_code


def read(who: Person, enrolment: str) -> dict[str, Any]:
    """How it stands."""
    return dict(who.call("GET", f"/cameos/enrolments/{enrolment}").json())


def result(who: Person, enrolment: str) -> dict[str, Any]:
    """Once it is over, which it is a minute after it was submitted at the earliest."""
    deadline = time.monotonic() + PATIENCE
    while (found := read(who, enrolment))["status"] == "verification_pending":
        if time.monotonic() > deadline:
            raise TimeoutError(f"{who.handle}'s recording waits after {PATIENCE:.0f} s")
        time.sleep(0.5)
    return found


SHORTEST_S = 60  # what docs/enrolment.md promises


def waited(enrolment: dict[str, Any]) -> float:
    """Seconds from sending it in to its result."""
    sent, ended = (datetime.fromisoformat(enrolment[n]) for n in ("submitted_at", "ended_at"))
    return (ended - sent).total_seconds()
