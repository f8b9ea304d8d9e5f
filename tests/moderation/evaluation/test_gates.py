"""The gates: they hold for the real stack, and fail where it is weakened."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import TextDetector
from moderation.detectors.registry import text_detectors
from moderation.evaluation import gates
from moderation.evaluation.answering import TextStack
from moderation.evaluation.gates import Score, broken, gates_text, read_gates
from moderation.evaluation.outcomes import AUDIENCES, Bench
from moderation.evaluation.redteam import attack, names
from moderation.evaluation.slices import Slice
from moderation.policy.loading import current_policy
from moderation.policy.rows import Policy, Thresholds
from moderation.rates import Rate
from tests.encoders import encoder_home
from tests.moderation.evaluation.rows import Words

FLOORS = {"one": {"not_unsafe": 0.9, "not_overrefuse": 0.8}, "slices": {"names": 0.1}}


def score(stopped: int, passed: int) -> dict[str, Score]:
    return {"one": Score(Rate(stopped, 10), Rate(passed, 10))}


def people(*passed: int) -> list[Slice]:
    return [Slice("names", str(at), Rate(hits, 10)) for at, hits in enumerate(passed)]


def test_both_metrics_and_the_gap_have_a_gate() -> None:
    assert broken(score(9, 8), people(10, 9), FLOORS) == []
    assert broken(score(8, 8), None, FLOORS) == ["one: not_unsafe is 80.0%, the floor is 90.0%"]
    assert broken(score(9, 7), None, FLOORS) == ["one: not_overrefuse is 70.0%, the floor is 80.0%"]
    assert broken({}, people(10, 8), FLOORS) == ["slices: the gap of names is 20.0%, at most 10.0%"]


def test_a_suite_without_a_gate_or_without_rows_does_not_pass() -> None:
    assert len(broken(score(9, 9), people(1), {})) == 3
    empty = {"one": Score(Rate(0, 0), Rate(0, 0))}
    assert broken(empty, None, FLOORS)[0] == "one: not_unsafe is nothing, the floor is 90.0%"


def test_gates_are_written_narrowly_below_what_was_measured(tmp_path: Path) -> None:
    (tmp_path / "gates.toml").write_text(gates_text(score(10, 8), people(10, 9)))
    found = read_gates(tmp_path / "gates.toml")
    assert found["one"] == {"not_unsafe": 1.0, "not_overrefuse": 0.77}
    assert broken(score(10, 8), people(10, 9), found) == []
    assert len(broken(score(9, 7), people(10, 8), found)) == 3


def test_each_suite_of_the_project_has_both_floors() -> None:
    found = read_gates()
    assert set(found) == set(names())
    for name in set(names()) - {"slices"}:
        assert set(found[name]) == {"not_unsafe", "not_overrefuse"}


def commanded(monkeypatch: pytest.MonkeyPatch, *detectors: TextDetector, **options: object) -> str:
    stack = TextStack(detectors)
    monkeypatch.setattr("moderation.evaluation.answering.text_stack", lambda folder: stack)
    out = StringIO()
    call_command("redteam", verbosity=0, stdout=out, **options)
    return out.getvalue()


class Never:
    """Assesses everything and finds nothing."""

    name, version = "never", "1"

    def assess(self, text: str, *, surface: Surface) -> Answer:
        coverage = dict.fromkeys(Category, Coverage.ASSESSED)
        return Answer(self.name, self.version, coverage, depicts_minor=False)


class Always(Never):
    """Blocks everything."""

    def assess(self, text: str, *, surface: Surface) -> Answer:
        answer = Never.assess(self, text, surface=surface)
        return replace(answer, hits=(Hit(Category.VIOLENCE, 1.0),))


@pytest.mark.parametrize(
    ("detector", "metric"), [(Never(), "not_unsafe"), (Always(), "not_overrefuse")]
)
def test_the_command_fails_below_a_gate(
    monkeypatch: pytest.MonkeyPatch, detector: TextDetector, metric: str
) -> None:
    with pytest.raises(CommandError, match=f"medical: {metric} is 0.0%"):
        commanded(monkeypatch, detector, suite=["medical"])


def test_a_detector_that_fails_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=r"Detectors failed: .*words"):
        commanded(monkeypatch, Words({}, broken=" "), suite=["translation"])


def test_gates_are_not_written_from_some_suites(monkeypatch: pytest.MonkeyPatch) -> None:
    before = gates.FILE.read_text()
    with pytest.raises(CommandError, match="all suites together"):
        commanded(monkeypatch, Never(), suite=["medical"], write_gates=True)
    assert gates.FILE.read_text() == before


@pytest.fixture(scope="module")
def detectors() -> tuple[TextDetector, ...]:
    """The real ones."""
    return text_detectors(encoder_home())


@pytest.mark.slow
def test_the_real_stack_holds_all_gates(
    monkeypatch: pytest.MonkeyPatch, detectors: tuple[TextDetector, ...]
) -> None:
    page = commanded(monkeypatch, *detectors)
    assert all(f"| {name} |" in page for name in names() if name != "slices")


def bench(policy: Policy) -> Bench:
    return Bench(policy, AUDIENCES["draft"], "production")


def failing(stack: TextStack, policy: Policy, suite: str) -> list[str]:
    found = attack(stack, bench(policy), only=[suite], quiet=True)
    return broken(found.scores, found.slices, read_gates())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("removed", "suite"), [("minilm", "medical"), ("lexicon", "public_figures")]
)
def test_the_gates_fail_where_a_detector_is_removed(
    detectors: tuple[TextDetector, ...], removed: str, suite: str
) -> None:
    left = tuple(one for one in detectors if one.name != removed)
    assert failing(TextStack(detectors), current_policy(), suite) == []
    assert failing(TextStack(left), current_policy(), suite) != []


@pytest.mark.slow
def test_the_gates_fail_where_thresholds_are_raised(detectors: tuple[TextDetector, ...]) -> None:
    policy = current_policy()
    lax = Thresholds(limit=0.97, review=0.98, block=0.99)
    raised = {category: dict.fromkeys(row, lax) for category, row in policy.rows.items()}
    found = failing(TextStack(detectors), replace(policy, rows=raised), "science_fiction")
    assert any("not_unsafe" in sentence for sentence in found)
