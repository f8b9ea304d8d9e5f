"""Who reads what of a log, and what a cursor is worth."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Block
from inbox import services
from inbox.models import Event, PersonLog
from inbox.selectors import LogGone, read_log
from tests.inbox.conftest import tell

pytestmark = pytest.mark.django_db


def numbers(viewer: Any, after: int | None = 0, limit: int = 100) -> list[int]:
    return [event.number for event in read_log(viewer=viewer, after=after, limit=limit).events]


def test_pages_follow_each_other_without_gap_or_overlap(creator: Any) -> None:
    for n in range(7):
        tell(creator, n)
    first = read_log(viewer=creator, after=None, limit=3)
    second = read_log(viewer=creator, after=first.cursor, limit=3)
    third = read_log(viewer=creator, after=second.cursor, limit=3)
    pages = [first, second, third]
    assert [[event.number for event in page.events] for page in pages] == [
        [1, 2, 3],
        [4, 5, 6],
        [7],
    ]
    assert [page.more for page in pages] == [True, True, False]
    assert read_log(viewer=creator, after=7, limit=3).events == []


def test_nobody_reads_anothers_log(creator: Any, friend: Any) -> None:
    tell(creator)
    assert numbers(friend) == []


@pytest.mark.parametrize("blocked_by", ["reader", "actor"])
def test_a_block_hides_old_events_too(creator: Any, friend: Any, blocked_by: str) -> None:
    tell(creator)
    tell(creator, actor_id=friend.pk)
    tell(creator)
    assert numbers(creator) == [1, 2, 3]
    pair = (creator, friend) if blocked_by == "reader" else (friend, creator)
    block = Block.objects.create(blocker=pair[0], blocked=pair[1])
    assert numbers(creator) == [1, 3]
    block.delete()
    assert numbers(creator) == [1, 2, 3]


def test_a_page_of_hidden_events_is_empty_and_goes_on(creator: Any, friend: Any) -> None:
    for _ in range(3):
        tell(creator, actor_id=friend.pk)
    tell(creator)
    Block.objects.create(blocker=creator, blocked=friend)
    page = read_log(viewer=creator, after=0, limit=2)
    assert (page.events, page.cursor, page.more) == ([], 2, True)
    assert numbers(creator, after=2) == [4]


def test_what_is_older_than_a_month_is_forgotten(creator: Any, friend: Any) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        tell(creator)
        tell(creator)
        tell(friend)
        clock.shift(timedelta(days=29))
        tell(creator)
        assert services.forget_old() == 0
        clock.shift(timedelta(days=1, seconds=1))
        assert services.forget_old() == 3
        assert services.forget_old() == 0
    assert [event.number for event in Event.objects.filter(person_id=creator.pk)] == [3]
    assert tell(creator) == 4, "numbers are never given twice"
    assert tell(friend) == 2


def test_a_cursor_from_before_the_forgetting_is_told_so(creator: Any) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=31), tick=False):
        tell(creator)
        tell(creator)
    tell(creator)
    services.forget_old()
    with pytest.raises(LogGone) as caught:
        numbers(creator, after=1)
    assert (caught.value.oldest, caught.value.latest) == (3, 3)
    assert numbers(creator, after=2) == [3]
    assert numbers(creator, after=None) == [3]


def test_a_cursor_from_another_log_is_told_so(creator: Any) -> None:
    tell(creator)
    with pytest.raises(LogGone):
        numbers(creator, after=2)


def test_forgetting_takes_whole_beginnings_even_when_clocks_disagreed(creator: Any) -> None:
    """Number 2 is older than number 1: both go, or a reader would not see the gap."""
    tell(creator)
    with time_machine.travel(timezone.now() - timedelta(days=31), tick=False):
        tell(creator)
    tell(creator)
    assert services.forget_old() == 2
    assert PersonLog.objects.get(pk=creator.pk).forgotten == 2
    assert numbers(creator, after=2) == [3]
