"""Taking statements out: who may, what is recorded."""

from datetime import UTC, date, datetime, timedelta

from audit.services import record
from enforcement.dsa.statements import statements
from enforcement.dsa.writing import Form, lines
from lib.actors import Actor

TARGET = "enforcement.Decision"


def taken_out(first: date, last: date, form: Form, *, actor: Actor) -> tuple[str, int]:
    """The file of the decisions of these days (UTC), both included, and how many statements are in
    it. The same days give the same file for as long as nothing more is decided in them. Whoever
    takes it leaves a row; the caller authorises."""
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
