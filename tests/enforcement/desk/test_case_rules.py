"""The rules on the page of a case: of its reasons, or those on which an appealed decision rests."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Standing, StandingReason, User
from enforcement import rule_sets
from enforcement.models import Case, CaseFinding
from enforcement.models.findings import FoundBy
from enforcement.rule_sets import Rule, RuleSet, present, rule_set
from moderation.categories import Category
from tests import cast
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, appealed, ruled
from tests.enforcement.decisions.stage import RULE, Stage, chief
from tests.enforcement.desk.pages import ROOT, read
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk
from tests.standings import change_standing

pytestmark = pytest.mark.django_db
BY_DETECTORS = "Nobody gave a reason; what detectors found stands above."


def rules(client: Client, case: Case) -> Any:
    """The tables of that section."""
    sections = client.get(f"{ROOT}/case/{case.pk}/change/").context["sections"]
    return next(shown.tables for one, shown in sections if one.name == "rules")


def desk() -> Client:
    return at_the_desk(given(cast.moderator(), "handle_case"))


def shut_out(person: User) -> Case:
    """The second look at what staff did at the people desk."""
    change_standing(
        person=person, to=Standing.SUSPENDED, actor=chief(), reason=StandingReason.HARASSMENT
    )
    return case_of(person)


def test_of_its_reasons(api: Api, stage: Stage) -> None:
    reported(api, stage.viewers[0], stage.posts[0])
    (table,) = rules(desk(), case_of(stage.posts[0]))
    (row,) = table.rows
    assert (row[0], row[-1]) == (rule_set(present()).rule(RULE[0]).title, RULE[0])


def test_whoever_answers_an_appeal_reads_what_the_decision_rests_on(
    api: Api, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported(api, stage.viewers[0], stage.posts[0])
    then = RuleSet(7, "0" * 64, {RULE[0]: Rule(RULE[0], "A slur", "As it read that day.")})
    monkeypatch.setitem(rule_sets._SETS, 7, then)
    with monkeypatch.context() as that_day:
        that_day.setattr(rule_sets, "PRESENT", 7)
        decision = ruled(stage, REMOVED)
    case = appealed(api, stage.people[0], decision).case
    (table,) = rules(at_the_desk(chief()), case)
    assert table.rows == (("A slur", "As it read that day.", RULE[0]),)
    assert decision.public_id in table.title
    assert "version 7" in table.title
    told = read(at_the_desk(chief()).get(f"{ROOT}/case/{case.pk}/change/"))
    assert "Nobody gave a reason" not in told


def test_what_several_appealed_stands_there_once(api: Api, stage: Stage) -> None:
    said = [(who, reported(api, who, stage.posts[0])) for who in stage.viewers]
    decision = ruled(stage)
    one, other = (appealed(api, who, report).case for who, report in said)
    assert one == other
    (table,) = rules(at_the_desk(chief()), one)
    assert decision.public_id in table.title


def test_of_whom_staff_shut_out_nobody_gave_a_reason(stage: Stage) -> None:
    (table,) = rules(desk(), shut_out(stage.people[0]))
    assert (table.rows, table.empty) == ((), "Nobody gave a reason.")


def test_detectors_are_named_only_where_they_found_what_is_shown(stage: Stage) -> None:
    case = shut_out(stage.people[0])
    row = {"case": case, "kind": "near_copy", "source": FoundBy.AUTOMATION, "score": 0.5}
    CaseFinding.objects.create(category=Category.CHILD_SAFETY, **row)
    assert rules(desk(), case)[0].empty == "Nobody gave a reason."
    CaseFinding.objects.create(category=Category.VIOLENCE, **row)
    assert rules(desk(), case)[0].empty == BY_DETECTORS
