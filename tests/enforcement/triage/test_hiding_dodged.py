"""Ways around the budgets of hide-first: other addresses of one mailbox, other networks of one
customer; and that what one says does not fall with what another said."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from audit.models import AuditEvent
from enforcement.models import Contact, Hiding, HidingEnd, Lane, OpenNotice, Report, TrustedFlagger
from enforcement.states import Outcome
from enforcement.triage import lanes
from enforcement.triage.contesting import contest_hiding
from enforcement.triage.hiding import end_of_report
from enforcement.triage.lanes import CONTEST_LASTS, WRONG_AT_MOST
from enforcement.work.hidings import end_over
from feed.models import Post
from generation.models import Asset, AssetKind
from lib.api.throttling import RATES
from lib.signed_media import exists
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api, code_of
from tests.enforcement.reporting import case_of, reported
from tests.enforcement.test_without_account import confirmed, send
from tests.enforcement.triage.test_hiding import seen, settled, told
from tests.feed.studio import published

pytestmark = pytest.mark.django_db
NOBODY_HERE = "pst_" + "0" * 26


def tagged(number: int) -> str:
    return f"Ada+{number}@example.org"


@pytest.fixture
def at(api: Api) -> Any:
    """Whoever asks from now on does so from this address."""

    def move(address: str) -> None:
        api.client.defaults["REMOTE_ADDR"] = address

    return move


@pytest.fixture
def mine(api: Api, creator: Any, friend: Any) -> Post:
    """Hidden for a time, by somebody who is in it."""
    post = shown(creator, lent(friend))
    reported(api, friend, post, "sexual_intimate")
    assert not seen(post)
    return post


def test_addresses_of_one_mailbox_have_one_budget(
    api: Api, deliver: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tuple(lanes.LaneRule(one.lane, one.fits, 2, one.lasts) for one in lanes.RULES)
    monkeypatch.setattr(lanes, "RULES", rules)
    posts = [published(cast.creator()) for _ in range(3)]
    for number, post in enumerate(posts):
        at(f"198.51.{number}.1")
        assert confirmed(api, post, deliver, email=tagged(number)).status_code == 201
    assert [seen(post) for post in posts] == [False, False, True]
    assert Contact.objects.count() == 3


def test_addresses_of_one_mailbox_are_wrong_together(
    api: Api, deliver: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RATES, "report_mail", RATES["report_open"])
    for number in range(WRONG_AT_MOST + 2):
        post = published(cast.creator())
        at(f"198.51.{number}.1")
        assert confirmed(api, post, deliver, email=tagged(number)).status_code == 201
        assert seen(post) == (number > WRONG_AT_MOST)
        settled(case_of(post))
        deliver()


def test_addresses_of_one_mailbox_are_one_voice_in_a_case(
    api: Api, post: Post, deliver: Any
) -> None:
    assert confirmed(api, post, deliver, email=tagged(1)).status_code == 201
    again = confirmed(api, post, deliver, email=tagged(2))
    assert (again.status_code, code_of(again)) == (409, "already_reported")
    other = confirmed(api, post, deliver, email=tagged(3), reason="harassment_private")
    assert other.status_code == 201
    assert (case_of(post).report_count, case_of(post).reporter_count) == (2, 1)
    # Each hears at the address that it gave.
    settled(case_of(post))
    deliver()
    heard = sorted(one.to[0] for one in mail.outbox[-2:])
    assert heard == [tagged(1), tagged(3)]


# abuse: or the refusal would tell what there is
def test_and_so_they_are_about_what_is_not_there(api: Api, deliver: Any) -> None:
    assert confirmed(api, NOBODY_HERE, deliver, email=tagged(1)).status_code == 201
    again = confirmed(api, NOBODY_HERE, deliver, email=tagged(2))
    assert (again.status_code, code_of(again)) == (409, "already_reported")
    assert OpenNotice.objects.filter(confirmed_at=None).count() == 1


def test_one_mailbox_is_filled_by_no_number_of_its_addresses(
    api: Api, post: Post, deliver: Any
) -> None:
    for number in range(RATES["report_mail"].requests + 2):
        assert send(api, post, email=tagged(number)).status_code == 202
    deliver()
    assert len(mail.outbox) == RATES["report_mail"].requests


@pytest.mark.parametrize("networks", [["2001:db8:7:{}::1"], ["203.0.113.{}"]])
def test_networks_of_one_customer_have_a_budget_together(
    api: Api, at: Any, networks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(RATES["hide_first"])
    monkeypatch.setitem(RATES, "hide_first", kind(2, 86_400))
    monkeypatch.setitem(RATES, "hide_first_wide", kind(3, 86_400))
    hidden = []
    # Somebody next door who goes on after theirs is used up takes nothing from the others.
    for number in (1, 1, 1, 1, 2, 3):
        at(networks[0].format(number))
        person, post = cast.adult("flagger"), published(cast.creator())
        TrustedFlagger.objects.create(person_id=person.pk, appointed_by=person.pk)
        reported(api, person, post, "hate_extremism")
        hidden.append(not seen(post))
    assert hidden == [True, True, False, False, True, False]
    at("2001:db8:8:1::1")
    person, post = cast.adult("flagger"), published(cast.creator())
    TrustedFlagger.objects.create(person_id=person.pk, appointed_by=person.pk)
    reported(api, person, post, "hate_extremism")
    assert not seen(post)


@pytest.mark.parametrize("contested", [False, True])
def test_a_notice_that_falls_leaves_what_somebody_in_it_said(
    api: Api, creator: Any, friend: Any, mine: Post, deliver: Any, as_worker: Any,
    time_machine: Any, contested: bool,
) -> None:  # fmt: skip
    until = Hiding.objects.get().ends_at
    assert until is not None
    assert confirmed(api, mine, deliver).status_code == 201
    if contested:
        api.post(f"/posts/{mine.public_id}/hidden/contest", as_=creator)
        contested_at = Hiding.objects.get().contested_at
        assert contested_at is not None
        until = contested_at + CONTEST_LASTS
    fall(Report.objects.get(contact__isnull=False))
    row = Hiding.objects.get()
    assert (row.lane, row.report.reporter_id, row.ends_at) == (Lane.SHOWN, friend.pk, until)
    assert row.weaker_report is None
    assert not seen(mine)
    assert AuditEvent.objects.filter(action="enforcement.post.hidden_shorter").count() == 1
    assert told(creator) == ["post.hidden_first"]
    time_machine.move_to(until, tick=False)
    with as_worker():
        assert end_over() == 1
    assert seen(mine)


def test_where_its_time_is_over_meanwhile_the_post_is_shown(
    api: Api, mine: Post, deliver: Any, time_machine: Any
) -> None:
    assert confirmed(api, mine, deliver).status_code == 201
    time_machine.move_to(timezone.now() + timedelta(days=8), tick=False)
    assert not seen(mine)
    fall(Report.objects.get(contact__isnull=False))
    assert seen(mine)
    assert Hiding.objects.get().ended_as == HidingEnd.OVER


def test_what_somebody_in_it_said_may_fall_before_the_notice(
    api: Api, mine: Post, deliver: Any
) -> None:
    assert confirmed(api, mine, deliver).status_code == 201
    fall(Report.objects.get(contact=None))
    assert not seen(mine)
    fall(Report.objects.get(contact__isnull=False))
    assert seen(mine)
    assert Hiding.objects.get().ended_as == HidingEnd.CLOSED


def fall(report: Report) -> None:
    with transaction.atomic():
        end_of_report(report)


@pytest.mark.parametrize("how", [HidingEnd.OVER, HidingEnd.CONTESTED])
def test_a_notice_hides_again_what_nobody_decided_in_time(
    api: Api, creator: Any, mine: Post, deliver: Any, as_worker: Any, time_machine: Any,
    how: HidingEnd,
) -> None:  # fmt: skip
    if how == HidingEnd.CONTESTED:
        contest_hiding(post_id=mine.pk, by=creator)
    until = Hiding.objects.get().ends_at
    assert until is not None
    time_machine.move_to(until, tick=False)
    with as_worker():
        assert end_over() == 1
    assert (seen(mine), Hiding.objects.get().ended_as) == (True, how)
    assert confirmed(api, mine, deliver).status_code == 201
    row = Hiding.objects.get()
    assert (row.lane, row.ends_at, row.ended_as, row.contested_at) == (Lane.NOTICE, None, "", None)
    assert not seen(mine)
    assert told(creator) == ["post.hidden_first", "post.shown_again", "post.hidden_first"]
    assert AuditEvent.objects.filter(action="enforcement.post.hidden_again").count() == 1
    # Its maker says so anew, and only a decision ends it now.
    contested = contest_hiding(post_id=mine.pk, by=creator)
    assert (contested.ends_at, contested.contested_at) == (None, timezone.now())
    time_machine.move_to(until + timedelta(days=30), tick=False)
    with as_worker():
        assert end_over() == 0
    settled(case_of(mine))
    assert seen(mine)


def test_what_was_decided_is_not_hidden_again(
    api: Api, mine: Post, deliver: Any, as_worker: Any, time_machine: Any
) -> None:
    until = Hiding.objects.get().ends_at
    assert until is not None
    time_machine.move_to(until, tick=False)
    with as_worker():
        end_over()
    settled(case_of(mine), Outcome.NO_VIOLATION)
    Post.objects.filter(pk=mine.pk).update(caption="Other words, so that it is looked at anew.")
    assert confirmed(api, mine, deliver).status_code == 201
    assert case_of(mine).follows_id is not None
    assert seen(mine)


def test_addresses_of_its_files_die_with_the_hiding_and_its_author_gets_new_ones(
    api: Api, creator: Any, friend: Any, deliver: Any
) -> None:
    post = shown(creator, lent(friend))
    assert post.draft is not None
    keys = set(_keys(post))
    assert all(map(exists, keys))
    reported(api, friend, post, "likeness_me")
    deliver()
    assert not any(map(exists, keys))
    assert all(map(exists, _keys(post)))
    assert all(key.startswith("out/") for key in _keys(post))


def _keys(post: Post) -> list[str]:
    assert post.draft is not None
    leaving = (AssetKind.VIDEO, AssetKind.POSTER, AssetKind.SPRITESHEET)
    rows = Asset.objects.filter(job=post.draft.job, kind__in=leaving)
    return list(rows.values_list("storage_key", flat=True))
