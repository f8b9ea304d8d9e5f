"""Taking statements out: who may, what is recorded."""

from datetime import UTC, date, datetime, timedelta

from audit.services import record
from enforcement.dsa.statements import statements
from enforcement.dsa.writing import Form, lines
from lib.actors import Actor

TARGET = "enforcement.Decision"


def taken_out(first: date, last: date, form: Form, *, actor: Actor) -> tuple[str, int]:
    """The file of what was decided or began in these days (UTC), both included, and how many
    statements are in it. Once they are over the same days give the same file, whatever becomes of
    the decisions; but what turns out to be a matter of child safety is left out from then on, and
    where a report behind a decision is set aside it is no notice any more. Whoever takes it leaves
    a row; the caller authorises."""
    found = list(statements(_midnight(first), _midnight(last + timedelta(days=1))))
    text = "".join(lines(found, form))
    record(
        "enforcement.statements.exported",
        actor=actor,
        target=TARGET,
        first=first.isoformat(),
        last=last.isoformat(),
        form=form.value,
        statements=len(found),
    )
    return text, len(found)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
