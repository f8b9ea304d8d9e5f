"""What the store does by itself: a net below our own sweeps, never in their stead.

Nothing under `out/`, `kept/`, `vault/` and `quarantine/` ends by the clock alone: a film and its
master live until they are deleted, a recording until its consent ends, and what is disputed stays
until somebody decided.
"""

from collections.abc import Iterable
from typing import Any

OURS = "zoetrope-"
# Looked at and erased within minutes (SWEPT_AFTER: an hour); while workers stand still rows wait.
INCOMING_DAYS = 7
# A week for each of four stages, a contest of seven days, and consent that ends after 45 days: no
# job is waited for any longer, and the master of one that is done lies elsewhere.
WORK_DAYS = 60
PARTS_DAYS = 1

RULES: tuple[dict[str, Any], ...] = (
    {
        "ID": f"{OURS}incoming",
        "Status": "Enabled",
        "Filter": {"Prefix": "incoming/"},
        "Expiration": {"Days": INCOMING_DAYS},
    },
    {
        "ID": f"{OURS}work",
        "Status": "Enabled",
        "Filter": {"Prefix": "work/"},
        "Expiration": {"Days": WORK_DAYS},
    },
    {
        "ID": f"{OURS}parts",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": PARTS_DAYS},
    },
    {
        # Of a bucket that was versioned once: what is deleted shall be gone.
        "ID": f"{OURS}older-versions",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
    },
)


def merged(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The operator's own rules as they are, and ours as they must be."""
    return [*(one for one in found if not str(one.get("ID", "")).startswith(OURS)), *RULES]


def are_in_force(found: Iterable[dict[str, Any]]) -> bool:
    """Whether each of ours is there, and does what it must."""
    there = {one.get("ID"): one for one in found}
    return all(_says(there.get(rule["ID"], {}), rule) for rule in RULES)


def _says(found: dict[str, Any], rule: dict[str, Any]) -> bool:
    return all(found.get(name) == value for name, value in rule.items())
