"""Whatever is decided and undone, in whatever order: in the end it is as if what was undone had
never happened (D-9)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import ProfileField, ProfileText, ProfileTextState, User
from accounts.services.profile_texts import propose, show
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.actions.registry import ACTIONS
from enforcement.models import AppealOutcome, Decision
from enforcement.services.appealing import appeal_own, resolve
from enforcement.work.beginning import begin_due
from enforcement.work.lifting import lift_ended
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from tests.enforcement.decisions.stage import (
    Stage,
    chief,
    decided,
    effects,
    made,
    set_up,
    undone,
    wanted,
    wish,
)

HOUR = timedelta(hours=1)
SPANS = (6 * HOUR, 30 * HOUR, 200 * HOUR)
WAITS = (None, None, 3 * HOUR, 20 * HOUR)
LEVELS = ("minor", "serious", "grave")


@dataclass
class Step:
    """`decision` is None of a round of the clock, and of somebody's own `words`."""

    at: datetime
    who: int = 0
    wishes: tuple[Wish, ...] = ()
    undone: bool = False
    words: str = ""
    decision: Decision | None = field(default=None, repr=False)

    @property
    def stands(self) -> bool:
        return self.decision is not None and not self.undone

    @property
    def on_post(self) -> bool:
        """It may be replaced by anything else about that post."""
        return self.stands and not any(one.name in ALONE for one in self.wishes)


def one_of(names: Sequence[ActionName]) -> Any:
    def build(name: ActionName, span: timedelta, level: str, after: timedelta | None) -> Wish:
        made = wish(name, span)
        if name == ActionName.STRIKE:
            return Wish(name, made.span, level)
        return replace(made, after=after) if ACTIONS[name].may_wait else made

    return st.builds(
        build,
        st.sampled_from(names),
        st.sampled_from(SPANS),
        st.sampled_from(LEVELS),
        st.sampled_from(WAITS),
    )


ALONE = (  # each about a thing of its own kind
    *(ActionName.PAUSE_CAMEO, ActionName.REMOVE_DRAFT),
    *(ActionName.REMOVE_NAME, ActionName.REMOVE_BIO),
)
ON_POSTS = [one for one in ActionName if one not in ALONE]
WORDS = ("I draw boats.", "I draw more boats.")
POST_WISHES = st.lists(one_of(ON_POSTS), min_size=1, max_size=3, unique_by=lambda one: one.name)


def clocks() -> None:
    """What is due begins, what is over ends."""
    begin_due()
    lift_ended()


def write(stage: Stage, step: Step) -> None:
    """Something else about oneself, and it passed."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=stage.people[step.who].pk)
        if not propose(person, ProfileField.BIO, step.words):
            waiting = ProfileText.objects.filter(person=person, state=ProfileTextState.WAITING)
            for row in waiting:
                show(person, row, actor=Actor.system("test"), reason="test")


def appealed_and_overturned(step: Step) -> bool:
    """Whether there was anything to appeal against."""
    assert step.decision is not None
    try:
        with transaction.atomic():
            appeal = appeal_own(decision=step.decision, text="It was a joke.")
    except DomainError as refused:
        assert refused.code == ErrorCode.NOT_APPEALABLE  # noqa: PT017
        return False
    resolve(
        appeal=appeal, by=chief(), outcome=AppealOutcome.OVERTURNED, statement="You were right."
    )
    return True


def machine(stage: Stage, clock: Any, start: datetime) -> type[RuleBasedStateMachine]:
    class Deciding(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.all = transaction.atomic()
            self.all.__enter__()
            self.steps: list[Step] = []
            self.at = start
            clock.move_to(start, tick=False)

        @rule(who=st.integers(0, 1), wishes=POST_WISHES)
        def decide(self, who: int, wishes: list[Wish]) -> None:
            self._do(Step(self._tick(), who, tuple(wishes)))

        @rule(
            who=st.integers(0, 1),
            name=st.sampled_from(ALONE),
            span=st.sampled_from([None, *SPANS]),
        )
        def alone(self, who: int, name: ActionName, span: timedelta | None) -> None:
            self._do(Step(self._tick(), who, (wish(name, span),)))

        @rule(who=st.integers(0, 1), words=st.sampled_from(WORDS))
        def write(self, who: int, words: str) -> None:
            self.steps.append(Step(self._tick(), who, words=words))
            write(stage, self.steps[-1])

        @precondition(lambda self: any(one.stands for one in self.steps))
        @rule(data=st.data())
        def undo(self, data: Any) -> None:
            step = data.draw(st.sampled_from([one for one in self.steps if one.stands]))
            self._tick()
            undone(stage, step.decision)
            step.undone = True

        @precondition(lambda self: any(one.on_post for one in self.steps))
        @rule(data=st.data(), wishes=POST_WISHES)
        def replace_it(self, data: Any, wishes: list[Wish]) -> None:
            """Another takes its place: the first never happened, and the second now."""
            step = data.draw(st.sampled_from([one for one in self.steps if one.on_post]))
            assert step.decision is not None
            then = Step(self._tick(), step.who, tuple(wishes))
            what = wanted(stage, *then.wishes, who=step.who, supersedes=step.decision.pk)
            then.decision = made(stage, what)
            step.undone = True
            self.steps.append(then)

        @precondition(lambda self: any(one.stands for one in self.steps))
        @rule(data=st.data())
        def overturn_on_appeal(self, data: Any) -> None:
            step = data.draw(st.sampled_from([one for one in self.steps if one.stands]))
            self._tick()
            step.undone = appealed_and_overturned(step)

        @rule(hours=st.integers(1, 100))
        def wait(self, hours: int) -> None:
            self.at += hours * HOUR
            clock.move_to(self.at, tick=False)
            clocks()
            self.steps.append(Step(self.at))

        def teardown(self) -> None:
            happened = effects(stage)
            transaction.set_rollback(True)
            self.all.__exit__(None, None, None)
            with transaction.atomic():
                for step in self.steps:
                    clock.move_to(step.at, tick=False)
                    if step.words:
                        write(stage, step)
                    elif step.decision is None:
                        clocks()
                    elif not step.undone:
                        decided(stage, *step.wishes, who=step.who)
                clock.move_to(self.at, tick=False)
                assert effects(stage) == happened, self.steps
                transaction.set_rollback(True)

        def _tick(self) -> datetime:
            self.at += timedelta(seconds=1)
            clock.move_to(self.at, tick=False)
            return self.at

        def _do(self, step: Step) -> None:
            step.decision = decided(stage, *step.wishes, who=step.who)
            self.steps.append(step)

    return Deciding


@pytest.mark.django_db
def test_decisions_and_undos_in_any_order(time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    stage = set_up()
    kind = machine(stage, time_machine, start)
    run_state_machine_as_test(
        kind, settings=settings(max_examples=20, stateful_step_count=12, deadline=None)
    )
