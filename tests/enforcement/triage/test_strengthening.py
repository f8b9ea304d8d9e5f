"""A notice takes the place of a weaker word that hid the same post, and counts in the budgets."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from enforcement.models import Case, Hiding, Lane, Report
from enforcement.states import UNDECIDED
from enforcement.triage import lanes
from enforcement.work.hidings import end_over
from moderation.categories import Category
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.enforcement.reporting import case_of, reported
from tests.enforcement.test_without_account import ADDRESS, confirmed
from tests.enforcement.triage.test_examining import SEEDS, bank, entry, remember
from tests.enforcement.triage.test_hiding import seen, settled, told
from tests.feed.studio import published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("contested", [False, True])
def test_a_notice_strengthens_what_somebody_in_it_hid_for_a_time(
    api: Api, creator: Any, friend: Any, deliver: Any, as_worker: Any, time_machine: Any,
    contested: bool,
) -> None:  # fmt: skip
    post = shown(creator, lent(friend))
    reported(api, friend, post, "sexual_intimate")
    if contested:
        api.post(f"/posts/{post.public_id}/hidden/contest", as_=creator)
    assert Hiding.objects.get().ends_at is not None
    assert confirmed(api, post, deliver).status_code == 201
    row = Hiding.objects.get()
    assert (row.lane, row.ends_at) == (Lane.NOTICE, None)
    assert row.report == Report.objects.get(contact__isnull=False)
    assert AuditEvent.objects.filter(action="enforcement.post.hidden_longer").count() == 1
    assert told(creator) == ["post.hidden_first"]
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    with as_worker():
        assert end_over() == 0
    assert not seen(post)
    settled(case_of(post))
    assert seen(post)


def test_a_notice_without_a_budget_strengthens_nothing(
    api: Api, creator: Any, friend: Any, deliver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "sexual_intimate")
    monkeypatch.setattr("enforcement.triage.hiding.TARGET_BUDGET", 0)
    assert confirmed(api, post, deliver).status_code == 201
    assert Hiding.objects.get().lane == Lane.SHOWN


@pytest.mark.parametrize("whose", ["maker", "mailbox"])
def test_strengthening_counts_in_the_budgets_of_its_own_day(
    api: Api, creator: Any, friend: Any, deliver: Any, time_machine: Any,
    monkeypatch: pytest.MonkeyPatch, whose: str,
) -> None:  # fmt: skip
    post = shown(creator, lent(friend))
    reported(api, friend, post, "sexual_intimate")
    time_machine.move_to(timezone.now() + timedelta(days=2))
    if whose == "maker":
        monkeypatch.setattr("enforcement.triage.hiding.TARGET_BUDGET", 1)
        other, by = published(creator), "eve@example.org"
    else:
        rules = tuple(lanes.LaneRule(one.lane, one.fits, 1, one.lasts) for one in lanes.RULES)
        monkeypatch.setattr(lanes, "RULES", rules)
        other, by = published(cast.creator()), ADDRESS
    assert confirmed(api, post, deliver).status_code == 201
    assert Hiding.objects.get().lane == Lane.NOTICE
    assert confirmed(api, other, deliver, email=by).status_code == 201
    assert seen(other)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert confirmed(api, other, deliver, email=by, reason="sexual_deepfake").status_code == 201
    assert not seen(other)


def test_a_notice_about_what_goes_on_beside_child_safety_hides_for_its_own_case(
    api: Api, creator: Any, friend: Any, stranger: Any, deliver: Any
) -> None:
    post = shown(creator, lent(friend))
    remember(post, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    reported(api, friend, post, "sexual_intimate")
    reported(api, stranger, post, "child_sexual")
    deliver()
    first = Case.objects.get(diverted=False)
    settled(first)
    assert confirmed(api, post, deliver).status_code == 201
    row = Hiding.objects.get(lane=Lane.NOTICE)
    second = Case.objects.get(diverted=False, state__in=UNDECIDED)
    assert (row.case, row.weaker_report) == (second, None)
    settled(Case.objects.get(diverted=True))
    end_over()
    assert not seen(post), "the notice waits for a decision"
    settled(second)
    assert (seen(post), Hiding.objects.get(pk=row.pk).ended_as) == (True, "decided")
