"""What staff see of reports and reporters, and what they may do (E32, E33)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from enforcement.models import Case, Report, Reporter, SubjectMute
from enforcement.policies import see_case
from enforcement.states import ReportState
from feed.models import Post
from tests.client import Api
from tests.enforcement.reporting import case_of, decide, given, report, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
ROOT = "/admin/enforcement"
WORDS = "words that nobody reads here"


def act(client: Any, page: str, action: str, *keys: Any, listed: str = "") -> Any:
    data = {"action": action, "_selected_action": [str(key) for key in keys]}
    return client.post(f"{ROOT}/{page}/{listed}", data, follow=True)


@pytest.mark.parametrize("page", ["case", "report", "reporter", "trustedflagger"])
def test_staff_without_the_right_see_no_page(page: str, moderator: Any) -> None:
    assert at_the_desk(moderator).get(f"{ROOT}/{page}/").status_code == 403


def test_words_and_child_safety_are_on_no_page(
    api: Api, stranger: Any, friend: Any, moderator: Any, post: Post
) -> None:
    plain = reported(api, stranger, post, "hate_speech", text=WORDS)
    child = reported(api, friend, post, "child_sexual", text=WORDS)
    client = at_the_desk(given(moderator, "manage_reporters", "handle_case"))
    listing = client.get(f"{ROOT}/report/").content.decode()
    assert plain.public_id in listing
    assert child.public_id not in listing
    one = client.get(f"{ROOT}/report/{plain.pk}/change/")
    assert one.status_code == 200
    assert WORDS not in listing + one.content.decode()
    cases = client.get(f"{ROOT}/case/").content.decode()
    assert str(plain.case_id) in cases or case_of(post).public_id in cases
    assert cases.count(post.public_id) == 1
    looks = AuditEvent.objects.filter(actor=moderator.public_id, action__startswith="audit.")
    assert looks.count() >= 3


def test_staff_see_no_report_about_themselves(api: Api, stranger: Any, moderator: Any) -> None:
    row = reported(api, stranger, moderator, "impersonation")
    client = at_the_desk(given(moderator, "manage_reporters", "handle_case"))
    assert row.public_id not in client.get(f"{ROOT}/report/").content.decode()
    assert moderator.public_id not in client.get(f"{ROOT}/case/").content.decode()


def test_nobody_handles_what_they_reported(api: Api, moderator: Any, post: Post) -> None:
    reported(api, moderator, post)
    desk = given(moderator, "handle_case")
    assert not see_case.allows(desk, case_of(post))
    assert post.public_id not in at_the_desk(desk).get(f"{ROOT}/case/").content.decode()


def test_a_reporter_is_paused_and_let_in_again_from_a_report(
    api: Api, stranger: Any, moderator: Any, post: Post, creator: Any
) -> None:
    row = reported(api, stranger, post)
    client = at_the_desk(given(moderator, "handle_case", "manage_reporters"))
    act(client, "report", "mute_reporters", row.pk)
    until = Reporter.objects.get(pk=stranger.pk).muted_until
    assert until is not None
    assert until - timezone.now() > timedelta(days=6)
    assert report(api, stranger, creator, "impersonation").json()["state"] == "closed"
    act(client, "report", "unmute_reporters", row.pk)
    assert Reporter.objects.get(pk=stranger.pk).muted_until is None
    act(client, "report", "set_all_aside", row.pk)
    assert Report.objects.get(pk=row.pk).state == ReportState.SET_ASIDE
    names = AuditEvent.objects.filter(actor=moderator.public_id).values_list("action", flat=True)
    assert {
        "enforcement.reporter.muted",
        "enforcement.reporter.unmuted",
        "enforcement.report.set_aside",
    } <= set(names)


def test_a_thing_is_muted_from_its_case_once_decided(
    api: Api, stranger: Any, moderator: Any, post: Post
) -> None:
    reported(api, stranger, post)
    client = at_the_desk(given(moderator, "handle_case"))
    case = case_of(post)
    act(client, "case", "mute_subjects", case.pk)
    assert not SubjectMute.objects.exists()
    decide(case)
    act(client, "case", "mute_subjects", case.pk, listed="?state=decided")
    assert SubjectMute.objects.get().until > timezone.now() + timedelta(hours=23)


def test_a_case_names_what_and_whom_it_is_about(
    api: Api, stranger: Any, friend: Any, moderator: Any, post: Post, creator: Any
) -> None:
    reported(api, stranger, post)
    earlier = case_of(post)
    decide(earlier)
    reported(api, friend, creator)
    about_them = case_of(creator)
    Case.objects.filter(pk=about_them.pk).update(follows=earlier)
    client = at_the_desk(given(moderator, "handle_case"))
    of_post = client.get(f"{ROOT}/case/{earlier.pk}/change/").content.decode()
    assert f'href="/admin/feed/post/{post.pk}/change/">{post.public_id}</a>' in of_post
    page = client.get(f"{ROOT}/case/{about_them.pk}/change/").content.decode()
    person = f"/admin/accounts/user/{creator.public_id}/change/"
    assert f'href="{person}">{creator.public_id} ({creator.handle})</a>' in page
    assert f'href="{ROOT}/case/{earlier.pk}/change/">{earlier.public_id}</a>' in page
    for shown in (page, of_post):
        read = re.sub("<[^>]*>", " ", shown)
        assert creator.public_id in read
        assert not [key for key in (creator.pk, post.pk, earlier.pk) if str(key) in read]
