"""What a person's own archive holds of this room."""

from collections.abc import Iterator

from accounts.models import User
from inbox.models import Event, PersonLog
from inbox.selectors import as_json, read_log
from lib.exporting import CHUNK, LeftOut, Record, Walker


def _events(person: User) -> Iterator[Record]:
    """As `GET /me/events` gives them now."""
    after = None
    while True:
        page = read_log(viewer=person, after=after, limit=CHUNK)
        yield from map(as_json, page.events)
        if not page.more:
            return
        after = page.cursor


WALKERS = (
    Walker(Event, "What you were told in the app, for a month.", _events),
    LeftOut((PersonLog,), "Counters of that log, which say nothing that it does not."),
)
