"""Whoever thinks for long on the form of a decision keeps the case."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from enforcement.limits import CLAIM_LASTS
from enforcement.models import Assignment, Case, EndedAs
from enforcement.pseudonyms import pseudonym_of
from enforcement.services import claiming
from tests.enforcement.desk.pages import decide_page, do, preview, read
from tests.enforcement.queueing import reviewer, waiting
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
SAYS_SO = re.compile(r'id="claim" data-here="([^"]*)"( data-mine)?')


@pytest.fixture
def case() -> Case:
    return waiting(1)[0]


def nearly_over() -> datetime:
    """A minute is left of every lease. Returns until when."""
    soon = timezone.now() + timedelta(minutes=1)
    Assignment.objects.update(leased_until=soon)
    return soon


def until(case: Case) -> datetime:
    return Assignment.objects.get(case=case, ended_at=None).leased_until


def test_the_form_renews_the_lease_when_it_is_opened_and_while_it_is_open(case: Case) -> None:
    by = reviewer()
    client = at_the_desk(by)
    claiming.claim(case, by)
    full = nearly_over() + CLAIM_LASTS - timedelta(minutes=1)
    opened = client.get(decide_page(case))
    assert until(case) >= full
    says_so = SAYS_SO.search(opened.content.decode())
    assert says_so is not None
    assert says_so[2]
    assert "enforcement/claim.js" in opened.content.decode()
    nearly_over()
    assert client.post(says_so[1]).status_code == 202
    assert until(case) >= full


def test_the_page_of_a_case_renews_it_too(case: Case) -> None:
    by = reviewer()
    claiming.claim(case, by)
    soon = nearly_over()
    at_the_desk(by).get(f"/admin/enforcement/case/{case.pk}/change/")
    assert until(case) > soon


def test_whoever_else_opens_the_form_renews_nothing_and_is_seen(case: Case) -> None:
    by, other = reviewer(), reviewer()
    claiming.claim(case, by)
    soon = nearly_over()
    opened = at_the_desk(other).get(decide_page(case))
    assert until(case) == soon
    says_so = SAYS_SO.search(opened.content.decode())
    assert says_so is not None
    assert not says_so[2]
    assert at_the_desk(other).post(says_so[1]).json()["held_until"] is None
    assert until(case) == soon
    assert f"Also here: {pseudonym_of(other.pk)}" in read(at_the_desk(by).get(decide_page(case)))


def test_a_lease_that_ran_out_is_not_renewed_and_the_page_says_so(case: Case) -> None:
    by = reviewer()
    client = at_the_desk(by)
    claiming.claim(case, by)
    says_so = SAYS_SO.search(client.get(decide_page(case)).content.decode())
    assert says_so is not None
    Assignment.objects.update(leased_until=timezone.now())
    assert client.post(says_so[1]).json()["held_until"] is None
    opened = client.get(decide_page(case))
    again = SAYS_SO.search(opened.content.decode())
    assert again is not None
    assert not again[2]
    # The preview takes it again, where nobody else did.
    preview(client, decide_page(case), policies=["other"], finding="no_violation")
    assert until(case) > timezone.now()


def test_deciding_ends_the_claim_and_no_page_holds_it_any_more(case: Case) -> None:
    by = reviewer()
    client = at_the_desk(by)
    chosen = {"policies": ["other"], "finding": "no_violation"}
    previewed = preview(client, decide_page(case), **chosen)
    done = do(client, decide_page(case), previewed, **chosen)
    assert done.status_code == 302
    client.get(decide_page(case))
    row = Assignment.objects.get(case=case)
    assert row.ended_as == EndedAs.DECIDED
