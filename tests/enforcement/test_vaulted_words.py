"""What was said of child safety lasts as long as its case needs it, and no longer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from enforcement.appeal_rules import window
from enforcement.limits import VAULT_KEPT, VAULT_SAID_KEPT_AT_MOST
from enforcement.models import Case, Report, VaultedReport
from enforcement.services.cases import close
from enforcement.services.deciding import decide, overturn
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from enforcement.work.expiring import expire
from feed.models import Post
from lib.actors import Actor
from tests.client import Api
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import case_of, reported

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Later = Callable[[timedelta], int]


@pytest.fixture
def row(api: Api, stranger: User, post: Post) -> Report:
    return reported(api, stranger, post, "child_abuse", text="words")


@pytest.fixture
def left(as_worker: Any) -> Later:
    """`left(span)`: how many words are there once the sweep came by, so long from now."""

    def look(span: timedelta) -> int:
        with travel(timezone.now() + span, tick=False), as_worker():
            expire()
            return VaultedReport.objects.count()

    return look


def decided(case: Case, by: User) -> Any:
    about = Wanted(SubjectKind.POST, case.subject_id, ("child_abuse",), "Nothing.", case_id=case.pk)
    return decide(wanted=about, by=by)


def test_they_stay_while_their_case_is_open_and_go_after_two_years(
    row: Report, left: Later
) -> None:
    assert left(VAULT_KEPT + HOUR) == 1
    assert left(VAULT_SAID_KEPT_AT_MOST - HOUR) == 1
    assert left(VAULT_SAID_KEPT_AT_MOST + HOUR) == 0


def test_they_stay_while_what_was_decided_can_be_looked_at_anew_and_ninety_days_more(
    row: Report, post: Post, left: Later
) -> None:
    by, start = chief(), timezone.now()
    with travel(start + VAULT_KEPT, tick=False):
        first = decided(case_of(post), by)
    after = window() + VAULT_KEPT
    with travel(start + 2 * VAULT_KEPT, tick=False):
        overturn(decision=first, statement="We were wrong.", by=by)
    assert left(VAULT_KEPT + after + HOUR) == 1, "the newest decision counts"
    assert left(2 * VAULT_KEPT + after - HOUR) == 1
    assert left(2 * VAULT_KEPT + after + HOUR) == 0


def test_of_a_case_that_was_closed_they_go_ninety_days_after_that(
    row: Report, post: Post, left: Later
) -> None:
    with travel(timezone.now() + VAULT_KEPT, tick=False):
        close(case_of(post), actor=Actor.system("test"), reason="nothing is left")
    assert left(2 * VAULT_KEPT - HOUR) == 1
    assert left(2 * VAULT_KEPT + HOUR) == 0


def test_without_a_case_they_go_ninety_days_after_they_came(row: Report, left: Later) -> None:
    Report.objects.filter(pk=row.pk).update(case=None)
    assert left(VAULT_KEPT - HOUR) == 1
    assert left(VAULT_KEPT + HOUR) == 0
