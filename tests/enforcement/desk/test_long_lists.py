"""Lists of the desk are read in their order by an index, and counted as far as anybody leafs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enforcement.admin import lists
from enforcement.admin.case_page.sections import reports
from enforcement.child_safety import found, same_film
from enforcement.models import Case, Contact, Report, Reporter
from tests import cast
from tests.client import Api
from tests.enforcement.queueing import reviewer, waiting
from tests.enforcement.reporting import case_of, decide, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
ROOT = "/admin/enforcement"
INDEXES = {
    "case": "cases_by_priority",
    "report": "reports_newest",
    "decision": "decisions_newest",
    "appeal": "appeals_newest",
}


def lead() -> Any:
    return at_the_desk(reviewer("handle_case", "manage_reporters"))


def asked(client: Any, name: str, chosen: str = "") -> list[str]:
    """The statements of a list that read its own table."""
    with CaptureQueriesContext(connection) as statements:
        assert client.get(f"{ROOT}/{name}/{chosen}").status_code == 200
    own = f'FROM "enforcement_{name}"'
    return [one["sql"] for one in statements if own in one["sql"]]


def plan(sql: str) -> str:
    """As of a long table, which nobody reads whole or sorts where there is another way."""
    with connection.cursor() as cursor:
        for way in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
            cursor.execute(f"SET LOCAL {way} = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("name", INDEXES)
def test_a_list_is_read_in_its_order_by_an_index(name: str) -> None:
    pages = asked(lead(), name, "?state=any" if name == "case" else "")
    (page,) = [one for one in pages if "COUNT(" not in one and "ORDER BY" in one]
    way = plan(page)
    assert f"using {INDEXES[name]}" in way
    assert "Sort" not in way


def test_whether_a_film_is_of_child_safety_reads_the_cases_of_it_alone(post: Any) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert not found().filter(same_film("post", post.pk)).exists()
    assert "cases_of_child_safety" in plan(statements[-1]["sql"])


@pytest.mark.parametrize("name", INDEXES)
def test_nothing_is_counted_beyond_what_is_shown(name: str) -> None:
    counts = [one for one in asked(lead(), name) if "COUNT(" in one]
    assert len(counts) == 1
    assert f"LIMIT {lists.MOST + 1}" in counts[0]


def test_what_is_known_of_voices_is_asked_once_for_a_whole_case(
    api: Api, post: Any, stranger: Any
) -> None:
    """Of two addresses of a mailbox what stands on the first one."""
    counts = []
    for number in range(4):
        row = reported(api, cast.adult(f"voice{number}"), post)
        contact = Contact.objects.create(
            digest=str(number), mailbox=str(number // 2), agreed=0 if number % 2 else number
        )
        Report.objects.filter(pk=row.pk).update(reporter_id=None, contact=contact)
        with CaptureQueriesContext(connection) as statements:
            shown = reports.read(case_of(post), stranger)["said"]
        counts.append(sum('FROM "enforcement_contact"' in one["sql"] for one in statements))
    assert counts == [1, 1, 1, 1]
    assert isinstance(shown, list)
    assert [one.trust for one in shown] == ["0.75", "0.75", "0.50", "0.50"]


def test_the_list_of_cases_takes_as_many_statements_for_a_hundred() -> None:
    client, counts = lead(), []
    for more in (2, 98):
        waiting(more)
        counts.append(len(asked(client, "case")))
    assert counts[0] == counts[1]


def test_what_is_decided_is_listed_for_whoever_asks() -> None:
    client = lead()
    waits, decided = waiting(2)
    decide(decided)

    def shown(chosen: str) -> set[Case]:
        page = client.get(f"{ROOT}/case/{chosen}").content.decode()
        return {one for one in (waits, decided) if one.public_id in page}

    assert shown("") == {waits}
    assert shown("?state=any") == {waits, decided}
    assert shown("?state=decided") == {decided}
    assert shown("?outcome__exact=no_violation") == {decided}
    assert shown("?queue__exact=general") == {waits}


def test_a_list_that_is_cut_says_so_and_is_not_acted_on_as_a_whole(
    api: Api, stranger: Any, friend: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (stranger, friend):
        reported(api, one, post)
    client, keys = lead(), [str(one.pk) for one in Report.objects.all()]
    action = {"action": "mute_reporters", "_selected_action": keys, "select_across": "1"}
    monkeypatch.setattr(lists, "MOST", 1)
    page = client.get(f"{ROOT}/report/").content.decode()
    assert "narrow the list to see the others" in page
    assert (
        "narrow the list first"
        in client.post(f"{ROOT}/report/", action, follow=True).content.decode()
    )
    assert not Reporter.objects.exclude(muted_until=None).exists()
    monkeypatch.setattr(lists, "MOST", 2)
    assert "narrow the list" not in client.get(f"{ROOT}/report/").content.decode()
    assert "2 done" in client.post(f"{ROOT}/report/", action, follow=True).content.decode()
