"""What lights up on a lock screen: for minors that something is new, and not a word more (T7)."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from inbox import notices
from inbox.notices import LOUD, Audience, Category, Notice
from inbox.push.payloads import Said, collapse_id, is_loud, payload_of

LEVELS = ["passive", "active", "time-sensitive"]
MANNER = {
    "badge": {"type": "integer", "minimum": 0, "maximum": 100},
    "sound": {"const": "default"},
    "interruption-level": {"enum": LEVELS},
}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


FOR_MINORS = closed(
    ["aps"],
    aps=closed(
        ["alert", "badge", "interruption-level"],
        alert=closed(["loc-key"], **{"loc-key": {"const": "push.new"}}),
        **MANNER,
    ),
)
FOR_ADULTS = closed(
    ["aps", "kind"],
    aps=closed(
        ["alert", "badge", "interruption-level"],
        alert=closed(
            ["loc-key"],
            **{
                "loc-key": {"enum": ["push.digest", *(f"push.{one}" for one in Category)]},
                "loc-args": {
                    "type": "array",
                    "items": {"type": "string", "pattern": "^[0-9]+$"},
                    "maxItems": 1,
                },
            },
        ),
        **MANNER,
    ),
    kind={"enum": ["digest", *Category]},
    id={"type": "integer", "minimum": 1},
)
EVERY = [(notice, audience) for notice in notices.listing() for audience in notice.texts()]


@pytest.mark.parametrize(("notice", "audience"), EVERY, ids=str)
@pytest.mark.parametrize("tells", [1, 7])
@pytest.mark.parametrize("hushed", [True, False])
def test_no_push_says_more_than_its_audience_may_be_told(
    notice: Notice, audience: Audience, tells: int, hushed: bool
) -> None:
    said = Said(audience, notice.category, number=18, tells=tells, badge=9, hushed=hushed)
    payload = payload_of(said)
    schema = FOR_MINORS if audience == Audience.TEEN else FOR_ADULTS
    Draft202012Validator(schema).validate(payload)
    assert collapse_id(said) in ({"new"} if audience == Audience.TEEN else {"digest", *Category})


@pytest.mark.parametrize("category", list(Category))
def test_in_quiet_hours_only_safety_makes_a_sound(category: Category) -> None:
    said = Said(Audience.TEEN, category, number=1, tells=1, badge=1, hushed=True)
    assert ("sound" in payload_of(said)["aps"]) == (category in LOUD) == is_loud(said)


def test_a_minors_push_is_the_same_whatever_it_is_about() -> None:
    payloads = [
        payload_of(Said(Audience.TEEN, category, number=n, tells=n, badge=1, hushed=True))
        for n, category in enumerate(sorted(set(Category) - LOUD), start=1)
    ]
    assert len({str(payload) for payload in payloads}) == 1
