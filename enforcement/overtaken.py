"""What whoever appealed reads where another decision took the place of the one under appeal before
they were answered: that, what it finds, and why (DSA, Article 20(5))."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from enforcement.appeal_rules import Standing
from enforcement.models import Appeal, AppealState, Decision, DecisionText, Party
from enforcement.services.statements import right_of
from enforcement.shown_decisions import decisions_for
from enforcement.states import Outcome

# What `overtaken` reads of each appeal.
READ = ("decision__superseded_by__case", "decision__superseded_by__text")


@dataclass(frozen=True, slots=True)
class Overtaken:
    """`says`: all of it in words. `result`: the new decision; None for a reporter, who reads
    nothing of what its owner is told."""

    finding: Outcome
    says: str
    result: Decision | None


def overtaken(appeal: Appeal) -> Overtaken | None:
    """Of an appeal, best read with READ; None where it was not, and in cases of child safety, of
    which nobody is told (E47)."""
    decision: Decision | None = getattr(appeal.decision, "superseded_by", None)
    if appeal.state != AppealState.SUPERSEDED or decision is None:
        return None
    if decision.case is not None and decision.case.diverted:
        return None
    finding = Outcome(decision.outcome)
    says = _(
        "Before your appeal was answered, another decision took the place of the one that it was "
        "about."
    )
    if appeal.party == Party.REPORTER:
        found = _("It finds that a rule is broken: we act on it.")
        return Overtaken(finding, f"{says} {found}", None)
    found = (
        _("It finds that a rule is broken.")
        if finding == Outcome.VIOLATION
        else _("It undoes what was decided.")
    )
    text: DecisionText | None = getattr(decision, "text", None)
    why = f"\n\n{text.statement}" if text else ""
    return Overtaken(finding, f"{says} {found}{why}", decision)


def open_until(result: Decision | None) -> tuple[Decision, datetime] | None:
    """The new decision, a row of `decisions_for`, and until when its person can appeal it; None
    where nothing of it holds that could be, and where their account is gone."""
    person = User.objects.filter(pk=result.owner_id, deleted_at=None).first() if result else None
    if result is None or person is None:
        return None
    row = decisions_for(person).filter(pk=result.pk).first()
    right = right_of(row) if row is not None else None
    if row is None or right is None or right.standing != Standing.OPEN or right.until is None:
        return None
    return row, right.until
