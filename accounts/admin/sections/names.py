from uuid import UUID

from django.urls import reverse

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Link, Shown, Table, when
from accounts.handles.reserved import as_listed
from accounts.models import Impersonation, Right, User
from accounts.services.alike_names import held_names
from lib.ids import IdKind, encode

MOST = 10


def read(person: User, viewer: User) -> Shown:
    """Whether staff found that the profile passes for somebody, and what waits to be looked at."""
    waits = held_names().filter(person=person).exists()
    page = reverse("admin:accounts_person_name", args=[person.public_id])
    return Shown(
        facts=(("Display name", Link("waits for staff", page) if waits else "none waits"),),
        tables=findings_of(person).tables,
    )


def findings_of(person: User) -> Shown:
    """Each: how it stands, for whom the profile passes, and who of staff said so."""
    marks = Impersonation.objects.filter(person=person).order_by("-marked_at")[:MOST]
    return Shown(
        tables=(
            Table(
                "Findings that it passes for somebody, newest first",
                ("finding", "state", "passes for", "marked", "asked by", "by", "decided", "by"),
                tuple(_row(one) for one in marks),
            ),
        )
    )


def _row(one: Impersonation) -> tuple[object, ...]:
    return (
        one.public_id, one.get_state_display(), _whom(one), when(one.marked_at),
        _staff(one.asked_by), _staff(one.marked_by), when(one.decided_at), _staff(one.decided_by),
    )  # fmt: skip


def _staff(key: UUID | None) -> str:
    return encode(IdKind.USER, key) if key else "-"


def _whom(one: Impersonation) -> object:
    if one.of_id is None:
        return as_listed(one.of_word)
    who = encode(IdKind.USER, one.of_id)
    return Link(who, reverse("admin:accounts_user_change", args=[who]))


SECTION = Section("names", "Names", 55, read, Right.TAKE_NAMES)
