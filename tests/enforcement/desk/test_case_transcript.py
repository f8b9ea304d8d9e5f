"""What is said in a reported film, with what detectors heard in it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from enforcement.models import Case
from feed.models import Post
from generation.models import Job, Script
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.judging import Evidence
from tests.client import Api
from tests.enforcement.reporting import case_of, given, reported
from tests.feed.studio import scan
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Good morning to all.", "Nobody wants you here."


@pytest.fixture
def job(post: Post) -> Job:
    assert post.draft is not None
    lines = [
        {"text": FIRST, "start_s": 0.0, "end_s": 1.5, "language": "en"},
        {"text": SECOND, "start_s": 2.0, "end_s": 3.5, "language": "en"},
    ]
    Script.objects.update_or_create(
        job=post.draft.job, defaults={"lines": lines, "is_exact": False}
    )
    return post.draft.job


@pytest.fixture
def case(api: Api, stranger: User, post: Post, job: Job) -> Case:
    reported(api, stranger, post)
    return case_of(post)


@pytest.fixture
def desk(moderator: User) -> Client:
    client = at_the_desk(given(moderator, "handle_case"))
    moderator.user_permissions.add(Permission.objects.get(codename="decide_review"))
    return client


def heard(job: Job, *hits: Hit) -> None:
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    answer = Answer("ears", "1", coverage=coverage, hits=hits)
    scan(job, "inspect", [Evidence(Surface.TRANSCRIPT, [answer])])


def shown(desk: Client, case: Case) -> str:
    page: Any = desk.get(f"/admin/enforcement/case/{case.pk}/change/")
    assert page.status_code == 200
    return str(page.content.decode())


def test_a_line_is_marked_in_whose_time_something_was_heard(
    desk: Client, case: Case, job: Job
) -> None:
    heard(job, Hit(Category.HATE, 0.9, start=21, end=40, start_s=2.2, end_s=3.0))
    page = shown(desk, case)
    assert f'<mark title="hate">\n2.0 to 3.5 s: {SECOND}</mark>' in page
    assert f"0.0 to 1.5 s: {FIRST}" in page
    assert page.count("<mark") == 1


def test_nothing_is_marked_for_what_stays_below_or_is_of_child_safety(
    desk: Client, case: Case, job: Job
) -> None:
    heard(
        job,
        Hit(Category.HATE, 0.01, start_s=2.2, end_s=3.0),
        Hit(Category.CHILD_SAFETY, 0.9, start_s=2.2, end_s=3.0),
    )
    page = shown(desk, case)
    assert SECOND in page
    assert "<mark" not in page
