"""What the desk of moderators costs over its SQL, with 100,000 cases.

In one process and one run, over embedded servers in a scratch folder: 100,000 cases in every state
and queue with their reports, decisions and appeals (filling.py). Measured are the next case
(`claim_next`, undone each time), the page of a case about a video and about a profile, the board,
and the lists of the admin, as WSGI calls them. The floor of each is its own statements, sent again
as text and read (undone, too); the next case has a second one, a hand-written statement that claims
the same case. Both are taken in turn, so that what else the machine does falls on both: their ratio
is worth keeping, milliseconds are this machine's. With `--only` or `--plans` nothing is kept.

    python -m benchmarks.enforcement --repeat 100
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.house import quartiles, ratios, set_up, timed
from benchmarks.reporting import kept, machine, shown

if TYPE_CHECKING:
    from benchmarks.enforcement.ways import Way

RESULTS = Path(__file__).parents[1] / "results" / "enforcement.json"
CASES, WARM = 100_000, 3
LISTS = {
    "list_of_cases": "case",
    "list_of_reports": "report",
    "list_of_decisions": "decision",
    "list_of_appeals": "appeal",
}


def main() -> None:
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="zoetrope-bench-") as folder:
        servers = set_up(args.data or Path(folder), lambda: _fill(args.cases))
        try:
            result = _measure(args)
        finally:
            servers.stop()
    if not (args.only or args.plans) and args.cases >= CASES:
        kept(result, RESULTS)
    shown(result)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=100, help="of each")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--data", type=Path, help="a folder that is kept, and filled once")
    parser.add_argument("--only", nargs="*", default=[], help="names of what is measured")
    parser.add_argument("--plans", action="store_true", help="say which reads take longest")
    return parser.parse_args()


def _fill(cases: int) -> None:
    from benchmarks.enforcement.filling import Desk

    Desk(cases)


def _measure(args: argparse.Namespace) -> dict[str, Any]:
    from enforcement.models import Appeal, Case, Decision, Report

    ways = {name: way for name, way in _ways().items() if not args.only or name in args.only}
    return {
        "machine": machine("django"),
        "rows": {
            model.__name__.lower(): model._default_manager.count()
            for model in (Case, Report, Decision, Appeal)
        },
        "waiting": Case.objects.filter(state__in=["open", "triaged"]).count(),
        "n": args.repeat,
        "measured": {
            name: _one(way, hand, args.repeat, plans=args.plans)
            for name, (way, hand) in ways.items()
        },
    }


def _ways() -> dict[str, tuple[Way, Way | None]]:
    from django.urls import reverse

    from accounts.models import User
    from benchmarks.enforcement import ways
    from config.staff import appoint_lead
    from enforcement.subjects.kinds import SubjectKind
    from feed.models import Post

    appoint_lead(User.objects.order_by("-created_at")[0])
    by = User.objects.order_by("-created_at")[0]
    client = ways.at_the_desk(by)
    paths = {
        "page_of_a_post": ways.case_path(SubjectKind.POST, Post, by),
        "page_of_a_profile": ways.case_path(SubjectKind.PROFILE, User, by),
        "board": reverse("admin:enforcement_case_board"),
        **{name: reverse(f"admin:enforcement_{one}_changelist") for name, one in LISTS.items()},
    }
    by_hand = ways.undone(ways.next_case_by_hand(by))
    mine = ways.undone(ways.next_case(by))
    if mine() != by_hand():
        raise SystemExit("The statement by hand must claim the same case.")
    pages: dict[str, tuple[Way, Way | None]] = {
        name: (ways.undone(ways.page(client, path)), None) for name, path in paths.items()
    }
    return {"next_case": (mine, by_hand), **pages}


def _one(way: Way, hand: Way | None, repeat: int, *, plans: bool) -> dict[str, Any]:
    from tqdm import tqdm

    from benchmarks.enforcement import ways

    asked = ways.statements(way)
    floor = ways.undone(ways.replayed(asked))
    works = {"all": way, "floor": floor, **({"hand": hand} if hand else {})}
    for work in works.values():
        for _ in range(WARM):
            work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in tqdm(range(repeat), unit="round"):
        for name, work in works.items():
            times[name].append(timed(work) * 1000)
    found = {
        "statements": len(asked),
        "ms": quartiles(times["all"]),
        "floor_ms": quartiles(times["floor"]),
        "over_its_statements": ratios(times["all"], times["floor"]),
    }
    if hand:
        found["by_hand_ms"] = quartiles(times["hand"])
        found["over_one_statement"] = ratios(times["all"], times["hand"])
    if plans:
        found["longest"] = _longest(asked)
    return found


def _longest(asked: list[str]) -> list[tuple[float, str]]:
    from benchmarks.enforcement import ways

    reads = [one for one in asked if one.startswith("SELECT")]
    timed_ones = [(timed(ways.undone(ways.replayed([one]))) * 1000, one) for one in reads]
    return sorted(timed_ones, reverse=True)[:3]


if __name__ == "__main__":
    main()
