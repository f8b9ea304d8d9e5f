"""What a person's own archive holds of this room."""

from collections.abc import Iterator

from accounts.models import User
from inbox.models import Event, NotificationPreferences, PersonLog, Push, PushDevice, SeenMark
from inbox.selectors import as_json, read_log
from lib.exporting import CHUNK, LeftOut, Record, Walker, table


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
    Walker(
        NotificationPreferences,
        "What you want to be told of otherwise than by default, and the day of the last digest.",
        table(
            lambda person: NotificationPreferences.objects.filter(pk=person.pk),
            *("choices", "digest_on"),
        ),
    ),
    Walker(
        SeenMark,
        "Up to which notification you had seen everything, and when.",
        table(
            lambda person: SeenMark.objects.filter(person_id=person.pk).order_by("pk"),
            *("upto", "at"),
        ),
    ),
    Walker(
        PushDevice,
        "The phones to which we may push; never what opens them to us.",
        table(
            lambda person: PushDevice.objects.filter(person_id=person.pk).order_by("pk"),
            "registered_at",
        ),
    ),
    Walker(
        Push,
        "What was pushed to your phones, by kind, and what became of it, for a month.",
        table(
            lambda person: Push.objects.filter(person_id=person.pk).order_by("pk"),
            *("number", "category", "outcome", "tells", "created_at", "ended_at"),
        ),
    ),
    LeftOut((PersonLog,), "Counters of that log, which say nothing that it does not."),
)
