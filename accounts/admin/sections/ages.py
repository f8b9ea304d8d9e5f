from typing import Any

from django.urls import reverse

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Link, Shown, Table, more_than, when
from accounts.models import AgeAppeal, AgeSource, Right, User
from accounts.models.ages import ASSURANCE, LOOSENING
from accounts.selectors import signal_log

MOST = 50


def read(person: User, viewer: User) -> Shown:
    """All that was said of somebody's age, which of it counts, and their appeals."""
    log = signal_log(person)
    signals, number = list(log[:MOST]), log.count()
    appeals = AgeAppeal.objects.filter(person=person).order_by("-opened_at")[:MOST]
    return Shown(
        facts=(
            ("Band that holds", person.get_assured_band_display() or person.age_band.label),
            ("Decided by", person.get_assured_by_display() or "what was declared at sign-up"),
            ("Since", when(person.assured_at)),
            ("Turns 18 on", person.adult_from or "-"),
            ("Deleted without proof at", when(person.proof_due_at)),
        ),
        tables=(
            Table(
                "Signals, newest first",
                ("when", "source", "said", "strength", "counts", "by"),
                tuple(_signal(one, person) for one in signals),
                more=more_than(len(signals), number),
            ),
            Table(
                "Appeals, newest first",
                ("when", "appeal", "state", "held", "finding", "decided"),
                tuple(_appeal(one) for one in appeals),
            ),
        ),
        notes=(
            "Strength 1 to 5: a signal tightens by itself; only staff, a document or the "
            "verification provider (4 and 5) can loosen, and only what is no stronger.",
        ),
    )


def _signal(one: Any, person: User) -> tuple[object, ...]:
    source = AgeSource(one.source)
    counts = f"no: {one.ended}" if one.ended else "yes"
    if not one.ended and source == person.assured_by and one.band == person.assured_band:
        counts = "yes: it decides"
    strength = f"{ASSURANCE[source]}{' (can loosen)' if source in LOOSENING else ''}"
    return when(one.at), source.label, one.get_band_display(), strength, counts, one.actor


def _appeal(one: AgeAppeal) -> tuple[object, ...]:
    href = reverse("admin:accounts_ageappeal_change", args=[one.pk])
    finding = one.finding.replace("_", " ") or "-"
    held = one.held_band.replace("_", " ")
    decided = when(one.decided_at)
    return when(one.opened_at), Link(one.public_id, href), one.state, held, finding, decided


SECTION = Section("age", "Age", 20, read, Right.SEE_AGE)
