from accounts.admin.sections.shown import Shown, Table
from accounts.models import User
from enforcement.models import Case, Decision, Report
from enforcement.reasons import REASONS
from enforcement.rule_texts import text_of
from enforcement.services.case_findings import found_in
from enforcement.services.statements import rules_of
from enforcement.states import CaseSource


def read(case: Case, viewer: User) -> Shown:
    """What each reason that was given says, and what follows from it; of an appeal the rules on
    which what it is against rests."""
    if case.source == CaseSource.APPEAL:
        appealed = Decision.objects.filter(appeals__case=case).distinct().order_by("at")
        return Shown(tables=tuple(map(_of_decision, appealed)))
    return Shown(tables=(_of_reasons(case),))


def _of_decision(one: Decision) -> Table:
    return Table(
        f"On which {one.public_id} rests, as version {one.rules_version} of the rules says it",
        ("rule", "what it says", "code"),
        tuple((rule.title, rule.text, rule.code) for rule in rules_of(one)),
    )


def _of_reasons(case: Case) -> Table:
    given = set(Report.objects.filter(case=case).values_list("reason", flat=True))
    rules = sorted((REASONS[code] for code in given), key=lambda one: -one.severity)
    rows = tuple(
        (
            *(one.label, text_of(one.code), one.topic.label, one.severity),
            *(f"{one.sla.total_seconds() / 3600:g} hours", str(one.dsa.label), one.code),
        )
        for one in rules
    )
    columns = (
        *("rule", "what it says", "topic", "severity"),
        *("looked at within", "category (DSA)", "code"),
    )
    return Table("", columns, rows, empty="" if rows else _without_reasons(case))


def _without_reasons(case: Case) -> str:
    """Staff shut somebody out, or a detector spoke, or both: what a detector said is a finding."""
    if found_in(case).exists():
        return "Nobody gave a reason; what detectors found stands above."
    return "Nobody gave a reason."
