from accounts.admin.sections.shown import Shown, Table
from accounts.models import User
from enforcement.models import Case, Report
from enforcement.reasons import REASONS
from enforcement.rule_texts import text_of


def read(case: Case, viewer: User) -> Shown:
    """What each reason that was given says, and what follows from it."""
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
    empty = "Nobody gave a reason: detectors found it."
    return Shown(tables=(Table("", columns, rows, empty=empty),))
