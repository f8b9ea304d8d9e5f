"""What can be reported, by whom, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Block, User
from accounts.services.closing import close_account
from cameos.addresses import address_of
from enforcement.limits import GONE_REPORTABLE, TEXT_CHARACTERS
from enforcement.models import Case, Report, Snapshot
from enforcement.reasons import REASONS, Queue
from enforcement.subjects.kinds import SubjectKind
from feed.models import Post
from feed.services.deletion import delete_post
from generation.models import Draft
from lib.actors import Actor
from tests import cast
from tests.accounts.relating import block
from tests.cameos.permissions.lending import follow, lent
from tests.cameos.revoking.films import film, shown
from tests.client import Api, code_of
from tests.enforcement.reporting import case_of, given, report, reported, things
from tests.feed.studio import published
from tests.takedowns import removed

pytestmark = pytest.mark.django_db
A_POST = "pst_" + "0" * 26


def test_a_post_is_reported_and_waits_in_a_case(api: Api, stranger: Any, post: Post) -> None:
    answer = report(api, stranger, post, "harassment_threat", text="He knows where I live.")
    assert answer.status_code == 201
    body = answer.json()
    assert answer["Location"] == f"/api/v1/reports/{body['id']}"
    assert {**body, "id": None, "created_at": None} == {
        "id": None,
        "kind": "post",
        "subject": post.public_id,
        "reason": "harassment_threat",
        "about_me": False,
        "claim": None,
        "state": "received",
        "outcome": None,
        "measures": [],
        "automated": None,
        "appeal": None,
        "redress": None,
        "processing": None,
        "attachments": 0,
        "removed": None,
        "created_at": None,
        "answered_at": None,
    }
    row, case = Report.objects.get(), Case.objects.get()
    assert (row.case, row.reporter_id, row.text) == (case, stranger.pk, "He knows where I live.")
    assert (case.queue, case.severity, case.report_count) == (Queue.URGENT, 90, 1)
    hours = (case.sla_due_at - row.created_at) / timedelta(hours=1)
    assert hours == pytest.approx(REASONS["harassment_threat"].sla / timedelta(hours=1), abs=0.1)


def test_what_was_said_is_sealed(api: Api, stranger: Any, post: Post) -> None:
    reported(api, stranger, post, text="an unmistakable complaint")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM enforcement_report")
        (kept,) = cursor.fetchone()
        cursor.execute("SELECT seen FROM enforcement_snapshot")
        (seen,) = cursor.fetchone()
    assert b"unmistakable" not in bytes(kept)
    assert b"unmistakable" not in bytes(seen)  # the prompt of tests says so too


@pytest.mark.parametrize("kind", SubjectKind.values)
def test_every_kind_is_reported_by_whoever_sees_it(
    api: Api, creator: Any, stranger: Any, kind: str
) -> None:
    subject = things(creator, stranger)[kind]
    body = report(api, stranger, subject, "harassment_targeted").json()
    assert (body["kind"], body["subject"]) == (kind, subject)
    case = case_of(subject)
    assert case.owner_id == creator.pk
    assert Snapshot.objects.filter(case=case).count() == 1


def test_each_reason_has_a_queue_a_clock_and_a_category() -> None:
    for one in REASONS.values():
        assert one.queue in Queue
        assert timedelta() < one.sla <= timedelta(hours=96), one
        assert 0 < one.severity <= 100
        assert one.dsa.value.startswith("STATEMENT_CATEGORY_")
        assert one.kinds
        assert one.diverted == (one.queue == Queue.CHILD_SAFETY)
    # TAKE IT DOWN Act: within 48 hours of a valid notice.
    signed = [one for one in REASONS.values() if one.needs_notice]
    assert signed
    assert all(one.sla <= timedelta(hours=48) for one in signed)


def test_reasons_are_read_without_an_account(api: Api) -> None:
    topics = api.get("/reports/reasons").json()["topics"]
    codes = [one["code"] for topic in topics for one in topic["reasons"]]
    assert sorted(codes) == sorted(REASONS)
    assert {"underage_user", "likeness_me", "impersonation", "sexual_intimate"} <= set(codes)
    of_drafts = api.get("/reports/reasons?kind=draft").json()["topics"]
    assert "underage_user" not in str(of_drafts)
    assert code_of(api.get("/reports/reasons?kind=moon")) == "invalid"


@pytest.mark.parametrize(
    ("more", "code", "attr"),
    [
        ({"reason": "boredom"}, "invalid_choice", "reason"),
        ({"reason": None}, "null", "reason"),
        ({"subject": "gen_" + "0" * 26}, "invalid", "subject"),
        ({"subject": "nonsense"}, "invalid", "subject"),
        ({"subject": 7}, "wrong_type", "subject"),
        ({"start": 3.0, "end": 1.0}, "invalid", "end"),
        ({"start": 1.0}, "invalid", "end"),
        ({"end": 1.0}, "invalid", "end"),
        ({"start": 0.0, "end": 4.5}, "invalid", "end"),
        ({"start": -1.0, "end": 1.0}, "min_value", "start"),
        ({"start": "1", "end": 2.0}, "wrong_type", "start"),
        ({"text": "x" * (TEXT_CHARACTERS + 1)}, "max_length", "text"),
        ({"text": "a\u202eb"}, "invalid_characters", "text"),
        ({"about_me": "yes"}, "wrong_type", "about_me"),
        ({"reporter": "usr_1"}, "unknown_field", "reporter"),
    ],
)
def test_what_makes_no_sense_is_refused(
    api: Api, stranger: Any, post: Post, more: dict[str, Any], code: str, attr: str
) -> None:
    body = {"subject": post.public_id, "reason": "hate_speech", **more}
    answer = api.post("/reports", body, as_=stranger, key="one")
    assert (answer.status_code, code_of(answer)) == (400, code)
    assert answer.json()["errors"][0]["attr"] == attr
    assert not Report.objects.exists()
    assert not Case.objects.exists()


def test_a_part_of_a_film_is_kept(api: Api, stranger: Any, post: Post) -> None:
    row = reported(api, stranger, post, start=0, end=4.0, about_me=True)
    assert (row.start_s, row.end_s, row.about_me) == (0.0, 4.0, True)


def test_a_profile_has_no_parts(api: Api, stranger: Any, creator: Any) -> None:
    answer = report(api, stranger, creator, "impersonation", start=0, end=1.0)
    assert code_of(answer) == "invalid"


def test_the_key_is_needed_and_the_same_request_is_one_report(
    api: Api, stranger: Any, post: Post
) -> None:
    body = {"subject": post.public_id, "reason": "hate_speech"}
    assert code_of(api.post("/reports", body, as_=stranger)) == "idempotency_key_required"
    first = api.post("/reports", body, as_=stranger, key="k")
    again = api.post("/reports", body, as_=stranger, key="k")
    assert first.json() == again.json()
    assert Report.objects.count() == 1
    other = api.post("/reports", {**body, "reason": "other"}, as_=stranger, key="k")
    assert code_of(other) == "idempotency_mismatch"


def test_the_same_reason_twice_is_one_report_and_another_reason_is_another(
    api: Api, stranger: Any, post: Post
) -> None:
    reported(api, stranger, post, "hate_speech")
    again = report(api, stranger, post, "hate_speech")
    assert (again.status_code, code_of(again)) == (409, "already_reported")
    reported(api, stranger, post, "violence_graphic")
    case = Case.objects.get()
    assert (case.report_count, case.reporter_count) == (2, 1)


def test_nobody_reports_what_is_theirs(api: Api, creator: Any, post: Post) -> None:
    own = [post.public_id, creator.public_id, address_of(creator).public_id]
    for subject in own:
        assert code_of(report(api, creator, subject)) == "not_allowed_for_self"


def test_a_teen_reports_and_is_reported(
    api: Api, teen: Any, creator: Any, post: Post, stranger: Any
) -> None:
    assert reported(api, teen, post, "likeness_me").reporter_id == teen.pk
    follow(teen, stranger)
    assert reported(api, stranger, teen, "underage_user").owner_id == teen.pk
    assert case_of(teen).queue == Queue.AGE


# E8, Q-3: who posts and deletes is still reported.
def test_a_deleted_post_is_reported_for_a_while(
    api: Api, creator: Any, stranger: Any, friend: Any, post: Post
) -> None:
    delete_post(post=post, by=creator)
    row = reported(api, stranger, post)
    assert row.gone
    ago = timezone.now() - GONE_REPORTABLE - timedelta(minutes=1)
    Post.objects.filter(pk=post.pk).update(deleted_at=ago)
    assert report(api, friend, post).status_code == 404


def test_a_post_that_was_taken_down_is_reported(
    api: Api, stranger: Any, moderator: Any, post: Post
) -> None:
    removed(post, given(moderator, "handle_case"))
    assert reported(api, stranger, post).gone


def test_a_post_that_was_never_shown_is_reported_by_nobody(
    api: Api, creator: Any, stranger: Any, post: Post
) -> None:
    Post.objects.filter(pk=post.pk).update(state="screening", published_at=None)
    delete_post(post=Post.objects.get(pk=post.pk), by=creator)
    assert report(api, stranger, post).status_code == 404


def test_a_draft_is_reported_by_who_is_in_it_alone(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    draft = film(creator, lent(friend))
    assert report(api, stranger, draft).status_code == 404
    assert reported(api, friend, draft, "likeness_me").verified
    Draft.objects.filter(pk=draft.pk).update(deleted_at=timezone.now())
    assert reported(api, friend, draft, "sexual_deepfake").gone


def test_whoever_is_in_a_post_is_known_to_be(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    post = shown(creator, lent(friend))
    assert reported(api, friend, post, "likeness_me").verified
    claimed = reported(api, stranger, post, "likeness_me", about_me=True)
    assert (claimed.about_me, claimed.verified) == (True, False)
    assert Case.objects.get().force_review


def test_whoever_blocks_somebody_reports_them_all_the_same(
    api: Api, creator: Any, stranger: Any
) -> None:
    post = shown(creator, lent(creator))
    things_ = (post.public_id, creator.public_id, address_of(creator).public_id)
    assert block(api, stranger, creator) == 204
    assert api.get(f"/posts/{post.public_id}", as_=stranger).status_code == 404
    assert [report(api, stranger, one).status_code for one in things_] == [201] * 3
    # Not the other way round, nor where both did.
    assert code_of(report(api, creator, stranger)) == "not_found"
    Block.objects.create(blocker=creator, blocked=stranger)
    assert {report(api, stranger, one, "hate_speech").status_code for one in things_} == {404}


# abuse: reporting tells nobody what exists, who blocked them, or who is a teen
def test_what_one_may_not_see_and_what_is_not_there_are_one_answer(
    api: Api, creator: Any, friend: Any, stranger: Any, teen: Any, post: Post
) -> None:
    blocked_post = published(friend)
    assert block(api, friend, stranger) == 204
    private = published(cast.adult("private"))
    User.objects.filter(pk=private.author_id).update(is_private=True)
    hidden = [
        *(A_POST, "usr_" + "0" * 26, "cam_" + "0" * 26, "vid_" + "0" * 26),
        *(blocked_post.public_id, friend.public_id, address_of(friend).public_id),
        *(private.public_id, teen.public_id, address_of(teen).public_id),
        *(published(teen).public_id, film(creator).public_id, lent(creator).public_id),
    ]
    answers = [report(api, stranger, one) for one in hidden]
    assert {one.status_code for one in answers} == {404}
    bodies = [{**one.json(), "request_id": ""} for one in answers]
    assert all(one == bodies[0] for one in bodies)
    assert not Report.objects.exists()


def test_a_deleted_post_of_whoever_blocked_one_is_not_told_apart_either(
    api: Api, creator: Any, stranger: Any, post: Post
) -> None:
    assert block(api, creator, stranger) == 204
    delete_post(post=post, by=creator)
    assert report(api, stranger, post).status_code == 404


def test_a_guest_reports_nothing_here(api: Api, post: Post) -> None:
    body = {"subject": post.public_id, "reason": "hate_speech"}
    assert api.post("/reports", body, key="k").status_code == 401


def test_a_suspended_persons_profile_is_reported(api: Api, creator: Any, stranger: Any) -> None:
    User.objects.filter(pk=creator.pk).update(state="suspended")
    assert reported(api, stranger, creator).gone


def test_whoever_posts_and_closes_their_account_is_reported_too(
    api: Api, creator: Any, stranger: Any, friend: Any, post: Post
) -> None:
    close_account(person=creator, actor=Actor.person(creator.pk))
    assert api.get(f"/posts/{post.public_id}", as_=stranger).status_code == 404
    row = reported(api, stranger, post)
    assert row.gone
    assert reported(api, friend, creator).gone
    # And found in no list of those who said so.
    assert api.get(f"/reports/{row.public_id}", as_=stranger).json()["subject"] is None
