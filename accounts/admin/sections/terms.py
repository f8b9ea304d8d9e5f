from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Shown, Table, when
from accounts.models import Acknowledgement, Gated, User
from accounts.services.terms import asked_of

MOST = 50


def read(person: User, viewer: User) -> Shown:
    """Which texts in force they have read, what stands still until they do, and what they read."""
    rows = Acknowledgement.objects.filter(person_id=person.pk).order_by("-at", "-pk")[:MOST]
    return Shown(
        tables=(
            Table(
                "In force",
                ("text", "version", "read", "stands still until then"),
                tuple(
                    (one.terms.name, one.terms.version, "yes" if one.acknowledged else "no",
                     "; ".join(Gated(gate).label for gate in one.terms.gates))
                    for one in asked_of(person)
                ),
                empty="No text is in force.",
            ),
            Table(
                "Acknowledged, newest first",
                ("when", "text", "version", "by"),
                tuple((when(row.at), row.name, row.version, row.actor) for row in rows),
            ),
        )
    )  # fmt: skip


SECTION = Section("terms", "Terms", 70, read)
