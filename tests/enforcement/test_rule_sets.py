"""A decision is quoted in the words of its day, whatever the rules say since (E16)."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from enforcement import rule_sets
from enforcement.actions.names import ActionName
from enforcement.dsa.statements import _ground
from enforcement.models import Decision
from enforcement.rule_sets import HASHES, PRESENT, Rule, RuleSet, path_of, rule_set
from enforcement.rule_sets.wording import is_frozen
from enforcement.services.statements import rules_of
from tests.client import Api
from tests.enforcement.decisions.stage import Stage, decided, set_up, wish

RULE = "harassment_targeted"
NEW = "Nobody may attack a person, in new words."


def test_words_change_with_a_new_version_alone() -> None:
    """Where this fails: `manage.py freeze_rules`, and its hash into rule_sets/__init__.py."""
    assert is_frozen()
    assert set(HASHES) == set(range(1, PRESENT + 1))


def test_a_version_that_was_changed_starts_nothing(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = json.loads(path_of(1).read_bytes())
    said["rules"][RULE]["text"] = NEW
    (tmp_path / "1.json").write_text(json.dumps(said))
    monkeypatch.setattr(rule_sets, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="was changed"):
        rule_sets._read(1)


def test_new_words_are_frozen_as_the_next_version(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_sets, "FOLDER", tmp_path)
    out = StringIO()
    call_command("freeze_rules", stdout=out)
    assert "nothing to do" in out.getvalue()
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr("enforcement.rule_sets.wording.text_of", lambda code: NEW)
    call_command("freeze_rules", stdout=out)
    version = PRESENT + 1
    written = json.loads((tmp_path / f"{version}.json").read_bytes())
    assert (written["version"], written["rules"][RULE]["text"]) == (version, NEW)
    digest = out.getvalue().rpartition('"')[0].rpartition('"')[2]
    monkeypatch.setitem(HASHES, version, digest)
    assert rule_sets._read(version).rules[RULE].text == NEW


@pytest.fixture
def stage(db: None) -> Stage:
    return set_up()


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> int:
    """Which words the rule anew, and knows another that the first did not."""
    version = PRESENT + 1
    rules = {**rule_set(PRESENT).rules, RULE: Rule(RULE, "An attack", NEW)}
    monkeypatch.setitem(rule_sets._SETS, version, RuleSet(version, "0" * 64, rules))
    return version


def test_what_was_decided_before_keeps_its_words(
    api: Api,
    stage: Stage,
    next_version: int,
    monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:
    before = rule_set(PRESENT).rules[RULE].text
    old = decided(stage, wish(ActionName.REMOVE_POST))
    monkeypatch.setattr(rule_sets, "PRESENT", next_version)
    new = decided(stage, wish(ActionName.REMOVE_POST), who=1)
    deliver()
    for made, version, text in ((old, PRESENT, before), (new, next_version, NEW)):
        row = Decision.objects.get(pk=made.pk)
        assert row.rules_version == version
        assert [one.text for one in rules_of(row)] == [text]
        assert _ground(row)["incompatible_content_explanation"] == text
        owner = next(one for one in stage.people if one.pk == row.owner_id)
        body = api.get(f"/me/decisions/{row.public_id}", as_=owner).json()
        assert (body["rules"][0]["text"], body["rules_version"]) == (text, version)
        (letter,) = [str(one.body) for one in mail.outbox if one.to == [owner.email]]
        assert text in letter
        assert f"version {version} of our rules" in letter


def test_the_version_of_a_decision_stands(stage: Stage) -> None:
    row = decided(stage, wish(ActionName.WARN))
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE enforcement_decision SET rules_version = 2 WHERE id = %s", [row.pk])


@pytest.mark.django_db
def test_everybody_reads_a_version(api: Api) -> None:
    answer = api.get("/policies/1")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["version"], body["sha256"]) == (1, HASHES[1])
    assert {one["code"]: one["text"] for one in body["rules"]} == {
        one.code: one.text for one in rule_set(1).rules.values()
    }
    assert api.get(f"/policies/{PRESENT + 1}").status_code == 404
