"""The board, and the buttons around a case (E12, E13, E41)."""

import csv
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from enforcement.models import Assignment, Case, EndedAs, SkipReason
from enforcement.pseudonyms import pseudonym_of, pseudonym_of_label
from enforcement.reasons import Queue
from enforcement.services import claiming
from tests import cast
from tests.enforcement.queueing import reviewer, waiting
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
CASES = "/admin/enforcement/case"
BOARD = f"{CASES}/board/"


def read(answer: Any) -> str:
    """A page without its markup."""
    assert answer.status_code == 200
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


def page(case: Case) -> str:
    return f"{CASES}/{case.pk}/change/"


def step(case: Case, name: str) -> str:
    return f"{CASES}/{case.public_id}/{name}/"


def test_the_board_counts_what_its_reader_may_see() -> None:
    by = reviewer()
    now = timezone.now()
    cases = waiting(3)
    Case.objects.filter(pk=cases[0].pk).update(
        sla_due_at=now - timedelta(hours=1), opened_at=now - timedelta(days=2, hours=3)
    )
    Case.objects.filter(pk=cases[1].pk).update(sla_due_at=now + timedelta(hours=1))
    Case.objects.filter(pk=cases[2].pk).update(
        sla_due_at=now + timedelta(days=1), force_review=True
    )
    claiming.claim(cases[2], reviewer())
    waiting(2, queue=Queue.CHILD_SAFETY, diverted=True)
    text = read(at_the_desk(by).get(BOARD))
    # undecided, nobody works on, oldest, overdue, due soon, must be looked at
    assert "General 3 2 2 days, 3 hours 1 1 1" in text.replace("\xa0", " ")
    assert Queue.CHILD_SAFETY.label not in text
    assert "The team" not in text
    protects = read(at_the_desk(reviewer("handle_child_safety")).get(BOARD))
    assert f"{Queue.CHILD_SAFETY.label} 2 2" in protects
    assert "General 3" not in protects


