from django.utils import timezone

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Shown, Table, when
from accounts.models import User
from accounts.safeguards.layers import (
    Safeguard,
    Safeguards,
    combine,
    places_of,
    said_of,
    settings_of,
)
from accounts.safeguards.words import REASONS, meaning, next_change


def read(person: User, viewer: User) -> Shown:
    """What limits somebody now, in the words in which they read it themself, and all reasons."""
    mine = settings_of(person)
    limits = Safeguards(combine(said_of(person, mine)), places_of(mine))
    change = next_change(limits, timezone.now())
    zones = ", ".join(place.zone for place in limits.places)
    region = f"{mine.region} ({mine.get_region_source_display()})" if mine.region else "unknown"
    return Shown(
        facts=(
            ("Region", region),
            ("Time zone", zones if mine.time_zone else "unknown, counted as UTC"),
            ("Next change", f"{change[1]} ({when(change[0])})" if change else "none within a week"),
        ),
        tables=(
            Table(
                "What holds now, in the words in which the person reads it",
                ("limit", "what it means for them", "why", "who could move it"),
                tuple(_row(limits.limits[limit]) for limit in limits.limits),
            ),
        ),
    )


def _row(one: Safeguard) -> tuple[str, str, str, str]:
    said = [REASONS[reason] for reason in one.reasons]
    who = dict.fromkeys(str(changed_by.value) for _words, changed_by in said)
    why = " ".join(
        f"{reason.replace('_', ' ')}: {words}"
        for reason, (words, _by) in zip(one.reasons, said, strict=True)
    )
    return (
        one.limit.replace("_", " "), meaning(one.limit, one.value), why,
        ", ".join({"you": "the person"}.get(by, by) for by in who),
    )  # fmt: skip


SECTION = Section("safeguards", "Safeguards", 10, read)
