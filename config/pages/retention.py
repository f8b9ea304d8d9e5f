"""How long each table keeps what it holds of people (docs/retention.md)."""

from datetime import timedelta

from config.pages.tables import page
from lib import retention

LEAD = (
    "What becomes of each table when an account is deleted, and how long a row lasts whoever it "
    "speaks of. *erased*: it goes with the account. *commitment only*: ids, codes and salted "
    "hashes stay, of an account that is a tombstone; nothing that anybody could read. *kept*: it "
    "stays for a while under the basis that is named. *nobody's*: it speaks of no person. A test "
    "fails for a table that is not here, and for a column that names a person and is not. "
    "`" + retention.SWEEPER + "` deletes what no other job does."
)


def retention_page() -> str:
    """One row for each rule."""
    rows = [
        (
            f"`{rule.model._meta.label}`",
            rule.fate.value,
            ", ".join(f"`{path}`" for path in rule.people),
            rule.why,
            f"`{rule.by}`" if rule.by else "",
            _ends(rule.at_most, rule.job),
            rule.basis,
        )
        for rule in retention.listing()
        if not rule.model.__module__.startswith("tests.")
    ]
    head = ("table", "class", "who is named by", "holds", "erased by", "at the latest", "basis")
    return page("How long what is kept", LEAD, head, rows)


def _ends(after: timedelta | None, job: str) -> str:
    if after is None:
        return ""
    hours = round(after.total_seconds() / 3600, 1)
    length = f"{hours / 24:g} days" if hours >= 48 else f"{hours:g} hours"
    return f"{length}, by `{job}`"