def test_the_board_takes_as_many_statements_for_a_hundred_cases() -> None:
    by = reviewer("handle_case", "lead_queue")
    waiting(1)
    client, counts = at_the_desk(by), []
    client.get(BOARD)
    for more in (1, 100):
        waiting(more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(BOARD)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_next_case_is_claimed_and_shown() -> None:
    by = reviewer()
    client = at_the_desk(by)
    urgent, general = waiting(1, queue=Queue.URGENT)[0], waiting(1, priority=90)[0]
    answer = client.post(f"{CASES}/next/", {"queue": "urgent", "at_least": "25"})
    assert (answer.status_code, answer["Location"]) == (302, page(urgent))
    assert claiming.holder_of(urgent) == by.pk
    shown = read(client.get(page(urgent)))
    assert "You work on this case." in shown
    assert urgent.public_id in read(client.get(BOARD))
    other = at_the_desk(reviewer())
    assert "works on this case. You may look" in read(other.get(page(urgent)))
    assert other.post(f"{CASES}/next/")["Location"] == page(general)
    assert other.post(f"{CASES}/next/", {"queue": "urgent"})["Location"] == BOARD
    assert other.get(f"{CASES}/next/")["Location"] == BOARD


@pytest.mark.parametrize("cut", ["", "9" * 5000, "12", "x", "²"])
def test_a_cut_that_the_board_does_not_offer_counts_as_none(cut: str) -> None:
    case = waiting(1)[0]
    answer = at_the_desk(reviewer()).post(f"{CASES}/next/", {"at_least": cut})
    assert answer["Location"] == page(case)


def test_each_cell_of_what_one_holds_is_under_its_column_where_a_row_is_a_list() -> None:
    by = reviewer()
    claiming.claim(waiting(1)[0], by)
    html = at_the_desk(by).get(BOARD).content.decode()
    table = html.split('<table class="desk-stack">')[1].split("</table>")[0]
    columns = re.findall(r'<th scope="col">([^<]+)</th>', table)
    assert re.findall(r'<td data-label="([^"]+)">', table) == columns
    assert columns == ["case", "queue", "priority", "due", "yours until"]
    assert "Give it back" in table


def test_one_claims_gives_back_and_skips_from_the_page_of_a_case() -> None:
    by, other = reviewer(), reviewer()
    client, colleague = at_the_desk(by), at_the_desk(other)
    case = waiting(1)[0]
    assert client.post(step(case, "claim"))["Location"] == page(case)
    for name in ("claim", "release", "skip"):
        colleague.post(step(case, name), {"reason": "language"})
        assert claiming.holder_of(case) == by.pk
    assert client.post(step(case, "release"))["Location"] == BOARD
    assert claiming.holder_of(case) is None
    client.post(step(case, "claim"))
    assert client.post(step(case, "skip"))["Location"] == page(case)
    assert client.post(step(case, "skip"), {"reason": "bored"})["Location"] == page(case)
    assert claiming.holder_of(case) == by.pk
    client.post(step(case, "skip"), {"reason": "unclear"})
    row = Assignment.objects.filter(ended_as=EndedAs.SKIPPED).get()
    assert (row.holder, row.skip_reason) == (by.pk, SkipReason.UNCLEAR)


@pytest.mark.parametrize("name", ["claim", "release", "skip", "here"])
def test_a_case_of_another_queue_is_not_there(name: str) -> None:
    child = waiting(1, queue=Queue.CHILD_SAFETY, diverted=True)[0]
    client = at_the_desk(reviewer())
    assert client.post(step(child, name), {"reason": "unclear"}).status_code == 404
    assert at_the_desk(cast.moderator()).post(step(child, name)).status_code == 403
    assert not Assignment.objects.exists()


def test_the_page_says_that_somebody_is_there_and_keeps_the_claim() -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    client, colleague = at_the_desk(by), at_the_desk(other)
    claiming.claim(case, by)
    soon = timezone.now() + timedelta(seconds=20)
    Assignment.objects.update(leased_until=soon)
    looks = AuditEvent.objects.filter(action="audit.staff.opened").count()
    said = client.post(step(case, "here"))
    assert said.status_code == 202
    assert said.json()["others"] == []
    assert Assignment.objects.get().leased_until > soon
    told = colleague.post(step(case, "here")).json()
    assert told == {"held_until": None, "others": [pseudonym_of(by.pk)]}
    assert claiming.holder_of(case) == by.pk
    assert AuditEvent.objects.filter(action="audit.staff.opened").count() == looks
    assert f"Also here: {pseudonym_of(other.pk)}" in read(client.get(page(case)))


def test_leads_see_who_works_on_what_and_take_out_what_was_skipped() -> None:
    by, lead = reviewer(), reviewer("handle_case", "lead_queue")
    case, held = waiting(2)
    children = reviewer("handle_child_safety")
    child = waiting(1, queue=Queue.CHILD_SAFETY, diverted=True)[0]
    for who, what in ((by, case), (children, child)):
        claiming.claim(what, who)
        claiming.skip(what, who, SkipReason.UNCLEAR)
    claiming.claim(held, by)
    assert at_the_desk(by).get(f"{CASES}/skipped.csv").status_code == 403
    client = at_the_desk(lead)
    text = read(client.get(BOARD))
    assert f"{pseudonym_of(by.pk)} 1 0 1 0" in text
    assert f"{SkipReason.UNCLEAR.label} General 1" in text.replace("&#x27;", "'")
    answer = client.get(f"{CASES}/skipped.csv")
    lines = list(csv.DictReader(answer.content.decode().splitlines()))
    assert [(one["case"], one["queue"], one["why"], one["reviewer"]) for one in lines] == [
        (case.public_id, "general", "unclear", pseudonym_of(by.pk))
    ]
    for known in (by.public_id, str(by.pk), by.handle, by.email):
        assert str(known) not in answer.content.decode()
    assert AuditEvent.objects.filter(action="enforcement.skips.exported").count() == 1


def test_the_list_of_cases_is_narrowed_by_clock_and_work() -> None:
    by = reviewer()
    client = at_the_desk(by)
    over, soon, mine, theirs = waiting(4)
    now = timezone.now()
    Case.objects.filter(pk=over.pk).update(sla_due_at=now - timedelta(hours=1))
    Case.objects.filter(pk=soon.pk).update(sla_due_at=now + timedelta(hours=1))
    Case.objects.filter(pk__in=(mine.pk, theirs.pk)).update(sla_due_at=now + timedelta(days=3))
    other = reviewer()
    claiming.claim(mine, by)
    claiming.claim(theirs, other)
    wanted = {
        "clock=over": {over},
        "clock=soon": {soon},
        "worked_on=me": {mine},
        "worked_on=others": {theirs},
        "worked_on=nobody": {over, soon},
    }
    for chosen, cases in wanted.items():
        text = read(client.get(f"{CASES}/?{chosen}"))
        shown = {one for one in (over, soon, mine, theirs) if one.public_id in text}
        assert shown == cases, chosen
    assert pseudonym_of(other.pk) in read(client.get(f"{CASES}/"))


def test_a_pseudonym_is_stable_and_says_nothing() -> None:
    one, two = reviewer(), reviewer()
    name = pseudonym_of(one.pk)
    assert name == pseudonym_of(one.pk) == pseudonym_of_label(one.public_id)
    assert name != pseudonym_of(two.pk)
    assert re.fullmatch("reviewer-[a-z2-7]{8}", name)
    assert pseudonym_of_label("system:clock") == "system:clock"
