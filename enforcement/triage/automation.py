"""Deciding without a person, only where a policy here says so. Policies are data; all are off but
one. What is decided so says it (`automation`), and a share of it is looked at by a person (E15).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Count

from audit.services import record
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import (
    ActionState,
    Case,
    CaseFinding,
    Decision,
    DecisionAction,
    DecisionSource,
    QualitySample,
    Report,
)
from enforcement.models.findings import FoundBy
from enforcement.reasons import REASONS
from enforcement.services.deciding import decide
from enforcement.states import CaseState, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.found import How
from enforcement.wanted import Wanted
from lib.actors import Actor
from lib.errors import DomainError
from moderation.models import BankAction, BankCause, BankedHash, EntryState, HashKind, SourceKind
from moderation.services.bank_loading import CONFIRMED_TWICE, in_effect, in_share
from moderation.services.bank_subjects import FEWEST_FRAMES

AUTOMATION = Actor.system("automation")
# Somebody works on a claimed case: they decide.
UNTOUCHED = (CaseState.OPEN, CaseState.TRIAGED)
CERTAIN = 0.99
log = structlog.get_logger(__name__)

Rules = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AutoPolicy:
    """`finds`: the rules that a case breaks beyond doubt, or none. `share`: of its decisions, 0 to
    1, that a person looks at afterwards; a rule of ours, as all numbers here."""

    name: str
    enabled: bool
    kinds: frozenset[SubjectKind]
    finds: Callable[[Case], Rules]
    wishes: tuple[Wish, ...]
    statement: str
    share: float


def decide_alone(case_id: UUID) -> Decision | None:
    """By the first policy that is on and fits; None where a person decides. Child safety is never
    decided so. Safe to do again."""
    case = Case.objects.filter(pk=case_id, diverted=False, state__in=UNTOUCHED).first()
    for policy in POLICIES if case else ():
        assert case is not None  # noqa: S101 - see above
        if policy.enabled and case.subject_kind in policy.kinds and (rules := policy.finds(case)):
            return _decide(case, policy, rules)
    return None


def _decide(case: Case, policy: AutoPolicy, rules: Rules) -> Decision | None:
    wanted = Wanted(
        kind=SubjectKind(case.subject_kind),
        key=case.subject_id,
        policies=rules,
        statement=policy.statement,
        wishes=policy.wishes,
        case_id=case.pk,
        source=DecisionSource.AUTOMATION,
        note=f"Automatic, by the policy {policy.name}.",
    )
    try:
        with transaction.atomic():
            decision = decide(wanted=wanted, by=AUTOMATION)
            if in_share(decision.pk, policy.share):
                QualitySample.objects.create(decision=decision, policy=policy.name)
    except DomainError as refused:
        # It takes two people, another was faster, or the queue hides the action: a person decides.
        log.info("left_to_a_person", policy=policy.name, why=refused.code.value)
        return None
    record(
        "enforcement.case.auto_decided",
        actor=AUTOMATION,
        target=case.public_id,
        policy=policy.name,
    )
    return decision


def _known_takedown(case: Case) -> Rules:
    """It shows what a decision that stands removed, whose entries two people confirmed since: three
    frames of one such film, or the very file."""
    rows = CaseFinding.objects.filter(case=case, source=FoundBy.AUTOMATION, kind=How.KNOWN_HASH)
    causes = BankCause.objects.filter(entry__in=_certain(rows.values_list("about", flat=True)))
    frames: Counter[str] = Counter()
    for cause, kind in causes.values_list("cause", "entry__kind"):
        frames[cause] += 1 if kind == HashKind.PDQ else FEWEST_FRAMES
    certain = [cause for cause, number in frames.items() if number >= FEWEST_FRAMES]
    return _rules_of(certain)


def _certain(keys: Iterable[str]) -> list[UUID]:
    """Entries of our own that refuse by themselves, now."""
    named = [UUID(key) for key in keys]
    twice = BankedHash.objects.filter(
        pk__in=in_effect(named),
        state=EntryState.ACTIVE,
        bank__source_kind=SourceKind.OWN,
        bank__action=BankAction.BLOCK,
    )
    agreed = twice.annotate(agreed=Count("confirmations")).filter(agreed__gte=CONFIRMED_TWICE)
    return list(agreed.values_list("pk", flat=True))


def _rules_of(causes: list[str]) -> Rules:
    """Of the decisions behind the entries: those that stand, and removed what they were about."""
    keys = [cause.partition(":")[2] for cause in causes if cause.startswith("act:")]
    banking = DecisionAction.objects.filter(pk__in=keys, state=ActionState.APPLIED)
    removing = DecisionAction.objects.filter(
        decision__in=banking.values("decision"),
        name=ActionName.REMOVE_POST,
        state=ActionState.APPLIED,
    )
    standing = Decision.objects.filter(
        pk__in=removing.values("decision"), outcome=Outcome.VIOLATION, superseded_by=None
    )
    return tuple(sorted({code for one in standing for code in one.policies}))


def _certain_scores(case: Case) -> Rules:
    """A detector is certain of the very topic for which somebody reported it."""
    rows = CaseFinding.objects.filter(case=case, source=FoundBy.AUTOMATION, kind=How.RESCAN)
    found = set(rows.filter(score__gte=CERTAIN).values_list("category", flat=True))
    said = Report.objects.filter(case=case, counts=True).values_list("reason", flat=True)
    return tuple(sorted({code for code in said if REASONS[code].topic.value in found}))


FILMS = frozenset({SubjectKind.POST})
REMOVE = (Wish(ActionName.REMOVE_POST),)
POLICIES: tuple[AutoPolicy, ...] = (
    AutoPolicy(
        name="known_takedown",
        enabled=True,
        kinds=FILMS,
        finds=_known_takedown,
        wishes=REMOVE,
        statement="It shows the same as a video that we removed for breaking this rule. No person "
        "looked at yours before this decision; you can have one look.",
        share=0.2,
    ),
    # Scores are no certainty: an operator who wants this says so here, and answers for it.
    AutoPolicy(
        name="certain_scores",
        enabled=False,
        kinds=FILMS,
        finds=_certain_scores,
        wishes=(Wish(ActionName.LIMIT_POST),),
        statement="Our detectors are certain that it breaks this rule. No person looked at it "
        "before this decision; you can have one look.",
        share=1.0,
    ),
)
