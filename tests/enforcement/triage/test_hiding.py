"""Hide first, decide after (D-17; abuse.md): for whom it does, and for whom it never does."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from config.staff import appoint_lead
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Case, Hiding, HidingEnd, Lane, Report, TrustedFlagger
from enforcement.saying import Said
from enforcement.services.deciding import decide, overturn
from enforcement.services.filing import file_report
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage import lanes
from enforcement.triage.hiding import end
from enforcement.triage.lanes import CONTEST_DUE, CONTEST_LASTS, WRONG_AT_MOST
from enforcement.wanted import Wanted
from enforcement.work.hidings import end_over, watch_spike
from feed.models import Post, PostHold, PostHoldKind
from feed.services.holds import hold_post
from inbox.models import Event
from lib.actors import Actor
from lib.api.throttling import RATES
from moderation.categories import Category
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.enforcement import reporting
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import case_of, given, report, reported
from tests.enforcement.test_without_account import confirmed
from tests.enforcement.triage.test_examining import SEEDS, bank, entry, remember
from tests.feed.studio import published

pytestmark = pytest.mark.django_db
CROWD = 200


def seen(post: Post) -> bool:
    """By somebody whom nobody knows; and as little in the public feed."""
    viewer = cast.stranger()
    there = Post.objects.visible_to(viewer).filter(pk=post.pk).exists()
    assert there or not Post.objects.public_feed(None).filter(pk=post.pk).exists()
    return there


def told(person: Any, prefix: str = "post.") -> list[str]:
    rows = Event.objects.filter(person_id=person.pk, type__startswith=prefix)
    return [type for type in rows.order_by("pk").values_list("type", flat=True)
            if type in ("post.hidden_first", "post.shown_again", "desk.hiding_spike")]  # fmt: skip


def settled(case: Case, outcome: Outcome = Outcome.NO_VIOLATION) -> None:
    reporting.decide(case, outcome)


@pytest.fixture
def flagger() -> Any:
    person = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=person.pk, appointed_by=person.pk)
    return person


def test_two_hundred_new_accounts_hide_nothing_and_one_genuine_notice_hides_at_once(
    api: Api, creator: Any, friend: Any, deliver: Any
) -> None:
    crowded, mine, noticed = published(creator), shown(creator, lent(friend)), published(creator)
    reasons = ("sexual_intimate", "sexual_deepfake", "likeness_me", "hate_extremism")
    for number in range(CROWD):
        person, reason = cast.adult("crowd"), reasons[number % len(reasons)]
        for post in (crowded, mine) if number < 20 else (crowded,):
            file_report(by=person, subject=post.public_id, reason=reason, said=Said(about_me=True))
    assert case_of(crowded).reporter_count == CROWD
    assert not Hiding.objects.exists()
    assert (seen(crowded), seen(mine), seen(noticed)) == (True, True, True)

    reported(api, friend, mine, "likeness_me")
    assert not seen(mine)
    assert confirmed(api, noticed, deliver).status_code == 201
    assert not seen(noticed)
    assert seen(crowded)
    assert set(Hiding.objects.values_list("lane", flat=True)) == {Lane.SHOWN, Lane.NOTICE}
    # Never a whole account.
    assert User.objects.get(pk=creator.pk).state == creator.state


def test_its_maker_sees_it_and_hears_that_it_is_hidden_and_nothing_more(
    api: Api, creator: Any, friend: Any
) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "likeness_me")
    assert api.get(f"/posts/{post.public_id}", as_=creator).json()["state"] == "published"
    assert api.get(f"/posts/{post.public_id}", as_=friend).status_code == 404
    assert told(creator) == ["post.hidden_first"]
    event = Event.objects.get(person_id=creator.pk, type="post.hidden_first")
    assert event.data == {"post": post.public_id}
    rows = AuditEvent.objects.filter(action__contains="hidden_first")
    assert rows.get().action == "enforcement.post.hidden_first"
    assert not AuditEvent.objects.filter(action="feed.post.sanctioned").exists()


@pytest.mark.parametrize("reason", ["deception_spam", "hate_speech"])
def test_whoever_is_in_it_hides_it_for_what_is_about_them_alone(
    api: Api, creator: Any, friend: Any, reason: str
) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, reason)
    assert seen(post)


def test_a_trusted_flagger_hides_what_is_grave(
    api: Api, creator: Any, flagger: Any, post: Post
) -> None:
    reported(api, flagger, post, "deception_spam")
    assert seen(post)
    reported(api, flagger, post, "hate_extremism")
    assert not seen(post)
    # Whoever reports it now is heard: it is not gone.
    assert report(api, cast.stranger(), post).status_code == 201


def test_a_contact_hides_with_a_complete_notice_of_an_intimate_image_alone(
    api: Api, post: Post, deliver: Any
) -> None:
    assert confirmed(api, post, deliver, reason="hate_speech").status_code == 201
    assert seen(post)


def test_a_child_safety_report_hides_what_a_check_supports_and_nobody_is_told(
    api: Api, creator: Any, stranger: Any, deliver: Any
) -> None:
    known, other = published(creator), published(creator)
    remember(known, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    reported(api, stranger, known, "child_sexual")
    reported(api, stranger, other, "child_sexual")
    assert seen(known)
    deliver()
    assert (seen(known), seen(other)) == (False, True)
    assert told(creator) == []
    assert Hiding.objects.get().lane == Lane.CHILD
    route = f"/posts/{known.public_id}/hidden/contest"
    assert api.post(route, as_=creator).status_code == 404
    settled(Case.objects.get(subject_id=known.pk, diverted=True))
    assert seen(known)
    assert told(creator) == []


def test_a_decision_ends_it_and_holds_instead(
    api: Api, creator: Any, friend: Any, flagger: Any
) -> None:
    wrong, right = shown(creator, lent(friend)), published(creator)
    reported(api, friend, wrong, "likeness_me")
    reported(api, flagger, right, "hate_extremism")
    judge = chief()
    decide(wanted=_wanted(wrong, ()), by=judge)
    assert seen(wrong)
    assert told(creator) == ["post.hidden_first", "post.hidden_first", "post.shown_again"]
    made = decide(wanted=_wanted(right, (Wish(ActionName.REMOVE_POST),)), by=judge)
    assert not seen(right)
    assert not Hiding.objects.filter(ended_at=None).exists()
    assert not PostHold.objects.filter(kind=PostHoldKind.HIDDEN, lifted_at=None).exists()
    assert told(creator).count("post.shown_again") == 1
    # The decision falls: nothing of the hiding is left.
    overturn(decision=made, statement="We were wrong.", by=judge)
    assert seen(right)


def _wanted(post: Post, wishes: tuple[Wish, ...]) -> Wanted:
    return Wanted(
        SubjectKind.POST, post.pk, ("hate_extremism",), "We looked at it.", wishes,
        case_id=case_of(post).pk,
    )  # fmt: skip


def test_ending_it_lifts_nothing_that_another_holds(
    api: Api, creator: Any, flagger: Any, post: Post
) -> None:
    reported(api, flagger, post, "hate_extremism")
    hold_post(
        post_id=post.pk, kind=PostHoldKind.REMOVED, cause="act:other", actor=Actor.system("tests")
    )
    settled(case_of(post))
    assert not seen(post)


def test_once_for_a_post_and_a_reason(
    api: Api, creator: Any, flagger: Any, friend: Any, post: Post
) -> None:
    reported(api, flagger, post, "hate_extremism")
    settled(case_of(post))
    other = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=other.pk, appointed_by=other.pk)
    reported(api, other, post, "hate_extremism")
    assert case_of(post).follows_id is not None
    assert seen(post)
    reported(api, other, post, "harassment_threat")
    assert not seen(post)


def test_budgets_of_a_reporter_a_maker_and_a_network(
    api: Api, creator: Any, flagger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tuple(
        lanes.LaneRule(one.lane, one.fits, 2, one.lasts) for one in lanes.RULES
    )  # fmt: skip
    monkeypatch.setattr(lanes, "RULES", rules)
    posts = [published(creator) for _ in range(3)]
    for post in posts:
        reported(api, flagger, post, "hate_extremism")
    assert [seen(post) for post in posts] == [False, False, True]

    monkeypatch.setattr("enforcement.triage.hiding.TARGET_BUDGET", 2)
    second = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=second.pk, appointed_by=second.pk)
    reported(api, second, posts[2], "hate_extremism")
    assert seen(posts[2])
    another = published(cast.creator())
    reported(api, second, another, "hate_extremism")
    assert not seen(another)

    monkeypatch.setitem(RATES, "hide_first", type(RATES["hide_first"])(3, 86_400))
    third = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=third.pk, appointed_by=third.pk)
    last = published(cast.creator())
    reported(api, third, last, "hate_extremism")
    assert seen(last)


def test_a_maker_uses_up_no_budget_of_whoever_is_in_it(
    api: Api, creator: Any, friend: Any, flagger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enforcement.triage.hiding.TARGET_BUDGET", 1)
    reported(api, flagger, published(creator), "hate_extremism")
    mine = shown(creator, lent(friend))
    reported(api, friend, mine, "likeness_me")
    assert not seen(mine)


def test_a_word_is_wrong_also_where_its_hiding_ended_before_the_decision(
    api: Api, creator: Any, flagger: Any
) -> None:
    for _ in range(WRONG_AT_MOST + 1):
        post = published(cast.creator())
        reported(api, flagger, post, "hate_extremism")
        end(Hiding.objects.get(post_id=post.pk), HidingEnd.OVER)
        settled(case_of(post))
    post = published(creator)
    reported(api, flagger, post, "hate_extremism")
    assert seen(post)


def test_a_word_that_was_wrong_too_often_hides_nothing(
    api: Api, creator: Any, flagger: Any, time_machine: Any
) -> None:
    for _ in range(WRONG_AT_MOST + 1):
        post = published(cast.creator())
        reported(api, flagger, post, "hate_extremism")
        assert not seen(post)
        settled(case_of(post))
    post = published(creator)
    reported(api, flagger, post, "hate_extremism")
    assert seen(post)


def test_its_maker_contests_in_one_step(
    api: Api, creator: Any, stranger: Any, flagger: Any, post: Post, as_worker: Any,
    time_machine: Any,
) -> None:  # fmt: skip
    reported(api, flagger, post, "hate_speech")
    route = f"/posts/{post.public_id}/hidden/contest"
    assert api.post(route, as_=stranger).status_code == 404
    assert api.post(route, as_=flagger).status_code == 404
    before = case_of(post).sla_due_at
    answer = api.post(route, as_=creator)
    assert answer.status_code == 200, answer.content
    assert api.post(route, as_=creator).json() == answer.json()
    case = case_of(post)
    assert case.force_review
    assert timezone.now() < case.sla_due_at <= timezone.now() + CONTEST_DUE < before
    assert not seen(post)
    contested = Hiding.objects.get().contested_at
    assert contested is not None
    with as_worker():
        time_machine.move_to(contested + CONTEST_LASTS - timedelta(seconds=1), tick=False)
        assert end_over() == 0
        time_machine.move_to(contested + CONTEST_LASTS, tick=False)
        assert (end_over(), end_over()) == (1, 0)
    assert seen(post)
    assert told(creator) == ["post.hidden_first", "post.shown_again"]
    assert Hiding.objects.get().ended_as == "contested"


def test_an_intimate_image_stays_hidden_until_somebody_decided(
    api: Api, post: Post, deliver: Any, as_worker: Any, time_machine: Any
) -> None:
    confirmed(api, post, deliver)
    answer = api.post(f"/posts/{post.public_id}/hidden/contest", as_=post.author)
    assert answer.json()["until"] is None
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    with as_worker():
        assert end_over() == 0
    assert not seen(post)
    settled(case_of(post))
    assert seen(post)


def test_what_nobody_decided_in_a_week_is_shown_again(
    api: Api, flagger: Any, post: Post, as_worker: Any, time_machine: Any
) -> None:
    reported(api, flagger, post, "hate_extremism")
    time_machine.move_to(timezone.now() + timedelta(days=7), tick=False)
    with as_worker():
        assert end_over() == 1
    assert seen(post)


def test_a_report_that_is_set_aside_hides_no_more(
    api: Api, stranger: Any, moderator: Any, flagger: Any, post: Post
) -> None:
    reported(api, stranger, post, "hate_extremism")
    reported(api, flagger, post, "hate_extremism")
    assert not seen(post)
    set_aside_all_of(
        person=flagger, by=given(moderator, "handle_case", "manage_reporters"), why="complaint"
    )
    assert seen(post)
    assert Report.objects.filter(counts=True).count() == 1


def test_a_spike_pages_the_leads_once(
    api: Api, flagger: Any, as_worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enforcement.work.hidings.SPIKE", 2)
    lead, plain = cast.adult("lead"), given(cast.moderator(), "handle_case")
    appoint_lead(lead)
    for _ in range(2):
        reported(api, flagger, published(cast.creator()), "hate_extremism")
    with as_worker():
        assert not watch_spike()
    reported(api, flagger, published(cast.creator()), "hate_extremism")
    with as_worker():
        assert (watch_spike(), watch_spike()) == (True, False)
    assert told(lead, "desk.") == ["desk.hiding_spike"]
    assert told(plain, "desk.") == []
