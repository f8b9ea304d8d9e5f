"""What a case of child safety keeps from ordinary cases of the same film, and for how long."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from enforcement.admin.case_page.media import withheld
from enforcement.models import Case, Report, Reporter, TrustedFlagger
from feed.models import Post
from moderation.categories import Category
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import reported
from tests.enforcement.triage.test_examining import SEEDS, bank, entry, remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordinary(api: Api, friend: Any, post: Post) -> Case:
    reported(api, friend, post, "harassment_targeted")
    case = Case.objects.get()
    assert not withheld(case)
    return case


def apart() -> Case:
    return Case.objects.get(diverted=True)


def test_an_unsupported_report_keeps_pictures_back_for_its_clock_alone(
    api: Api, stranger: Any, post: Post, ordinary: Case
) -> None:
    reported(api, stranger, post, "child_sexual")
    assert withheld(ordinary)
    Case.objects.filter(pk=apart().pk).update(sla_due_at=timezone.now())
    assert not withheld(ordinary)


def test_what_a_known_hash_supports_stays_back_until_it_is_decided(
    api: Api, stranger: Any, post: Post, ordinary: Case
) -> None:
    remember(post, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    reported(api, stranger, post, "child_sexual")
    Case.objects.filter(pk=apart().pk).update(sla_due_at=timezone.now() - timedelta(days=30))
    assert withheld(ordinary), "also where no worker has looked yet"


def test_one_wrong_word_does_not_silence_somebody_for_ever(
    api: Api, stranger: Any, post: Post, ordinary: Case
) -> None:
    Reporter.objects.create(person_id=stranger.pk, disagreed=1.0)
    reported(api, stranger, post, "child_sexual")
    assert withheld(ordinary)


def test_a_trusted_word_has_its_own_clock_whoever_used_up_the_first(
    api: Api, stranger: Any, post: Post, ordinary: Case
) -> None:
    reported(api, stranger, post, "child_sexual")
    Case.objects.filter(pk=apart().pk).update(sla_due_at=timezone.now())
    reported(api, cast.stranger(), post, "child_sexual")
    assert not withheld(ordinary), "one more voice is nothing that supports it"
    flagger = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=flagger.pk, appointed_by=flagger.pk)
    reported(api, flagger, post, "child_sexual")
    assert withheld(ordinary)
    Report.objects.filter(trusted=True).update(created_at=timezone.now() - timedelta(hours=1))
    assert not withheld(ordinary)


@pytest.mark.parametrize("muted", [True, False])
def test_a_muted_voice_and_one_that_is_mostly_wrong_keep_nothing_back(
    api: Api, stranger: Any, post: Post, ordinary: Case, muted: bool
) -> None:
    until = timezone.now() + timedelta(days=1) if muted else None
    wrong = 0.0 if muted else 2.0
    Reporter.objects.create(person_id=stranger.pk, muted_until=until, disagreed=wrong)
    reported(api, stranger, post, "child_sexual")
    assert not withheld(ordinary)
    reported(api, cast.stranger(), post, "child_sexual")
    assert withheld(ordinary)
