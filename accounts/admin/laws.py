"""Which laws of places hold, from when, and how many people each concerns."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.admin.sections.shown import Shown, Table
from accounts.ages import is_adult_now
from accounts.models import User
from accounts.safeguards.jurisdictions import Rule, in_force
from accounts.safeguards.words import meaning


class LawsView(TemplateView):
    """The rules of `accounts/data/jurisdictions.toml`; they change with a release, not here."""

    template_name = "accounts/admin/looks.html"
    model_admin: Any = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = in_force()
        places = _places()
        unknown = places.get("", (0, 0))
        return {
            **self.model_admin.admin_site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": "Laws of places",
            "shown": Shown(
                facts=(
                    ("Version of the rules", rules.version),
                    ("People whose region is unknown", sum(unknown)),
                ),
                tables=(_laws(rules.rules, places), _regions(places)),
                notes=(
                    "A law only tightens what the house holds everywhere. Whoever is not known to "
                    "be an adult counts as under 18. Engineers' readings: counsel confirms them.",
                ),
            ),
        }


def _laws(rules: tuple[Rule, ...], places: dict[str, tuple[int, int]]) -> Table:
    now = timezone.now()
    return Table(
        "Laws",
        ("place", "for", "from", "until", "now", "concerns", "what it asks for", "source"),
        tuple(
            (
                rule.place,
                rule.band.replace("_", " "),
                rule.first.isoformat(),
                rule.last.isoformat() if rule.last else "-",
                "in force" if rule.holds(now) else _not_yet(rule, now.date()),
                _concerned(rule, places),
                " ".join(meaning(limit, value) for limit, value in rule.limits.items()),
                rule.source,
            )
            for rule in rules
        ),
        empty="No law is in the rules.",
    )


def _regions(places: dict[str, tuple[int, int]]) -> Table:
    return Table(
        "Regions, most people first",
        ("region", "may be under 18", "adults"),
        tuple(
            (region, minors, adults)
            for region, (minors, adults) in sorted(
                places.items(), key=lambda one: (-sum(one[1]), one[0])
            )
            if region
        ),
        empty="Nobody's region is known.",
    )


def _concerned(rule: Rule, places: dict[str, tuple[int, int]]) -> int:
    return sum(
        minors * rule.concerns(region, is_adult=False)
        + adults * rule.concerns(region, is_adult=True)
        for region, (minors, adults) in places.items()
    )


def _places() -> dict[str, tuple[int, int]]:
    """Members by region: how many may be under 18, and how many are adults."""
    members = User.objects.filter(deleted_at=None, joined_at__isnull=False)
    counted = members.values_list("safeguard_settings__region").annotate(
        adults=Count("pk", filter=is_adult_now()), minors=Count("pk", filter=~Q(is_adult_now()))
    )
    places: dict[str, tuple[int, int]] = {}
    for region, adults, minors in counted.order_by():  # no row and no region are the same
        before = places.get(region or "", (0, 0))
        places[region or ""] = (before[0] + minors, before[1] + adults)
    return places


def _not_yet(rule: Rule, day: date) -> str:
    return "not yet" if day < rule.first else "over"
