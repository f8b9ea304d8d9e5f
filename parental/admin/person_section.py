"""Who watches over somebody, and over whom they watch, on their page at the people desk."""

from django.db.models import Q
from django.urls import reverse

from accounts.admin.sections.registry import Section, add_section
from accounts.admin.sections.shown import Link, Shown, Table, more_than, person_link, when
from accounts.models import Right, User
from parental.actions import HANDLE_CASE
from parental.models import GuardianLink
from parental.selectors import ended_by, is_shown, state_shown
from parental.states import EndReason

MOST = 20


def read(person: User, viewer: User) -> Shown:
    """Links of either side. That a teen fled is for those who handle such cases: all others read
    what the guardian reads."""
    rows = GuardianLink.objects.filter(Q(teen=person) | Q(guardian=person))
    number = rows.count()
    links = rows.select_related("teen", "guardian").order_by("-asked_at", "-pk")[:MOST]
    handles = viewer.has_perm(HANDLE_CASE)
    shown = tuple(_row(link, person, handles=handles) for link in links)
    return Shown(
        tables=(
            Table(
                "Links, newest first",
                ("link", "is", "the other", "state", "asked", "active", "ended", "why"),
                shown,
                more=more_than(len(shown), number),
            ),
        )
    )


def _row(link: GuardianLink, person: User, *, handles: bool) -> tuple[object, ...]:
    is_teen = link.teen_id == person.pk
    other = link.guardian if is_teen else link.teen
    state, ended, why = link.state, when(link.ended_at), link.end_reason
    if not handles:
        state = state_shown(link, link.guardian)
        side = ended_by(link, link.guardian)
        ended = when(None if is_shown(link) else link.shown_until or link.ended_at)
        why = f"by the {side}" if side else ""
    page = reverse("admin:parental_guardianlink_change", args=[link.pk])
    # For all rows or for none: the page of a link from which a teen fled is closed to others, and
    # one row without a way there would say so.
    name = Link(link.public_id, page) if handles else link.public_id
    reason = EndReason(why).label if why in EndReason.values else why
    return (
        name, "teen" if is_teen else "guardian", person_link(other), state,
        when(link.asked_at), when(link.active_at), ended, reason or "-",
    )  # fmt: skip


def add_to_people() -> None:
    """Called once, where this room's admin is loaded."""
    add_section(Section("family", "Family", 50, read, Right.SEE_FAMILY))
