"""How hours are said to the people whom they limit."""

from typing import Any

import pytest

from accounts.safeguards.limits import Limit
from accounts.safeguards.windows import DAYS, read_windows, write_windows
from accounts.safeguards.words import meaning


def window(days: Any, begins: str, ends: str, stops: str = "notifications") -> dict[str, Any]:
    return {"days": list(days), "from": begins, "to": ends, "stops": stops}


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ([window(DAYS, "00:00", "06:00")], "Every day from 00:00 to 06:00: nobody notifies you."),
        (
            [window(DAYS[:5], "08:00", "15:00")],
            "Monday to Friday from 08:00 to 15:00: nobody notifies you.",
        ),
        (
            [window(["sun", "mon"], "22:00", "00:00", "all")],
            "Mon, Sun from 22:00 to 00:00: nothing is made, nobody notifies you.",
        ),
        ([window(["sat"], "00:00", "00:00")], "Sat all day: nobody notifies you."),
        ([], "There are no such hours."),
    ],
)
def test_hours_are_said_as_people_say_them(windows: list[dict[str, Any]], said: str) -> None:
    assert meaning(Limit.QUIET_HOURS, write_windows(read_windows(windows))) == said
