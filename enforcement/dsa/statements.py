"""Decisions as statements of reasons for the EU's transparency database (DSA, Article 24(5)).

A statement is made of codes alone: no word that anybody wrote stands in it, no id of a person or of
a thing, and no hour. `puid` is made of the decision's id, so that the same decision is the same
statement however often it is taken out; nobody finds the decision from it.

An action that begins later than its decision, by what that said or since strikes reach it only
then, is a statement of its own, of the day on which it began. So what becomes of a decision after
its day changes no statement of that day.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import translation

from enforcement.actions.names import ActionName
from enforcement.actions.registry import action_of
from enforcement.dsa.restrictions import END, RESTRICTIONS, VISIBILITY, Restriction
from enforcement.facts import facts_of
from enforcement.models import (
    ActionState,
    Decision,
    DecisionAction,
    DecisionActionTransition,
    DecisionSource,
    Ground,
    Report,
)
from enforcement.reasons import REASONS
from enforcement.services.statements import basis_of, rules_of, with_basis
from enforcement.subjects.kinds import SubjectKind

Statement = dict[str, str | list[str]]

_NAMESPACE = UUID("6f0e7c8e-6c0b-5d0a-9d39-2d5b3a4f8e11")  # any; never changed, or puids change
_DONE = (ActionState.APPLIED, ActionState.EXPIRED, ActionState.REVERSED)
# It holds everywhere: in the European Economic Area, as the database names it.
EEA = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
    *("IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)
_FILM = ["CONTENT_TYPE_SYNTHETIC_MEDIA", "CONTENT_TYPE_VIDEO"]
CONTENT: dict[SubjectKind, list[str]] = {
    SubjectKind.POST: _FILM,
    SubjectKind.DRAFT: _FILM,
    SubjectKind.PROFILE: ["CONTENT_TYPE_TEXT"],
    SubjectKind.CAMEO: ["CONTENT_TYPE_VIDEO"],
}
_LANGUAGE = "en"


def statements(since: datetime, until: datetime) -> Iterator[Statement]:
    """Of decisions from `since` up to `until`, then of what began in that time of decisions made
    before; oldest first, each once. Left out are those that restrict nothing, those of child safety
    (nobody is told of them, E47), and what an order or a law asked for (Article 17(5))."""
    for decision in _decisions(since, until).iterator(chunk_size=500):
        yield from _of(decision, decision.actions.all(), puid_of(decision), decision.at)
    rows = list(_begun(since, until))
    found = _told().in_bulk([row.decision_id for row in rows])
    for row in rows:
        if row.decision_id in found:
            yield from _of(found[row.decision_id], [row], puid_of(row), row.began)


def puid_of(row: Decision | DecisionAction) -> str:
    """Under which the database knows a decision, or an action that began later."""
    return str(uuid5(_NAMESPACE, row.pk.hex))


def _of(
    decision: Decision, rows: Iterable[DecisionAction], puid: str, at: datetime
) -> Iterator[Statement]:
    restrictions = _restrictions(rows)
    if restrictions:
        with translation.override(_LANGUAGE):
            yield _statement(decision, restrictions, puid, at.astimezone(UTC).date())


def _decisions(since: datetime, until: datetime) -> QuerySet[Decision]:
    """With what they did at once, whatever became of that."""
    done = DecisionAction.objects.filter(state__in=_DONE, begins_at=None).order_by("position")
    rows = _told().filter(at__gte=since, at__lt=until).prefetch_related(Prefetch("actions", done))
    return rows.order_by("at", "pk")


def _begun(since: datetime, until: datetime) -> QuerySet[Any]:
    """Later than their decision, with when: what waited and never began is none of them."""
    steps = DecisionActionTransition.objects.filter(
        subject_id=OuterRef("pk"), to_state=ActionState.APPLIED
    )
    rows = DecisionAction.objects.filter(begins_at__lt=until)  # it begins then or later
    rows = rows.annotate(began=Subquery(steps.values("at")[:1]))
    return rows.filter(began__gte=since, began__lt=until).order_by("began", "pk")


def _told() -> QuerySet[Decision]:
    flagged = Report.objects.filter(
        case=OuterRef("case"), counts=True, trusted=True, created_at__lte=OuterRef("at")
    )
    rows = Decision.objects.exclude(case__diverted=True).exclude(source=DecisionSource.LEGAL)
    return with_basis(rows).annotate(flagged=Exists(flagged)).prefetch_related("evidence")


def _restrictions(done: Iterable[DecisionAction]) -> list[tuple[Restriction, DecisionAction]]:
    """From the gravest on."""
    order = list(RESTRICTIONS)
    rows = sorted(done, key=lambda row: order.index(ActionName(row.name)))
    known = ((RESTRICTIONS[ActionName(row.name)], row) for row in rows)
    return [(restriction, row) for restriction, row in known if restriction is not None]


def _statement(
    decision: Decision,
    restrictions: list[tuple[Restriction, DecisionAction]],
    puid: str,
    day: date,
) -> Statement:
    basis = basis_of(decision)
    categories = _categories(decision)
    notice = "SOURCE_ARTICLE_16" if basis.on_notice else "SOURCE_VOLUNTARY"
    judged = "FULLY" if basis.automated else "NOT_AUTOMATED"
    said: Statement = {
        "puid": puid,
        **_restricted(restrictions),
        **_ground(decision),
        "category": categories[0],
        **({"category_addition": categories[1:]} if categories[1:] else {}),
        "content_type": CONTENT[SubjectKind(decision.subject_kind)],
        "content_date": _made_on(decision).isoformat(),
        "application_date": day.isoformat(),
        "territorial_scope": list(EEA),
        "decision_facts": _facts(decision, [row for _, row in restrictions]),
        "source_type": "SOURCE_TRUSTED_FLAGGER" if _flagged(decision) else notice,
        "automated_detection": "Yes" if basis.detected else "No",
        "automated_decision": f"AUTOMATED_DECISION_{judged}",
    }
    return said


def _flagged(decision: Any) -> bool:
    return bool(decision.flagged)


def _restricted(restrictions: list[tuple[Restriction, DecisionAction]]) -> Statement:
    """The fields, and until when: the last end of each, and none where one has no end."""
    said: Statement = {}
    for field, end in END.items():
        mine = [(one.value, row.until) for one, row in restrictions if one.field == field]
        if not mine:
            continue
        values = list(dict.fromkeys(value for value, _ in mine))
        said[field] = values if field == VISIBILITY else values[0]
        ends = [until for _, until in mine]
        if None not in ends:
            said[end] = max(one.astimezone(UTC).date() for one in ends if one).isoformat()
    return said


def _ground(decision: Decision) -> Statement:
    rules = rules_of(decision)
    named = "; ".join(rule.title for rule in rules)
    explained = " ".join(str(rule.text) for rule in rules)[:2000]
    if decision.ground == Ground.LAW:
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": (decision.legal_ground or named)[:500],
            "illegal_content_explanation": explained,
        }
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": named[:500],
        "incompatible_content_explanation": explained,
    }


def _categories(decision: Decision) -> list[str]:
    """The gravest rule's first, each once."""
    rules = sorted((REASONS[code] for code in decision.policies), key=lambda one: -one.severity)
    return list(dict.fromkeys(rule.dsa.value for rule in rules))


def _facts(decision: Decision, rows: list[DecisionAction]) -> str:
    """In sentences of ours: what stands in the person's own statement may name somebody."""
    basis = basis_of(decision)
    came = "It was reported to us." if basis.on_notice else "Nobody reported it to us."
    found = "Our software found it." if basis.detected else "No software of ours found it."
    done = ", ".join(dict.fromkeys(action_of(ActionName(row.name)).title for row in rows))
    relied = " ".join(["", *facts_of(decision.evidence.all())])
    return f"{came} {found} Looked at was a {decision.subject_kind}.{relied} Done was: {done}."


def _made_on(decision: Decision) -> date:
    """When what it is about was made, by its id (a UUIDv7, RFC 9562: milliseconds in the first 48
    bits), so that it is known though the thing is gone."""
    made = datetime.fromtimestamp((decision.subject_id.int >> 80) / 1000, UTC).date()
    return min(made, decision.at.astimezone(UTC).date())
