"""A replay as rows for a template."""

from typing import Any

from moderation.policy.rows import Verdict
from moderation.replaying.tables import Confusion, Replay


def rows(found: Replay) -> list[dict[str, Any]]:
    """The whole as a matrix of verdicts (one row for each verdict of now), then each category that
    would change, by what it would become."""
    matrix = [
        {
            "name": f"{now.word} now",
            "numbers": [found.all.counts.get((now, then), 0) for then in Verdict],
            "total": sum(found.all.counts.get((now, then), 0) for then in Verdict),
            "is_total": True,
        }
        for now in Verdict
    ]
    return [*matrix, *(_changed(one) for one in found.by_category if one.changed)]


def changes(found: Replay) -> list[dict[str, Any]]:
    """Every verdict that becomes another, with a few scans to look at."""
    return [
        {
            "name": f"{now.word} to {then.word}",
            "count": found.all.counts.get((now, then), len(scans)),
            "scans": scans,
        }
        for (now, then), scans in sorted(found.moves.items())
    ]


def _changed(one: Confusion) -> dict[str, Any]:
    """Only what differs: how many become each verdict."""
    return {
        "name": f"{one.group}, changed",
        "numbers": [
            sum(n for (now, then), n in one.counts.items() if then == to and now != then)
            for to in Verdict
        ],
        "total": one.changed,
        "is_total": False,
    }
