"""Statements of reasons for the EU's database: their shape, whose they are not, and each once."""

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from audit.models import AuditEvent
from config.staff import appoint_lead
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.dsa.restrictions import RESTRICTIONS
from enforcement.dsa.statements import CONTENT, puid_of, statements
from enforcement.dsa.writing import Form, lines, schema
from enforcement.models import Decision
from enforcement.reasons import Dsa
from enforcement.services.deciding import decide, overturn
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from tests.client import Api
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
WORDS = "Anna Example of 5 Long Street was shown here."
NOTE = "a note among staff"
PAGE = "/admin/enforcement/measures/statements/"
DAY = timedelta(days=1)
A = ActionName


def all_of_them() -> list[dict[str, Any]]:
    now = timezone.now()
    return [json.loads(line) for line in lines(statements(now - DAY, now + DAY), Form.JSONL)]


@pytest.fixture
def judge(moderator: Any) -> Any:
    return given(moderator, "handle_case", "handle_child_safety")


def decided(judge: Any, post: Any, *wishes: Wish, **more: Any) -> Decision:
    policies = more.pop("policies", ("harassment_targeted",))
    wanted = Wanted(SubjectKind.POST, post.pk, policies, WORDS, wishes, note=NOTE, **more)
    return decide(wanted=wanted, by=judge)


def test_a_statement_says_what_was_done_by_what_and_why(
    api: Api, judge: Any, stranger: Any, post: Any
) -> None:
    report = reported(api, stranger, post, text="what the reporter wrote")
    wishes = (Wish(A.RESTRICT_AGE), Wish(A.DISABLE_REMIX), Wish(A.LIMIT_UPLOADS, 3 * DAY))
    rules = ("deception_spam", "harassment_targeted")
    decision = decided(judge, post, *wishes, policies=rules, case_id=report.case_id)
    (one,) = all_of_them()
    today = timezone.now().date()
    assert one["puid"] == puid_of(decision)
    assert set(one["decision_visibility"]) == {
        "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED",
        "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
    }
    assert "end_date_visibility_restriction" not in one
    assert one["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert one["end_date_service_restriction"] == (today + 3 * DAY).isoformat()
    assert one["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert one["category"] == Dsa.CYBER
    assert one["category_addition"] == [Dsa.TERMS]
    assert one["content_type"] == ["CONTENT_TYPE_SYNTHETIC_MEDIA", "CONTENT_TYPE_VIDEO"]
    assert one["application_date"] == one["content_date"] == today.isoformat()
    assert one["source_type"] == "SOURCE_ARTICLE_16"
    assert one["automated_detection"] == "No"
    assert one["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert len(one["territorial_scope"]) == 30


def test_nobody_stands_in_it(api: Api, judge: Any, stranger: Any, post: Any) -> None:
    report = reported(api, stranger, post, text="what the reporter wrote")
    decision = decided(judge, post, Wish(A.REMOVE_POST), case_id=report.case_id)
    (one,) = all_of_them()
    said = json.dumps(one)
    rows = (report, decision, post, judge, stranger, post.author, case_of(post))
    for row in rows:
        assert row.public_id not in said
        assert str(row.pk) not in said
    for word in (WORDS, NOTE, "the reporter wrote", post.author.handle, stranger.handle):
        assert word not in said
    assert str(timezone.now().year) in said
    assert "T0" not in said
    assert ":" not in one["application_date"]


def test_what_restricts_nothing_is_no_statement(judge: Any, post: Any) -> None:
    decided(judge, post)
    decided(judge, post, Wish(A.WARN))
    assert all_of_them() == []


def test_child_safety_is_left_out(api: Api, judge: Any, stranger: Any, post: Any) -> None:
    report = reported(api, stranger, post, "child_sexual")
    rules = ("child_sexual",)
    decided(judge, post, Wish(A.REMOVE_POST), policies=rules, case_id=report.case_id)
    assert all_of_them() == []


def test_each_decision_is_one_statement_and_stays_it(judge: Any, post: Any) -> None:
    """What undoes it is none; what takes its place and restricts is another."""
    first = decided(judge, post, Wish(A.REMOVE_POST))
    before = all_of_them()
    second = decided(judge, post, Wish(A.LIMIT_POST), supersedes=first.pk)
    overturn(decision=second, statement="We were wrong.", by=judge)
    after = all_of_them()
    assert after[:1] == before
    assert [one["puid"] for one in after] == [puid_of(first), puid_of(second)]
    assert after == all_of_them()


def test_every_action_and_kind_of_thing_is_known() -> None:
    assert set(RESTRICTIONS) == set(ActionName)
    assert set(CONTENT) == set(SubjectKind)
    said = schema()["properties"]
    for one in filter(None, RESTRICTIONS.values()):
        values = said[one.field].get("enum") or said[one.field]["items"]["enum"]
        assert one.value in values
    assert set(Dsa.values) <= set(schema()["$defs"]["category"]["enum"])


def test_the_schema_is_one_and_refuses(judge: Any, post: Any) -> None:
    Draft202012Validator.check_schema(schema())
    decided(judge, post, Wish(A.REMOVE_POST))
    (one,) = all_of_them()
    for broken in (
        {**one, "puid": "a b"},
        {**one, "decision_visibility": []},
        {**one, "application_date": "2031-05-01T10:00:00"},
        {**one, "reporter": "usr_1"},
        {**one, "end_date_account_restriction": "2031-05-01"},
        {key: value for key, value in one.items() if key != "decision_visibility"},
        {key: value for key, value in one.items() if not key.startswith("incompatible")},
    ):
        with pytest.raises(ValidationError):
            list(lines([broken], Form.JSONL))


def test_a_command_writes_whole_files_and_the_same_again(
    judge: Any, post: Any, tmp_path: Path
) -> None:
    decision = decided(judge, post, Wish(A.REMOVE_POST))
    today = timezone.now().date().isoformat()
    written = []
    for name in ("one.csv", "two.csv"):
        into = str(tmp_path / name)
        asked = ["--first", today, "--last", today, "--form", "csv"]
        call_command("export_statements", into, *asked)
        written.append((tmp_path / name).read_text())
    assert written[0] == written[1]
    rows = list(csv.DictReader(written[0].splitlines()))
    assert [row["puid"] for row in rows] == [puid_of(decision)]
    assert json.loads(rows[0]["decision_visibility"]) == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert AuditEvent.objects.filter(action="enforcement.statements.exported").count() == 2
    with pytest.raises(CommandError):
        call_command("export_statements", into, "--first", today, "--last", "2001-01-01")


def test_a_lead_takes_them_out_and_leaves_a_row(judge: Any, post: Any, moderator: Any) -> None:
    decided(judge, post, Wish(A.REMOVE_POST))
    today = timezone.now().date().isoformat()
    asked = {"first": today, "last": today, "form": "jsonl"}
    looking = at_the_desk(given(moderator, "see_measures"))
    assert looking.get(PAGE, asked).status_code == 403
    appoint_lead(moderator)
    client = at_the_desk(moderator)
    answer = client.get(PAGE, asked)
    assert json.loads(answer.content)["puid"]
    assert answer["Content-Disposition"].startswith("attachment")
    row = AuditEvent.objects.get(action="enforcement.statements.exported")
    assert (row.actor, row.facts["statements"]) == (moderator.public_id, 1)
    assert client.get(PAGE, {**asked, "last": "2001-01-01"}).status_code == 302
    assert AuditEvent.objects.filter(action="enforcement.statements.exported").count() == 1
