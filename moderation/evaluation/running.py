"""All cases through the stack, in this process or in several."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from moderation.evaluation.answering import TextStack, text_stack
from moderation.evaluation.cases import Case
from moderation.evaluation.counting import Judged
from moderation.evaluation.outcomes import Bench, outcome
from moderation.policy.judging import Evidence

AT_ONCE = 128  # cases: detectors that read many at once fill their batches, the bar still moves


@dataclass(frozen=True, slots=True)
class Run:
    """`judged` in the order of the cases."""

    judged: tuple[Judged, ...]
    versions: dict[str, str]
    faults: Counter[str]


Found = tuple[list[list[Evidence]], Counter[str]]


def run(cases: Sequence[Case], *, bench: Bench, stack: TextStack, quiet: bool = False) -> Run:
    """In this process; about 13 ms a case on one core with the detectors of the project."""
    return _finished(
        cases, map(partial(answers, stack), _chunks(cases)), bench, stack.versions, quiet
    )


def run_in_processes(
    cases: Sequence[Case], *, bench: Bench, data_dir: Path, processes: int, quiet: bool = False
) -> Run:
    """Each process loads detectors of its own."""
    from moderation.evaluation import child

    versions = text_stack(data_dir).versions
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=child.begin, initargs=(str(data_dir),)
    ) as pool:
        return _finished(cases, pool.map(child.answer, _chunks(cases)), bench, versions, quiet)


def answers(stack: TextStack, chunk: Sequence[Case]) -> Found:
    """The answers about each case, and what failed meanwhile."""
    before = Counter(stack.faults)
    evidence = iter(stack.evidence(piece for case in chunk for piece in case.pieces))
    found = [[next(evidence) for _ in case.pieces] for case in chunk]
    return found, stack.faults - before


def _chunks(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    return (cases[start : start + AT_ONCE] for start in range(0, len(cases), AT_ONCE))


def _finished(
    cases: Sequence[Case],
    found: Iterable[Found],
    bench: Bench,
    versions: dict[str, str],
    quiet: bool,
) -> Run:
    judged: list[Judged] = []
    faults: Counter[str] = Counter()
    with tqdm(total=len(cases), unit="row", disable=quiet) as bar:
        for evidence, failed in found:
            chunk = cases[len(judged) : len(judged) + len(evidence)]
            faults += failed
            judged += [
                (case, outcome(case, one, bench)) for case, one in zip(chunk, evidence, strict=True)
            ]
            bar.update(len(chunk))
    return Run(tuple(judged), versions, faults)
