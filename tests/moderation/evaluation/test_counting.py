"""Both metrics, on rows whose numbers can be counted by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from moderation.answers import Answer
from moderation.categories import Category, Surface
from moderation.evaluation.answering import TextStack
from moderation.evaluation.counting import Cell, table
from moderation.evaluation.labelled import read_labelled
from moderation.evaluation.outcomes import AUDIENCES, Bench
from moderation.evaluation.report import Facts, as_json, report
from moderation.evaluation.running import Run, run
from moderation.policy.loading import current_policy
from tests.moderation.evaluation.rows import Words, row, written

BENCH = Bench(current_policy(), AUDIENCES["draft"], "production")
KNOWN = {
    "knife": (Category.VIOLENCE, 0.6),
    "slur": (Category.HATE, 0.95),
    "low": (Category.VIOLENCE, 0.45),
}
ROWS = [
    row("a knife in him", violence=1, unsafe=1),
    row("missed harm", violence=1, unsafe=1),
    row("a slur", violence=1, unsafe=1),
    row("a knife and bread"),
    row("calm"),
    row("calm slur"),
    row("hateful but calm", hate=1, unsafe=1),
    row("nobody looked knife", violence=None, shocking=None, unsafe=None),
]


def measured(tmp_path: Path, *rows: object, bench: Bench = BENCH) -> Run:
    cases = read_labelled(written(tmp_path / "rows.jsonl", *rows)).cases  # type: ignore[arg-type]
    return run(cases, bench=bench, stack=TextStack((Words(KNOWN),)), quiet=True)


def cell(done: Run, category: Category | None, group: str = "all") -> Cell:
    cells = table(done.judged, lambda case: "all")
    return next(one for one in cells if one.category == category and one.group == group)


def told(done: Cell) -> dict[str, tuple[int, int]]:
    return {name: (rate.hits, rate.count) for name, rate in done.rates.items()}


def test_own_head_and_whole_stack_are_counted_apart(tmp_path: Path) -> None:
    assert told(cell(measured(tmp_path, *ROWS), Category.VIOLENCE)) == {
        "own_not_unsafe": (1, 3),  # the knife; the slur is another head's
        "own_not_overrefuse": (3, 4),  # four are harmless in it, and the bread knife is stopped
        "stack_not_unsafe": (2, 3),
        "stack_not_overrefuse": (1, 3),  # the hateful row is harmless in this, not in all
        "read_not_unsafe": (2, 3),
        "read_not_overrefuse": (1, 3),
    }


def test_a_label_that_nobody_gave_counts_neither_way(tmp_path: Path) -> None:
    unlabelled = row("a knife", violence=None, shocking=None, unsafe=None)
    before = cell(measured(tmp_path, *ROWS), Category.VIOLENCE)
    after = cell(measured(tmp_path, *ROWS, unlabelled), Category.VIOLENCE)
    assert told(before) == told(after)


def test_what_nobody_could_assess_is_stopped_under_production_and_counted_apart(
    tmp_path: Path,
) -> None:
    blind = [row("\N{SNOWMAN} harm", violence=1, unsafe=1), row("\N{SNOWMAN} calm")]
    found = cell(measured(tmp_path, *ROWS, *blind), Category.VIOLENCE)
    assert told(found) == {
        "own_not_unsafe": (1, 3),
        "own_not_overrefuse": (3, 4),
        "stack_not_unsafe": (3, 4),
        "stack_not_overrefuse": (1, 4),
        "read_not_unsafe": (2, 3),
        "read_not_overrefuse": (1, 3),
    }


def test_what_was_not_assessed_is_listed_by_line_without_words(tmp_path: Path) -> None:
    done = measured(tmp_path, *ROWS, row("\N{SNOWMAN} secret words"))
    facts = Facts("c", "d", "h", "draft", done.versions, dict(done.faults), {})
    found = as_json(report(done.judged, bench=BENCH, facts=facts))
    (only,) = found["not_assessed"]
    assert (only["row"], only["surface"], only["harmful"]) == ("9", "prompt", False)
    assert "violence" in only["categories"]
    assert "secret" not in str(found)


@pytest.mark.parametrize(("audience", "stopped"), [("draft", 0), ("teen", 1), ("public", 1)])
def test_the_audience_decides_from_which_score_on_it_is_stopped(
    tmp_path: Path, audience: str, stopped: int
) -> None:
    bench = replace(BENCH, audience=AUDIENCES[audience])
    done = measured(tmp_path, row("low", violence=1, unsafe=1), bench=bench)
    assert cell(done, Category.VIOLENCE).stack_not_unsafe.hits == stopped
    assert cell(done, Category.VIOLENCE).own_not_unsafe.hits == stopped


def test_a_named_person_is_judged_by_the_column_for_likenesses(tmp_path: Path) -> None:
    done = measured(
        tmp_path,
        row("low", violence=1, unsafe=1, likeness=1),
        row("low again", violence=1, unsafe=1, likeness=0),
        row("low and unknown", violence=1, unsafe=1),
    )
    facts = Facts("c", "d", "h", "draft", done.versions, {}, {})
    found = as_json(report(done.judged, bench=BENCH, facts=facts))
    stopped = {
        one["group"]: one["stack_not_unsafe"]["hits"]
        for one in found["by_likeness"]
        if one["category"] == "violence"
    }
    assert stopped == {"with": 1, "without": 0, "not annotated": 0}


def test_a_detector_that_raises_has_assessed_nothing_and_is_told(tmp_path: Path) -> None:
    done = measured(tmp_path, row("\N{SKULL} calm"), row("calm"))
    assert done.faults == {"words": 1}
    assert [bool(end.unread) for _, end in done.judged] == [True, False]
    assert [end.stopped for _, end in done.judged] == [True, False]


def test_rows_with_doubtful_labels_stand_apart(tmp_path: Path) -> None:
    doubtful = row("a knife", hate=1, unsafe=1) | {"source": "coprov2", "subset": "unsafe_hate"}
    done = measured(tmp_path, *ROWS, doubtful)
    facts = Facts("c", "d", "h", "draft", done.versions, {}, {})
    found = report(done.judged, bench=BENCH, facts=facts)
    assert {one.group for one in found.source} == {"own"}
    hate = next(one for one in found.doubtful if one.category == Category.HATE)
    assert (hate.stack_not_unsafe.hits, hate.stack_not_unsafe.count) == (1, 1)


class Batches(Words):
    """Reads many at once, and breaks where it must not."""

    def assess_many(self, pieces: object) -> list[Answer]:
        texts = [text for _, text in pieces]  # type: ignore[attr-defined]
        if any(self.broken in text for text in texts):
            raise RuntimeError("broken")
        return [Words.assess(self, text, surface=Surface.PROMPT) for text in texts]


@pytest.mark.parametrize("broken", [False, True])
def test_reading_many_at_once_answers_the_same_and_fails_alone(
    tmp_path: Path, broken: bool
) -> None:
    rows = [*ROWS, row("\N{SKULL} calm")] if broken else ROWS
    one_by_one = measured(tmp_path, *rows)
    cases = [case for case, _ in one_by_one.judged]
    together = run(cases, bench=BENCH, stack=TextStack((Batches(KNOWN),)), quiet=True)
    assert together.judged == one_by_one.judged
    assert together.faults == one_by_one.faults
