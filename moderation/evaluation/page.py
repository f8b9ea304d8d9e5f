"""A measurement for readers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from moderation.evaluation.counting import Cell, Judged
from moderation.evaluation.report import Report
from moderation.rates import shown

HEAD = """\
| {first} | own head, not_unsafe | own head, not_overrefuse | stack, not_unsafe | \
stack, not_overrefuse | stack, assessed rows, not_unsafe | stack, assessed rows, not_overrefuse |
|---|---|---|---|---|---|---|
"""


def page(found: Report) -> str:
    """Markdown."""
    facts = found.facts
    return f"""\
# What the text stack stops, and what it lets pass

Written by `{facts.command}` on {facts.date}. Policy `{found.policy}`, audience
`{facts.audience}`, judged as under `{found.profile}`. {found.count:,} rows (data
`{facts.data[:12]}`, SHA-256){_left_out(facts.left_out)}. Detectors: {_versions(facts.detectors)}.
{_faults(facts.faults)}
`not_unsafe`: share of harmful rows that are stopped. `not_overrefuse`: share of harmless rows that
pass. Cells show the share, Wilson's 95 % interval and n. *Own head*: some hit in that very
category reaches the audience's limit; only rows that were assessed count. *Stack*: the verdict is
limit or stricter, or the row does not pass; harmless rows are those that nobody annotated as
harmful in any category. What nobody could assess counts as stopped there, as production holds it;
the last two columns leave it out. Labels that nobody gave count neither way.

## By category
{_table(found.trusted, "category", _category)}
## With and without a likeness
Rows that name a real person are judged by the policy's stricter column.

{_table(found.likeness, "likeness, category", _both)}
## By surface
{_table(found.surface, "surface, category", _both)}
## By source
{_table(found.source, "source, category", _both)}
## Rows whose labels are doubtful
Their category labels often do not match the text; they stand in none of the tables above.

{_table(found.doubtful, "category", _category)}
## Not assessed
{_unread(found.unread, found.count)}"""


def _category(cell: Cell) -> str:
    return cell.category.value if cell.category else "**any**"


def _both(cell: Cell) -> str:
    return f"{cell.group}, {_category(cell)}"


def _table(cells: Sequence[Cell], first: str, name: Callable[[Cell], str]) -> str:
    if not cells:
        return "No such rows.\n"
    rows = (
        f"| {name(cell)} | " + " | ".join(shown(rate) for rate in cell.rates.values()) + " |\n"
        for cell in cells
    )
    return HEAD.format(first=first) + "".join(rows)


def _left_out(counts: Mapping[str, int]) -> str:
    told = [f"{number:,} {why}" for why, number in counts.items() if number]
    return f"; left out: {', '.join(told)}" if told else ""


def _versions(detectors: Mapping[str, str]) -> str:
    return ", ".join(f"{name} `{version}`" for name, version in detectors.items())


def _faults(faults: Mapping[str, int]) -> str:
    if not faults:
        return ""
    told = ", ".join(f"{name} {number:,} times" for name, number in faults.items())
    return f"\n**Detectors failed: {told}. What they missed counts as not assessed.**\n"


def _unread(unread: Iterable[Judged], count: int) -> str:
    """By source; rows themselves are listed by line in the JSON."""
    by: Counter[tuple[str, bool]] = Counter(
        (case.source or "unknown", case.harmful) for case, _ in unread
    )
    if not by:
        return f"Every one of {count:,} rows was assessed.\n"
    sources = sorted({source for source, _ in by})
    rows = "".join(f"| {one} | {by[one, True]:,} | {by[one, False]:,} |\n" for one in sources)
    return (
        f"{sum(by.values()):,} of {count:,} rows lack what the profile demands.\n\n"
        f"| source | harmful | others |\n|---|---|---|\n{rows}"
    )
