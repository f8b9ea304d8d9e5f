"""R15: whoever is limited, or says no, has every other door as before, at real things of theirs."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction

from accounts.models import SafeguardSettings, User
from accounts.safeguards import Limit, supervision
from lib.ids import IdKind
from tests import cast
from tests.accounts.safeguards.values import strictest
from tests.architecture.test_every_route import PARAMETER, fill, things_of
from tests.architecture.test_safeguards import closed, doors
from tests.client import Api, code_of
from tests.feed.studio import published
from tests.parental.families import linked

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
AN_ID = re.compile(r"\b([a-z]{3})_[0-9a-z]{26}\b")
# Of another kind of likeness, of a finding that nobody made, of a proof that did not run yet.
ELSEWHERE = {
    "GET /characters/<cam:character_id>",
    "GET /me/impersonation",
    "GET /transparency/feed-proof",
}


@cache
def paths() -> dict[str, Any]:
    with DOCUMENT.open() as file:
        return dict(yaml.load(file, yaml.CSafeLoader)["paths"])


def body_of(door: str, things: dict[str, str]) -> Any:
    """The first example that the document gives for it, about these things."""
    method, path = door.split(" ")
    said = paths()["/api/v1" + PARAMETER.sub(r"{\g<name>}", path)][method.lower()]
    json = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples: list[Any] = list(json.get("examples", {}).values())
    example = examples[0]["value"] if examples else None
    return renamed(example, things)


def renamed(value: Any, things: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            name: cast.PASSWORD if name == "password" else renamed(one, things)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [renamed(one, things) for one in value]
    if isinstance(value, str):
        return AN_ID.sub(lambda match: things.get(match[1], match[0]), value)
    return value


class World:
    """A teen with one of everything, and somebody else whom they see. Each knock is undone: no
    door meets what another did."""

    def __init__(self, api: Api, deliver: Callable[[], int]) -> None:
        self.api, self.person = api, cast.teen()
        other = cast.teen()
        ids = {kind.value: f"{kind}_" + "0" * 26 for kind in IdKind}
        own = things_of(self.person, cast.teen(), api, deliver, linked(self.person))
        self.things = {
            **ids,
            "str": "0" * 64,
            **own,
            "handle": other.handle,
            "usr": other.public_id,
        }
        published(other)

    def knock(self, door: str) -> tuple[int, str]:
        method, path = door.split(" ")
        with transaction.atomic():
            answer = self.api.request(
                method.lower(),
                fill(path, self.things),
                body_of(door, self.things),
                as_=self.person,
                key=f"same-{door}",
            )
            transaction.set_rollback(True)
        return answer.status_code, code_of(answer) if answer.status_code >= 400 else ""


@pytest.fixture
def worlds(
    api: Api,
    deliver: Callable[[], int],
    puppet: Callable[..., Any],
    media_dir: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[World, World]:
    """Of somebody without a control, and with every one at its strictest."""
    puppet()
    with monkeypatch.context() as while_begun:
        while_begun.setattr(supervision, "_releases", [lambda person: True])
        free, limited = World(api, deliver), World(api, deliver)
    choices = {limit.value: strictest(limit) for limit in Limit}
    SafeguardSettings.objects.update_or_create(
        person=User.objects.get(pk=limited.person.pk), defaults={"choices": choices}
    )
    return free, limited


def test_with_every_control_at_its_strictest_nothing_else_is_closed(
    worlds: tuple[World, World],
) -> None:
    free, limited = worlds
    answers = {}
    for door in sorted(doors() - closed()):
        answers[door] = free.knock(door)
        assert answers[door] == limited.knock(door), door
    # Else they would be alike for lack of anything to answer with.
    reads = {door: answer for door, answer in answers.items() if door.startswith("GET ")}
    missing = {door for door, (status, _code) in reads.items() if status != 200}
    assert missing == ELSEWHERE
    done = [door for door, (status, _code) in answers.items() if status < 300]
    assert len(done) > 0.6 * len(answers), sorted(set(answers) - set(done))
