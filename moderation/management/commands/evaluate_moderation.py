"""Measures the whole text stack on labelled rows: both metrics, by category, surface, source."""

import hashlib
from argparse import ArgumentTypeError
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.evaluation.cases import Case
from moderation.evaluation.labelled import Labelled, read_labelled
from moderation.evaluation.lines import Problem
from moderation.evaluation.outcomes import AUDIENCES, Bench
from moderation.evaluation.outputs import check_writable, write_json, write_whole
from moderation.evaluation.page import page
from moderation.evaluation.policies import add_policy_argument, chosen_policy
from moderation.evaluation.report import Facts, as_json, report
from moderation.evaluation.running import Run, run, run_in_processes
from moderation.evaluation.sampling import sampled
from moderation.evaluation.scores import binned

MOST_TOLD = 50


class Command(BaseCommand):
    help = "Measure not_unsafe and not_overrefuse of the text stack on labelled rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="JSON lines, plain or gzipped")
        parser.add_argument("--json", type=Path, help="where the numbers go")
        parser.add_argument("--markdown", type=Path, help="where the page goes")
        parser.add_argument("--scores", type=Path, help="where scores in bins go, for curves")
        parser.add_argument("--audience", choices=AUDIENCES, default="draft")
        add_policy_argument(parser)
        parser.add_argument("--profile", choices=("production", "development"),
                            default="production")  # fmt: skip
        parser.add_argument("--limit", type=positive, help="measure so many rows, by chance")
        parser.add_argument("--seed", type=int, default=1, help="of that chance")
        parser.add_argument(
            "--exclude-split", choices=("calibration",),
            help="leave out the rows that set the detectors' operating point",
        )  # fmt: skip
        parser.add_argument("--skip-bad-lines", action="store_true", help="and count them")
        parser.add_argument("--processes", type=positive, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        check_writable(options["json"], options["markdown"], options["scores"])
        found = self._read(options["data"], skip=options["skip_bad_lines"])
        cases = _chosen(found, options)
        bench = Bench(
            chosen_policy(options["policy"]), AUDIENCES[options["audience"]], options["profile"]
        )
        done = _run(cases, bench, options["processes"], quiet=options["verbosity"] == 0)
        left_out = {
            "lines that are no rows": len(found.problems),
            "not drawn or of the calibration split": len(found.cases) - len(cases),
        }
        told = report(done.judged, bench=bench, facts=_facts(options, done, left_out))
        if options["json"]:
            write_json(options["json"], as_json(told))
        if options["scores"]:
            kept = {"command": told.facts.command, "date": told.facts.date,
                    "detectors": dict(told.facts.detectors)}  # fmt: skip
            write_json(options["scores"], kept | {"categories": binned(done.judged)})
        if options["markdown"]:
            write_whole(options["markdown"], page(told))
        self.stdout.write(page(told))

    def _read(self, path: Path, *, skip: bool) -> Labelled:
        try:
            found = read_labelled(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        for problem in found.problems[:MOST_TOLD]:
            self.stderr.write(f"line {problem.line}: {problem.what}")
        if found.problems and not skip:
            raise CommandError(_summary(found.problems))
        if not found.cases:
            raise CommandError("There is no row to measure.")
        return found


def positive(value: str) -> int:
    """A number from one on."""
    if not value.isdecimal() or int(value) < 1:
        raise ArgumentTypeError("a whole number from 1 on")
    return int(value)


def _summary(problems: Sequence[Problem]) -> str:
    return (
        f"{len(problems):,} lines are no rows (first at line {problems[0].line}); nothing was "
        "measured. Mend them, or leave them out with --skip-bad-lines."
    )


def _chosen(found: Labelled, options: dict[str, Any]) -> list[Case]:
    left_out = found.calibrating if options["exclude_split"] else frozenset()
    kept = [case for case in found.cases if case.name not in left_out]
    if not kept:
        raise CommandError("There is no row to measure outside the calibration split.")
    return sampled(kept, limit=options["limit"], seed=options["seed"])


def _run(cases: list[Case], bench: Bench, processes: int, *, quiet: bool) -> Run:
    from moderation.evaluation.answering import text_stack

    if processes == 1:
        return run(cases, bench=bench, stack=text_stack(settings.DATA_DIR), quiet=quiet)
    return run_in_processes(
        cases, bench=bench, data_dir=settings.DATA_DIR, processes=processes, quiet=quiet
    )


def _facts(options: dict[str, Any], done: Run, left_out: dict[str, int]) -> Facts:
    return Facts(
        command=_command(options),
        date=datetime.now(tz=UTC).date().isoformat(),
        data=hashlib.sha256(options["data"].read_bytes()).hexdigest(),
        audience=options["audience"],
        detectors=done.versions,
        faults=dict(done.faults),
        left_out=left_out,
    )


def _command(options: dict[str, Any]) -> str:
    """As it can be given again; of the paths only what lies below nobody's home."""
    words = [f"manage.py evaluate_moderation --data {options['data'].name}"]
    words.append(f"--audience {options['audience']} --profile {options['profile']}")
    if options["policy"]:
        words.append(f"--policy {Path(options['policy']).name}")
    if options["limit"]:
        words.append(f"--limit {options['limit']} --seed {options['seed']}")
    if options["exclude_split"]:
        words.append(f"--exclude-split {options['exclude_split']}")
    if options["skip_bad_lines"]:
        words.append("--skip-bad-lines")
    return " ".join(words)
