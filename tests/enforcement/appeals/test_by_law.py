"""A decision that rests on a law is appealed: what takes its place names the law, too (DSA, Article
17(3)(d)), and the order, where one asked for it."""

import pytest

from enforcement.actions.names import ActionName
from enforcement.models import AppealOutcome, Decision, DecisionSource, Ground, Proposal
from enforcement.services.appealing import Remedy, appeal_own, resolve
from enforcement.services.proposing import approve
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, SAID, WHY, appealed, overturned, told
from tests.enforcement.decisions.stage import Stage, chief, decided, set_up, wish

LAW = "Criminal Code, section 86a"
LABELLED = wish(ActionName.LABEL_POST)


@pytest.fixture
def stage(db: None) -> Stage:
    return set_up()


def rests_on(decision: Decision) -> tuple[str, str, str]:
    return decision.ground, decision.legal_ground, decision.source


def by_law(stage: Stage, source: DecisionSource = DecisionSource.PERSON) -> Decision:
    return decided(stage, REMOVED, ground=Ground.LAW, legal_ground=LAW, source=source)


@pytest.mark.parametrize("wishes", [(), (LABELLED,)])
def test_the_answer_names_the_law(wishes: tuple[()], stage: Stage) -> None:
    row = appeal_own(decision=by_law(stage), text=WHY)
    found = overturned(row, chief(), *wishes)
    assert rests_on(found) == (Ground.LAW, LAW, DecisionSource.PERSON)


def test_what_an_order_still_asks_for_takes_two(stage: Stage) -> None:
    row = appeal_own(decision=by_law(stage, DecisionSource.LEGAL), text=WHY)
    remedy = Remedy(wishes=(LABELLED,))
    made = resolve(
        appeal=row, by=chief(), outcome=AppealOutcome.OVERTURNED, statement=SAID, remedy=remedy
    )
    assert isinstance(made, Proposal)
    found = approve(proposal=made, by=chief())
    assert rests_on(found) == (Ground.LAW, LAW, DecisionSource.LEGAL)


def test_that_an_order_was_followed_wrongly_one_person_finds(stage: Stage) -> None:
    row = appeal_own(decision=by_law(stage, DecisionSource.LEGAL), text=WHY)
    assert rests_on(overturned(row, chief())) == (Ground.LAW, LAW, DecisionSource.PERSON)


def test_what_rests_on_our_rules_names_no_law(api: Api, stage: Stage) -> None:
    report, _kept = told(api, stage, stage.viewers[0])
    found = overturned(appealed(api, stage.viewers[0], report), chief(), LABELLED)
    assert rests_on(found) == (Ground.TERMS, "", DecisionSource.PERSON)
