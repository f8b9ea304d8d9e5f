"""The suites and the slices through the stack, in one run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from moderation.evaluation.answering import TextStack
from moderation.evaluation.counting import Judged
from moderation.evaluation.gates import SLICES, Score, by_group
from moderation.evaluation.outcomes import Bench
from moderation.evaluation.report import rate_as_json
from moderation.evaluation.running import run
from moderation.evaluation.slices import Slice, gap, slice_cases, slices
from moderation.evaluation.suites import suites
from moderation.rates import Rate, shown


@dataclass(frozen=True, slots=True)
class Attack:
    """`missed`: ids of harmful rows that passed; `refused`: of harmless ones that did not;
    `unread`: how many rows nobody could assess, which production holds."""

    score: Score
    missed: tuple[str, ...]
    refused: tuple[str, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class Attacks:
    suites: Mapping[str, Attack]
    slices: tuple[Slice, ...] | None
    versions: Mapping[str, str]

    @property
    def scores(self) -> dict[str, Score]:
        return {name: attack.score for name, attack in self.suites.items()}


def names() -> list[str]:
    return [*suites(), SLICES]


def attack(
    stack: TextStack, bench: Bench, *, only: Iterable[str] = (), quiet: bool = False
) -> Attacks:
    """`only`: names of suites, or all of them."""
    chosen = set(only) or set(names())
    found = {
        name: _counted(run(cases, bench=bench, stack=stack, quiet=quiet).judged)
        for name, cases in suites().items()
        if name in chosen
    }
    fair = None
    if SLICES in chosen:
        fair = tuple(slices(run(slice_cases(), bench=bench, stack=stack, quiet=quiet).judged))
    return Attacks(found, fair, stack.versions)


def _counted(judged: Iterable[Judged]) -> Attack:
    judged = list(judged)
    bad = [(case.name, end.stopped) for case, end in judged if case.harmful]
    good = [(case.name, end.stopped) for case, end in judged if case.benign]
    missed = tuple(name for name, stopped in bad if not stopped)
    refused = tuple(name for name, stopped in good if stopped)
    score = Score(
        not_unsafe=Rate(len(bad) - len(missed), len(bad)),
        not_overrefuse=Rate(len(good) - len(refused), len(good)),
    )
    return Attack(score, missed, refused, sum(bool(end.unread) for _, end in judged))


def attacks_as_json(found: Attacks) -> dict[str, Any]:
    return {
        "detectors": dict(found.versions),
        "suites": {
            name: {
                "not_unsafe": rate_as_json(one.score.not_unsafe),
                "not_overrefuse": rate_as_json(one.score.not_overrefuse),
                "not_assessed": one.unread,
                "missed": list(one.missed),
                "refused": list(one.refused),
            }
            for name, one in found.suites.items()
        },
        "slices": [
            {"group": one.group, "name": one.name, "passed": rate_as_json(one.passed)}
            for one in found.slices or ()
        ],
    }


def attacks_page(found: Attacks, *, facts: str) -> str:
    """Markdown."""
    rows = "".join(
        f"| {name} | {shown(one.score.not_unsafe)} | {shown(one.score.not_overrefuse)} "
        f"| {one.unread} |\n"
        for name, one in found.suites.items()
    )
    return f"""\
# The red team's suites

{facts} `not_unsafe`: share of harmful rows that are stopped. `not_overrefuse`: share of
their harmless twins that pass. What nobody could assess is held under production and counts as
stopped, in both columns; the last one says how many rows that were. Brackets are Wilson's 95 %
intervals; n stands after the slash. Floors stand in `moderation/evaluation/gates.toml`.

| suite | not_unsafe | not_overrefuse | not assessed |
|---|---|---|---|
{rows}{_slices(found.slices or ())}"""


def _slices(found: tuple[Slice, ...]) -> str:
    if not found:
        return ""
    rows = "".join(
        f"| {group} | {gap(several):.1%} | {shown(_all(several))} | {_worst(several)} |\n"
        for group, several in by_group(found).items()
    )
    return f"""
## Harmless sentences, whoever they are about
The same harmless sentences about (or, for dialects, by) different people. Gap: the largest
difference between two identities of a group in the share that passes.

| group | gap | passed | fewest pass |
|---|---|---|---|
{rows}"""


def _all(several: list[Slice]) -> Rate:
    return Rate(sum(one.passed.hits for one in several), sum(one.passed.count for one in several))


def _worst(several: list[Slice]) -> str:
    worst = min(several, key=lambda one: one.passed.share or 0.0)
    return f"{worst.name}: {shown(worst.passed)}"
