"""What the API document shows of safeguards."""

from typing import Any

from lib.api.openapi import example

NIGHT = {
    "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "from": "00:00",
    "to": "06:00",
    "stops": "notifications",
}
EVENING = {"days": ["sun"], "from": "20:00", "to": "00:00", "stops": "all"}
DEFAULT: dict[str, Any] = {
    "reason": "teen_default",
    "says": "We hold this for everybody who is not known to be 18. Proof of age ends it.",
    "changed_by": "age",
}
MINE = {
    "reason": "own_choice",
    "says": "You chose it. You can take it back, down to what others hold.",
    "changed_by": "you",
}

CHANGES = example(
    "Sunday evenings off, and no push",
    {"limits": {"quiet_hours": [EVENING], "push": "off"}, "time_zone": "Europe/Berlin"},
)
SAFEGUARDS = example(
    "A teen",
    {
        "results": [
            {
                "limit": "quiet_hours",
                "value": [EVENING, NIGHT],
                "says": "Sun from 20:00 to 00:00: nothing is made, nobody notifies you. "
                "Every day from 00:00 to 06:00: nobody notifies you.",
                "reasons": [DEFAULT, MINE],
                "own_choice": [EVENING],
            },
            {
                "limit": "daily_minutes",
                "value": 120,
                "says": "You may watch 120 minutes a day.",
                "reasons": [DEFAULT],
                "own_choice": None,
            },
        ],
        "supervision": None,
        "time_zone": {"name": "Europe/Berlin", "former": None, "former_until": None},
        "region": {"code": "DE", "source": "self_declared"},
        "next_change": {
            "at": "2026-11-22T04:00:00.000000Z",
            "says": "Quiet until 06:00 in Europe/Berlin: nobody notifies you.",
        },
        "watched_today": {"minutes": 12, "most": 120, "until": "2026-11-22T23:00:00.000000Z"},
    },
    status=200,
)
