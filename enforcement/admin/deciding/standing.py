"""What a form was made from, so that nobody decides about what they did not see."""

import json

from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from enforcement.models import Case, Decision
from enforcement.services.snapshots import digest_of
from enforcement.states import SETTLED
from enforcement.subjects.registry import subject_of
from enforcement.wanted import Wanted, accepted, as_json


def version_of(kind: str, key: object, case: Case | None, old: Decision | None) -> str:
    """The thing's words and films, the reports of the case, and what was decided, as one word."""
    seen = subject_of(kind).seen(key)  # type: ignore[arg-type]
    facts: list[object] = [digest_of(seen)]
    if case is not None:
        decisions = case.decisions.order_by("at", "pk").values_list("pk", flat=True)
        facts += [case.queue, case.diverted, case.report_count, case.state in SETTLED]
        facts += [str(one) for one in decisions]
    if case is None and old is None:
        made = Decision.objects.filter(subject_kind=kind, subject_id=str(key), case=None)
        facts += [str(one) for one in made.order_by("at", "pk").values_list("pk", flat=True)]
    if old is not None:
        facts.append(Decision.objects.filter(supersedes=old).exists())
    return _word("version", facts)


def agreement(wanted: Wanted, by: User, version: str) -> str:
    """What somebody was shown: it is done only where exactly this is sent back."""
    return agreement_on(as_json(accepted(wanted)), by, version)


def agreement_on(facts: object, by: User, version: str) -> str:
    """The same of anything that JSON can say."""
    return _word("agreement", [facts, str(by.pk), version])


def is_same(one: str, other: str) -> bool:
    """In constant time."""
    return constant_time_compare(one, other)


def _word(of: str, facts: object) -> str:
    said = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=str)
    return salted_hmac(f"enforcement.{of}", said, algorithm="sha256").hexdigest()
