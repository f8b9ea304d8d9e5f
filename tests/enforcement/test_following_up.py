"""What those who reported something hear, and nobody else (E4, E24); trust and muting (E32)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.services.deletion import delete_account
from audit import registry
from audit.models import AuditEvent
from enforcement.exporting import WALKERS
from enforcement.limits import REPORT_TEXT_KEPT, TRUST_HALF_LIFE
from enforcement.models import Case, Report, Reporter, TrustedFlagger
from enforcement.services import reporters
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import CaseState, Outcome, ReportState
from enforcement.trust import trust_of
from enforcement.work.answering import AGAIN_AFTER, answer, answer_overdue
from enforcement.work.expiring import forget_words
from feed.models import Post
from inbox.models import Event
from inbox.notices import Category
from lib.actors import Actor
from lib.errors import DomainError
from lib.exporting import Walker
from lib.outbox.models import OutboxMessage
from lib.states import advance
from tests import cast
from tests.accounts.relating import block
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api, code_of
from tests.enforcement.reporting import DESK, case_of, decide, given, report, reported
from tests.feed.studio import published

pytestmark = pytest.mark.django_db


def mine(api: Api, who: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get("/me/reports", as_=who).json()["results"]
    return rows


def events_of(api: Api, who: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get("/me/events", as_=who).json()["results"]
    return rows


def test_a_report_is_followed_from_its_receipt_to_its_answer(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int]
) -> None:
    row = reported(api, stranger, post)
    path = f"/reports/{row.public_id}"
    assert [one["state"] for one in mine(api, stranger)] == ["received"]
    case = case_of(post)
    advance(case, to=CaseState.CLAIMED, actor=DESK, reason="claimed")
    assert api.get(path, as_=stranger).json()["state"] == "in_review"
    decide(case, Outcome.VIOLATION)
    deliver()
    body = api.get(path, as_=stranger).json()
    assert (body["state"], body["outcome"]) == ("decided", "violation")
    assert body["answered_at"]
    told = [one for one in events_of(api, stranger) if one["type"] == "report.answered"]
    assert [one["data"] for one in told] == [{"report": row.public_id, "outcome": "violation"}]


def test_what_they_hear_reaches_their_phones(
    api: Api, stranger: Any, moderator: Any, post: Post, monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    owed: list[tuple[Any, Category]] = []
    monkeypatch.setattr(
        "inbox.services.pushing.owe",
        lambda *, person_id, number, category: owed.append((person_id, category)),
    )
    reported(api, stranger, post)
    decide(case_of(post))
    deliver()
    desk = given(moderator, "handle_case", "manage_reporters")
    reporters.mute_reporter(person=stranger, by=desk, span=timedelta(days=7))
    reporters.unmute_reporter(person=stranger, by=desk)
    assert owed == [
        (stranger.pk, Category.SAFETY),
        *[(stranger.pk, Category.ENFORCEMENT)] * 2,
    ]


def test_an_appeal_of_the_other_side_does_not_show(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int]
) -> None:
    row = reported(api, stranger, post)
    case = decide(case_of(post))
    deliver()
    before = api.get(f"/reports/{row.public_id}", as_=stranger).json()
    advance(case, to=CaseState.UNDER_APPEAL, actor=DESK, reason="appeal filed")
    assert api.get(f"/reports/{row.public_id}", as_=stranger).json() == before


def test_a_report_is_read_by_whoever_made_it_alone(
    api: Api, stranger: Any, friend: Any, creator: Any, post: Post
) -> None:
    row = reported(api, stranger, post)
    for other in (friend, creator):
        answer_ = api.get(f"/reports/{row.public_id}", as_=other)
        missing = api.get("/reports/rep_" + "0" * 26, as_=other)
        assert answer_.status_code == missing.status_code == 404
        assert {**answer_.json(), "request_id": 0} == {**missing.json(), "request_id": 0}
        assert mine(api, other) == []


def test_whoever_was_blocked_since_finds_no_trace_in_their_reports(
    api: Api, stranger: Any, creator: Any
) -> None:
    row = reported(api, stranger, creator, "impersonation")
    assert api.get(f"/reports/{row.public_id}", as_=stranger).json()["subject"]
    block(api, creator, stranger)
    shown_ = api.get(f"/reports/{row.public_id}", as_=stranger).json()
    assert shown_["subject"] is None
    assert creator.public_id not in str(mine(api, stranger))


# abuse: whoever is reported learns neither that, nor by whom, nor how often
def test_the_reported_hear_nothing_of_reports(
    api: Api, creator: Any, stranger: Any, post: Post, deliver: Callable[[], int]
) -> None:
    before = (events_of(api, creator), api.get(f"/posts/{post.public_id}", as_=creator).json())
    crowd = [cast.adult("crowd") for _ in range(5)]
    for one in crowd:
        reported(api, one, post)
    reported(api, stranger, creator, "impersonation")
    deliver()
    decide(case_of(post))
    deliver()
    assert events_of(api, creator) == before[0]
    after = api.get(f"/posts/{post.public_id}", as_=creator).json()
    for key in ("assets",):  # addresses live for minutes
        after.pop(key), before[1].pop(key)
    assert after == before[1]
    assert not Event.objects.filter(person_id=creator.pk, actor_id__isnull=False).exists()
    # What is audited of it is for staff alone, who reported what for their leads.
    rows = AuditEvent.objects.filter(action__startswith="enforcement.")
    readers = {name: registry.get(name).audience for name in rows.values_list("action", flat=True)}
    assert set(readers.values()) <= {registry.Audience.STAFF, registry.Audience.LEGAL}
    assert readers["enforcement.report.filed"] == registry.Audience.LEGAL


def test_a_crowd_hides_nothing(api: Api, creator: Any, post: Post, deliver: Any) -> None:
    for _ in range(12):
        reported(api, cast.adult("crowd"), post, "hate_speech")
    deliver()
    looker = cast.adult("looker")
    assert api.get(f"/posts/{post.public_id}", as_=looker).status_code == 200
    assert post.public_id in str(api.get("/feeds/latest", as_=looker).json())
    case = Case.objects.get()
    assert (case.report_count, case.priority) == (12, case.severity)


def test_trust_follows_what_was_found_and_decays(
    api: Api, creator: Any, stranger: Any, deliver: Callable[[], int]
) -> None:
    assert trust_of(None).share == 0.5
    for outcome in (Outcome.VIOLATION, Outcome.VIOLATION, Outcome.NO_VIOLATION):
        post = published(creator)
        reported(api, stranger, post, "hate_speech")
        reported(api, stranger, post, "violence_graphic")  # one voice, however many reasons
        decide(case_of(post), outcome)
    deliver()
    row = Reporter.objects.get(pk=stranger.pk)
    assert (row.agreed_total, row.disagreed_total) == (2, 1)
    assert trust_of(row).share == pytest.approx(3 / 5, abs=0.01)
    later = timezone.now() + TRUST_HALF_LIFE
    assert trust_of(row, now=later).agreed == pytest.approx(1.0, abs=0.01)


def test_what_was_overturned_is_weighed_as_it_stands(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, post)
    case = decide(case_of(post), Outcome.VIOLATION)
    deliver()
    advance(case, to=CaseState.UNDER_APPEAL, actor=DESK, reason="appeal filed")
    decide(case, Outcome.NO_VIOLATION)
    deliver()
    row = Reporter.objects.get(pk=stranger.pk)
    assert (row.agreed_total, row.disagreed_total) == (0, 1)
    assert row.agreed == pytest.approx(0.0, abs=0.01)


def test_delivered_twice_or_lost_everybody_is_answered_once(
    api: Api, stranger: Any, friend: Any, post: Post, as_worker: Any, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, post)
    reported(api, friend, post)
    case = decide(case_of(post))
    OutboxMessage.objects.filter(actor_name="answer_reports").delete()
    Case.objects.update(decided_at=timezone.now() - AGAIN_AFTER)
    with as_worker():
        assert answer_overdue() == 1
    deliver()
    with as_worker():
        assert answer(case.pk) == 0
        assert answer_overdue() == 0
    for who in (stranger, friend):
        told = [one for one in events_of(api, who) if one["type"] == "report.answered"]
        assert len(told) == 1
        assert Reporter.objects.get(pk=who.pk).disagreed_total == 1


def test_whoever_was_told_otherwise_is_told_anew_though_the_message_was_lost(
    api: Api, stranger: Any, post: Post, as_worker: Any, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, post)
    case = decide(case_of(post))
    deliver()
    advance(case, to=CaseState.UNDER_APPEAL, actor=DESK, reason="appeal filed")
    decide(case, Outcome.VIOLATION)
    OutboxMessage.objects.filter(actor_name="answer_reports").delete()
    Case.objects.update(decided_at=timezone.now() - AGAIN_AFTER)
    with as_worker():
        assert answer_overdue() == 1
    deliver()
    told = [one for one in events_of(api, stranger) if one["type"] == "report.answered"]
    assert {one["data"]["outcome"] for one in told} == {"no_violation", "violation"}


def test_a_muted_reporters_report_is_stored_without_effect(
    api: Api, creator: Any, stranger: Any, friend: Any, moderator: Any, post: Post,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    desk = given(moderator, "handle_case", "manage_reporters")
    until = reporters.mute_reporter(person=stranger, by=desk, span=timedelta(days=7))
    told = [one for one in events_of(api, stranger) if one["type"] == "reporting.paused"]
    assert [one["data"] for one in told] == [{"until": until.isoformat()}]
    body = report(api, stranger, post).json()
    assert (body["state"], body["outcome"]) == ("closed", None)
    assert not Case.objects.exists()
    # It joins what others opened, and weighs nothing there.
    reported(api, friend, post)
    row = reported(api, stranger, post, "hate_speech")
    case = Case.objects.get()
    assert (row.case, row.counts, row.state) == (case, False, ReportState.SET_ASIDE)
    assert (case.report_count, case.severity) == (1, 50)
    # Of a child, and of oneself, everybody is heard.
    assert reported(api, stranger, post, "child_sexual").counts
    assert reported(api, stranger, shown(creator, lent(stranger)), "likeness_me").counts
    decide(case)
    deliver()
    row.refresh_from_db()
    assert row.state == ReportState.SET_ASIDE
    reporters.unmute_reporter(person=stranger, by=desk)
    assert reported(api, stranger, published(creator)).counts


def test_all_that_a_troll_said_is_set_aside_at_once(
    api: Api, creator: Any, stranger: Any, friend: Any, moderator: Any, post: Post
) -> None:
    desk = given(moderator, "handle_case", "manage_reporters")
    other, third = published(creator), published(creator)
    for one in (post, other, third):
        reported(api, stranger, one)
    reported(api, stranger, post, "hate_speech")
    reported(api, stranger, post, "child_abuse")
    reported(api, friend, other)
    advance(case_of(third), to=CaseState.CLAIMED, actor=DESK, reason="claimed")
    assert set_aside_all_of(person=stranger, by=desk, why="complaint") == 4
    assert set_aside_all_of(person=stranger, by=desk, why="complaint") == 0
    plain = Case.objects.get(subject_id=post.pk, diverted=False)
    assert (plain.state, plain.report_count, plain.reporter_count) == (CaseState.CLOSED, 0, 0)
    assert Case.objects.get(diverted=True).state == CaseState.OPEN
    assert (case_of(other).state, case_of(other).report_count) == (CaseState.OPEN, 1)
    assert case_of(third).state == CaseState.CLAIMED
    assert {one["state"] for one in mine(api, stranger)} == {"closed", "received"}


# abuse: staff silence whoever reported them
def test_nobody_sets_aside_what_is_said_of_themself(
    api: Api, stranger: Any, moderator: Any, post: Post
) -> None:
    desk = given(moderator, "handle_case", "manage_reporters")
    of_them = reported(api, stranger, desk, "impersonation")
    reported(api, stranger, post)
    assert set_aside_all_of(person=stranger, by=desk, why="complaint") == 1
    of_them.refresh_from_db()
    assert (of_them.state, of_them.counts) == (ReportState.RECEIVED, True)
    assert case_of(desk).state == CaseState.OPEN
    other = given(cast.moderator(), "handle_impersonation", "manage_reporters")
    assert set_aside_all_of(person=stranger, by=other, why="complaint") == 1


def test_what_somebody_says_of_themself_is_not_set_aside_with_the_rest(
    api: Api, creator: Any, stranger: Any, moderator: Any
) -> None:
    film = shown(creator, lent(stranger))
    row = reported(api, stranger, film, "likeness_me")
    desk = given(moderator, "handle_case", "manage_reporters")
    assert set_aside_all_of(person=stranger, by=desk, why="complaint") == 0
    row.refresh_from_db()
    assert (row.verified, row.counts, case_of(film).report_count) == (True, True, 1)


@pytest.mark.parametrize("verb", ["mute", "set_aside", "appoint"])
def test_only_staff_who_may_do_so_about_others(verb: str, moderator: Any, stranger: Any) -> None:
    verbs: dict[str, Callable[[Any, Any], object]] = {
        "mute": lambda person, by: reporters.mute_reporter(
            person=person, by=by, span=timedelta(days=1)
        ),
        "set_aside": lambda person, by: set_aside_all_of(person=person, by=by, why="case"),
        "appoint": lambda person, by: reporters.appoint_flagger(person=person, by=by),
    }
    with pytest.raises(DomainError, match="permission_denied"):
        verbs[verb](stranger, moderator)
    desk = given(moderator, "manage_reporters", "appoint_flagger")
    with pytest.raises(DomainError, match="not_allowed_for_self"):
        verbs[verb](desk, desk)


def test_a_trusted_flagger_goes_first_and_their_accuracy_is_kept(
    api: Api, creator: Any, stranger: Any, moderator: Any, post: Post, deliver: Callable[[], int]
) -> None:
    desk = given(moderator, "appoint_flagger")
    reporters.appoint_flagger(person=stranger, by=desk)
    reporters.appoint_flagger(person=stranger, by=desk)
    assert TrustedFlagger.objects.count() == 1
    assert AuditEvent.objects.filter(action="enforcement.flagger.appointed").count() == 1
    assert reported(api, stranger, post).trusted
    assert Case.objects.get().force_review
    decide(case_of(post), Outcome.VIOLATION)
    deliver()
    reporters.end_flagger(row=TrustedFlagger.objects.get(), by=desk)
    assert Reporter.objects.get(pk=stranger.pk).agreed_total == 1
    assert not reported(api, stranger, published(creator)).trusted
    assert TrustedFlagger.objects.get().ended_at is not None


def test_of_a_reporter_who_leaves_the_words_go_and_the_case_stays(
    api: Api, stranger: Any, post: Post, deliver: Callable[[], int]
) -> None:
    row = reported(api, stranger, post, text="my words")
    delete_account(person=stranger, actor=Actor.person(stranger.pk))
    deliver()
    row.refresh_from_db()
    assert (row.text, row.reporter_id, row.counts) == (None, stranger.pk, True)
    decide(case_of(post), Outcome.VIOLATION)
    deliver()
    row.refresh_from_db()
    assert row.state == ReportState.ANSWERED
    assert not Reporter.objects.filter(pk=stranger.pk).exists()
    assert Report.objects.count() == 1


def test_words_end_once_they_are_past_their_time_and_decided_about(
    api: Api, stranger: Any, friend: Any, creator: Any, post: Post, as_worker: Any
) -> None:
    old, open_ = (reported(api, stranger, one, text="words") for one in (post, creator))
    young = reported(api, friend, post, text="words")
    decide(case_of(post))
    long_ago = timezone.now() - REPORT_TEXT_KEPT - timedelta(seconds=1)
    Report.objects.filter(reporter_id=stranger.pk).update(created_at=long_ago)
    with as_worker():
        assert forget_words() == 1
    kept = Report.objects.filter(text__isnull=False)
    assert {one.pk for one in kept} == {open_.pk, young.pk}
    assert not kept.filter(pk=old.pk).exists()


def test_the_lists_of_others_stay_closed_to_guests(api: Api) -> None:
    assert code_of(api.get("/me/reports")) == "not_authenticated"


def test_an_archive_holds_what_one_reported_and_nothing_of_who_reported_one(
    api: Api, creator: Any, stranger: Any, post: Post
) -> None:
    row = reported(api, stranger, post, text="my own words")
    reported(api, stranger, post, "child_abuse", text="unmistakable")
    of_reporter = {
        one.name: list(one.records(stranger)) for one in WALKERS if isinstance(one, Walker)
    }
    first, second = of_reporter["enforcement/Report"]
    assert (first["id"], first["text"]) == (row.public_id, "my own words")
    assert second["text"] == ""
    assert post.public_id not in str(of_reporter)
    of_reported = [list(one.records(creator)) for one in WALKERS if isinstance(one, Walker)]
    assert not any(of_reported)
