"""What a decision can do, and the strike ladder (docs/actions.md)."""

from inspect import getdoc

from config.pages.tables import page, table
from enforcement.actions.base import Action, Wish
from enforcement.actions.names import Audience
from enforcement.actions.registry import ACTIONS
from enforcement.ladder import LEVELS, THRESHOLDS
from enforcement.limits import LONG_SUSPENSION, LONGEST_ACTION, SHORTEST_ACTION

LEAD = (
    "From the gravest on, which is the order in which those of one decision are done. Each is a "
    "class of its own with its way back; a test does and undoes every one and compares all tables. "
    "Protected accounts, and what an order or a law asks for, take two people whatever is done."
)


def actions_page() -> str:
    """One row for each action; then the ladder."""
    rows = [
        (
            f"`{one.name.value}`",
            one.title,
            one.target.value,
            _sentence(getdoc(type(one))),
            one.timing.label,
            ", ".join(f"`{value}`" for value in one.values),
            _two(one),
            "yes" if one.automatic else "",
            str(one.texts[Audience.AUTHOR]),
        )
        for one in ACTIONS.values()
    ]
    head = (
        *("action", "title", "on", "what it does", "lasts", "with a code of"),
        *("two people", "by the system", "its author reads"),
    )
    return page("What a decision can do", LEAD, head, rows) + _ladder()


def _two(action: Action) -> str:
    if action.needs_second_reviewer(Wish(action.name, SHORTEST_ACTION)):
        return "always"
    longest = Wish(action.name, LONGEST_ACTION)
    days = LONG_SUSPENSION.days
    return f"for more than {days} days" if action.needs_second_reviewer(longest) else ""


def _ladder() -> str:
    levels = table(
        ("strike", "points of the first", "points after it", "counting every", "for days"),
        [
            (f"`{x.code}`", str(x.first), str(x.points), str(x.every), str(x.decays.days))
            for x in LEVELS.values()
        ],
    )
    steps = table(
        ("at points", "action", "for days"),
        [(str(x.points), f"`{x.action.value}`", str(x.span.days)) for x in THRESHOLDS],
    )
    return f"\n## Strikes\n\n{levels}\n{steps}"


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split())
