from django.urls import reverse

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Link, Shown, Table, more_than, when
from accounts.models import Export, Right, User

MOST = 10


def read(person: User, viewer: User) -> Shown:
    """Archives of all that is theirs: how far, never what is in one nor where it lies."""
    rows = Export.objects.filter(person=person).order_by("-asked_at", "-pk")
    shown, number = list(rows[:MOST]), rows.count()
    return Shown(
        tables=(
            Table(
                "Archives of all that is theirs, newest first",
                ("archive", "asked", "state", "what went wrong", "ready", "until"),
                tuple(_row(one) for one in shown),
                more=more_than(len(shown), number),
            ),
        )
    )


def _row(one: Export) -> tuple[object, ...]:
    page = reverse("admin:accounts_export_change", args=[one.pk])
    return (
        Link(one.public_id, page), when(one.asked_at), one.state, one.error_code or "-",
        when(one.ready_at), when(one.ends_at),
    )  # fmt: skip


SECTION = Section("exports", "Exports", 65, read, Right.SEE_SESSIONS)
