"""Lists page by page: complete, stable, and a cursor that is nobody else's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from lib.outbox.models import OutboxMessage
from tests.client import Api, code_of

pytestmark = pytest.mark.urls("tests.api.probe")

START = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)


def rows(count: int, *, at: datetime = START) -> None:
    OutboxMessage.objects.bulk_create(
        OutboxMessage(actor_name="probe", args=[number], created_at=at) for number in range(count)
    )


def walk(api: Api, who: Any, limit: int) -> list[list[int]]:
    pages, cursor = [], None
    while True:
        query = f"?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        body = api.get(f"/probe/rows{query}", as_=who).json()
        assert set(body) == {"results", "next"}
        pages.append([row["number"] for row in body["results"]])
        cursor = body["next"]
        if cursor is None:
            return pages


@pytest.mark.parametrize(("count", "limit"), [(0, 5), (5, 5), (6, 5), (23, 5), (3, 1), (7, 100)])
def test_every_row_comes_once_although_all_sort_values_are_equal(
    api: Api, creator: Any, count: int, limit: int
) -> None:
    rows(count)
    pages = walk(api, creator, limit)
    assert [number for page in pages for number in page] == list(reversed(range(count)))
    assert all(len(page) == limit for page in pages[:-1])


def test_rows_of_microseconds_apart_keep_their_order(api: Api, creator: Any) -> None:
    for number in range(9):
        OutboxMessage.objects.create(
            actor_name="probe", args=[number], created_at=START + timedelta(microseconds=number)
        )
    assert walk(api, creator, 2) == [[8, 7], [6, 5], [4, 3], [2, 1], [0]]


def test_rows_that_come_while_reading_neither_repeat_nor_hide_others(
    api: Api, creator: Any
) -> None:
    rows(4)
    first = api.get("/probe/rows?limit=2", as_=creator).json()
    rows(3, at=START + timedelta(hours=1))
    second = api.get(f"/probe/rows?limit=2&cursor={first['next']}", as_=creator).json()
    assert [row["number"] for row in first["results"] + second["results"]] == [3, 2, 1, 0]


def test_without_a_limit_there_are_twenty(api: Api, creator: Any) -> None:
    rows(21)
    assert len(api.get("/probe/rows", as_=creator).json()["results"]) == 20


@pytest.mark.parametrize(
    "limit", ["0", "101", "-1", "1e1", "5.0", "", " 5", "\u0665", "05", "9999"]
)
def test_a_wrong_limit_is_refused(api: Api, creator: Any, limit: str) -> None:
    answer = api.get(f"/probe/rows?limit={limit}", as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "invalid")
    assert answer.json()["errors"][0]["attr"] == "limit"


def test_an_unknown_parameter_is_refused(api: Api, creator: Any) -> None:
    answer = api.get("/probe/rows?limit=1&order=id", as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "unknown_field")


def test_a_parameter_given_twice_is_refused(api: Api, creator: Any) -> None:
    assert api.get("/probe/rows?limit=1&limit=2", as_=creator).status_code == 400


@pytest.fixture
def cursor(api: Api, creator: Any) -> str:
    rows(3)
    return str(api.get("/probe/rows?limit=1", as_=creator).json()["next"])


def test_a_cursor_is_its_viewers_alone(api: Api, creator: Any, stranger: Any, cursor: str) -> None:
    assert api.get(f"/probe/rows?cursor={cursor}", as_=creator).status_code == 200
    answer = api.get(f"/probe/rows?cursor={cursor}", as_=stranger)
    assert (answer.status_code, code_of(answer)) == (400, "invalid_cursor")


def test_a_cursor_of_one_list_is_none_of_another(api: Api, creator: Any, cursor: str) -> None:
    answer = api.get(f"/probe/others?cursor={cursor}", as_=creator)
    assert code_of(answer) == "invalid_cursor"


def test_a_cursor_lasts_a_day(api: Api, creator: Any, cursor: str) -> None:
    token_time = datetime.now(UTC)
    from lib.api import cursors

    bound_to = f"{creator.pk}\n/api/v1/probe/rows\n-created_at\n-id"
    with time_machine.travel(token_time + timedelta(hours=23), tick=False):
        assert cursors.read(cursor, bound_to=bound_to)
    with time_machine.travel(token_time - timedelta(hours=25), tick=False):
        old = cursors.write((START, 1), bound_to=bound_to)
    answer = api.get(f"/probe/rows?cursor={old}", as_=creator)
    assert code_of(answer) == "invalid_cursor"


def test_a_changed_cursor_is_refused(api: Api, creator: Any, cursor: str) -> None:
    for place in range(0, len(cursor), 7):
        changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        assert code_of(api.get(f"/probe/rows?cursor={changed}", as_=creator)) == "invalid_cursor"


@pytest.mark.parametrize("broken", ["", "x", "a" * 2000, "é", "%00", "....", "null"])
def test_a_broken_cursor_is_refused(api: Api, creator: Any, broken: str) -> None:
    answer = api.get(f"/probe/rows?cursor={broken}", as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "invalid_cursor")


def test_a_cursor_shows_no_key_of_ours(api: Api, creator: Any, cursor: str) -> None:
    from base64 import urlsafe_b64decode

    plain = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"2026-01-01" not in plain
    assert len({api.get("/probe/rows?limit=1", as_=creator).json()["next"] for _ in "ab"}) == 2
