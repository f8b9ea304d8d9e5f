"""The tables of states, taken from the graphs: every step of every table is tried, and one that is
not in it changes nothing. What each state needs is what the database asks of its row."""

from collections.abc import Callable
from itertools import product
from typing import Any, cast

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.models import Appeal, Batch, Case, DecisionAction, Proposal, Report
from enforcement.models.batches import TO_DO, BatchState
from enforcement.models.decision_actions import ActionState
from enforcement.models.proposals import ProposalState
from enforcement.services.proposing import propose
from enforcement.states import SETTLED, CaseState, Outcome, ReportState
from feed.models import Post
from lib.actors import Actor
from lib.errors import StaleState
from lib.states import Stateful, advance
from tests.client import Api
from tests.enforcement.decisions.stage import decided, set_up, wanted, wish
from tests.enforcement.reporting import case_of, reported

pytestmark = pytest.mark.django_db
MOVER = Actor.system("test")
Fields = dict[str, Any]


def of_report(state: ReportState) -> Fields:
    answered = state == ReportState.ANSWERED
    return {
        "answered_at": timezone.now() if answered else None,
        "outcome": Outcome.VIOLATION if answered else "",
        "counts": state != ReportState.SET_ASIDE,
    }


def of_case(state: CaseState) -> Fields:
    settled = state in SETTLED
    return {
        "decided_at": timezone.now() if settled else None,
        "outcome": Outcome.VIOLATION if settled else "",
        "closed_at": timezone.now() if state == CaseState.CLOSED else None,
    }


def of_action(state: ActionState) -> Fields:
    ended = state in {ActionState.EXPIRED, ActionState.REVERSED}
    by = DecisionAction.objects.get().decision_id
    return {
        "begins_at": timezone.now(),
        "ended_at": timezone.now() if ended else None,
        "reversed_by_id": by if state == ActionState.REVERSED else None,
    }


def of_proposal(state: ProposalState) -> Fields:
    waits = state == ProposalState.WAITING
    another = User.objects.exclude(pk=Proposal.objects.get().asked_by).values("pk")[:1]
    return {
        "wanted": {} if waits else None,
        "settled_by": None if waits else another[0]["pk"],
    }


def of_batch(state: BatchState) -> Fields:
    return {"words": {} if state in TO_DO else None}


NEEDS: dict[type[Stateful], Callable[[Any], Fields]] = {
    Report: of_report,
    Case: of_case,
    DecisionAction: of_action,
    Proposal: of_proposal,
    Batch: of_batch,
}


@pytest.fixture
def rows(api: Api, stranger: User, post: Post) -> dict[type[Stateful], Stateful]:
    """One of each."""
    report = reported(api, stranger, post)
    stage = set_up()
    return {
        Report: report,
        Case: case_of(post),
        DecisionAction: decided(stage, wish(ActionName.WARN)).actions.get(),
        Proposal: propose(wanted=wanted(stage, wish(ActionName.BAN)), by=stage.judge),
        Batch: Batch.objects.create(words={}, asked_by=stage.judge.pk),
    }


def test_no_table_is_left_out() -> None:
    ours = {
        model
        for model in apps.get_app_config("enforcement").get_models()
        if issubclass(model, Stateful) and not model._meta.proxy
    }
    assert ours == {*NEEDS, Appeal}, "an appeal's is tried beside its rules"


@pytest.mark.parametrize("model", NEEDS)
def test_each_step_is_of_its_table(
    model: type[Stateful], rows: dict[type[Stateful], Stateful]
) -> None:
    row, needs, graph = rows[model], NEEDS[model], model.state_graph
    history = model.transition_model._default_manager.filter(subject_id=row.pk)
    states, itself = list(graph.edges), cast(Any, model)._default_manager.filter(pk=row.pk)
    for start, to in product(states, states):
        itself.update(state=start, **needs(start))
        row.refresh_from_db()
        known = history.count()
        if to in graph.edges[start]:
            advance(row, to=to, actor=MOVER, reason="test", **needs(to))
            last = history.latest("pk")
            assert (last.from_state, last.to_state, history.count()) == (start, to, known + 1)
        else:
            with pytest.raises(StaleState):
                advance(row, to=to, actor=MOVER, reason="test", **needs(to))
            assert history.count() == known
        row.refresh_from_db()
        assert row.state == (to if to in graph.edges[start] else start)
