"""No answer to people names who of staff looked, decided or skipped (E39)."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core import mail

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.models import SkipReason
from enforcement.services import claiming
from enforcement.services.presence import look
from inbox.models import Event
from lib.exporting import walkers
from tests.architecture.routes import methods, routes
from tests.client import Api
from tests.enforcement.decisions.stage import DAY, Stage, decided, undone, wish
from tests.enforcement.queueing import reviewer
from tests.enforcement.reporting import case_of, reported

# Of an answer: who of staff did something. `is_staff` is of oneself.
NAMING = re.compile(
    r"(^|_)(staff|reviewer|moderator|holder|judge)(_id)?$"
    r"|^(decided|approved|asked|muted|settled|claimed|reviewed|appointed)_by$"
)
OF_ONESELF = {"is_staff"}


def properties(schema: Any) -> Iterator[str]:
    """The names of all fields anywhere below."""
    if isinstance(schema, dict):
        found = schema.get("properties")
        if isinstance(found, dict):
            yield from found
        for part in schema.values():
            yield from properties(part)
    if isinstance(schema, list):
        for part in schema:
            yield from properties(part)


def test_no_field_of_the_api_is_for_a_member_of_staff() -> None:
    written = yaml.safe_load(Path(settings.BASE_DIR, "docs/openapi.yaml").read_text())
    names = set(properties(written))
    assert len(names) > 300
    assert {one for one in names if NAMING.search(one)} - OF_ONESELF == set()


def test_nothing_that_people_read_names_who_looked_at_their_case(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    author, reporter = stage.people
    report = reported(api, reporter, stage.posts[0])
    case = case_of(stage.posts[0])
    skipper = reviewer()
    claiming.claim(case, skipper)
    claiming.skip(case, skipper, SkipReason.CONFLICT)
    claiming.claim(case, stage.judge)
    look(case, stage.judge)
    during = list(_answers(api, (author, reporter), report.public_id, None))
    decision = decided(
        stage, wish(ActionName.STRIKE), wish(ActionName.LIMIT_POST, DAY), case_id=case.pk
    )
    banned = decided(stage, wish(ActionName.BAN), who=1)
    undone(stage, banned)
    deliver()
    after = list(_answers(api, (author, reporter), report.public_id, decision.public_id))
    assert len(during) > 40
    events = Event.objects.filter(person_id__in=(author.pk, reporter.pk))
    heard = [json.dumps(row.data) for row in events]
    assert heard
    letters = [f"{one.subject} {one.body}" for one in mail.outbox]
    archives = [
        json.dumps(list(one.records(who)), default=str)
        for one in walkers()
        for who in (author, reporter)
    ]
    said = [*during, *after, *heard, *letters, *archives]
    for person in (stage.judge, stage.second, skipper):
        for known in (person.public_id, str(person.pk), person.pk.hex, person.handle, person.email):
            assert not [one for one in said if str(known) in one], known


def _answers(
    api: Api, people: tuple[User, ...], report: str, decision: str | None
) -> Iterator[str]:
    """Every page that names no thing, and those of the report and of the decision."""
    plain = [path for path, view in routes() if "get" in methods(view) and "<" not in path]
    named = [f"/reports/{report}", *([f"/me/decisions/{decision}"] if decision else [])]
    for person in people:
        for path in (*plain, *named):
            answer = api.get(path, as_=person)
            if answer.status_code == 200 and not answer.streaming:
                yield answer.content.decode(errors="replace")
