"""The statement of reasons: every element of the DSA's Article 17(3), once, for the app, the inbox
and the letter alike.

| element | where it stands |
| --- | --- |
| (a) what is done, its territory, for how long | `actions`, `territory`, `until` of each |
| (b) facts, circumstances, whether a notice led to it | the text, `facts`, `on_notice` |
| (c) whether it was found or decided by automated means | `detected`, `automated` |
| (d) the legal ground, and why | `ground`, `legal_ground`, the text |
| (e) the rule of ours, and why | `rules`, with their texts, the text |
| (f) how it can be contested | `redress` |
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from enforcement.appeal_rules import HOLDS, Right, Standing, right_of_owner
from enforcement.models import (
    Appeal,
    CaseFinding,
    Decision,
    DecisionSource,
    Ground,
    Party,
    Report,
)
from enforcement.models.findings import FoundBy
from enforcement.rule_sets import Rule, rule_set
from enforcement.states import CaseSource, Outcome


class Territory(StrEnum):
    """Where a decision holds. This service has one state of a thing for everybody."""

    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision came from. Nothing of who or how many."""

    on_notice: bool
    detected: bool
    automated: bool


def with_basis(rows: "QuerySet[Decision]") -> "QuerySet[Decision]":
    """With what `basis_of` and `right_of` read, so that a list asks no more for each."""
    noticed = Report.objects.filter(
        case=OuterRef("case"), counts=True, created_at__lte=OuterRef("at")
    )
    # What the first look at something reported adds is not how it was found.
    own = Q(source=FoundBy.MODERATION) | Q(case__source=CaseSource.FINDING)
    detected = CaseFinding.objects.filter(own, case=OuterRef("case"), at__lte=OuterRef("at"))
    return rows.annotate(
        on_notice=Exists(noticed),
        detected=Exists(detected),
        is_appealed=Exists(Appeal.objects.filter(decision=OuterRef("pk"), party=Party.OWNER)),
        is_replaced=Exists(Decision.objects.filter(supersedes=OuterRef("pk"))),
    )


def basis_of(row: Any) -> Basis:
    """Of a row of `with_basis`."""
    automated = row.source == DecisionSource.AUTOMATION
    return Basis(row.on_notice, row.detected or automated, automated)


def right_of(row: Any) -> Right:
    """What its reader may do against it; the same, with its actions."""
    holds = any(one.state in HOLDS for one in row.actions.all())
    return right_of_owner(row, appealed=row.is_appealed, did=holds, replaced=row.is_replaced)


def rules_of(decision: Decision) -> list[Rule]:
    """On which it rests, in the words of the version of its day."""
    frozen = rule_set(decision.rules_version)
    return [frozen.rule(code) for code in decision.policies]


def appeal_says(right: Right) -> str:
    """Whether and until when whoever reads this can appeal to us, in a sentence."""
    if right.standing == Standing.OPEN and right.until is not None:
        return _(
            "You can appeal to us until %(day)s. Somebody who did not decide it looks at it anew; "
            "it costs nothing."
        ) % {"day": right.until.date().isoformat()}
    return {
        Standing.APPEALED: _("You appealed to us."),
        Standing.OVER: _("The time in which you could appeal to us is over."),
        Standing.FINAL: _("Both sides were heard: to us it is final."),
        Standing.HEARD: _("Somebody else looked at it anew already: what was decided stands."),
        Standing.CLOSED: _("A law or an order says this: no appeal to us is open."),
    }.get(right.standing, _("There is nothing left to appeal to us."))


def out_of_court_says() -> str:
    """DSA, Article 21."""
    return _("You can take it to a certified out-of-court body; here they are listed: %(url)s") % {
        "url": settings.OUT_OF_COURT_URL
    }


def court_says() -> str:
    """It needs no appeal before."""
    return _("You can go to court at any time.")


def source_says(basis: Basis) -> str:
    """Element (b) and (c), in sentences."""
    came = (
        _("Somebody told us of it; who, we tell nobody.")
        if basis.on_notice
        else _("Nobody reported it: we found it ourselves.")
    )
    found = (
        _("Software of ours found it.") if basis.detected else _("No software of ours found it.")
    )
    judged = _("No person decided it.") if basis.automated else _("A person decided it.")
    return f"{came} {found} {judged}"


def processing_says(*, examined: bool, automated: bool) -> str:
    """DSA, Article 16(6): the part of software in looking at a report, for who made it."""
    first = (
        _("Software of ours looked at it first, and sorted it.")
        if examined
        else _("Software of ours sorted it.")
    )
    judged = _("No person decided it.") if automated else _("A person decided it.")
    return f"{first} {judged}"


def ground_says(decision: Decision) -> str:
    """Elements (d) and (e)."""
    if decision.outcome == Outcome.NO_VIOLATION:
        return _("We looked at it under these rules: it breaks none.")
    if decision.ground == Ground.LAW:
        return _("It breaks a law: %(law)s.") % {"law": decision.legal_ground}
    return _("It breaks rules of ours, which you accepted.")


def territory_says() -> str:
    """Element (a)."""
    return _("It holds everywhere.")
