"""Things and people as staff read them: public ids and handles that lead to their own pages."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince, timeuntil

from accounts.admin.sections.shown import person_link
from accounts.models import User
from enforcement.models import Case, Decision, Proposal
from enforcement.subjects.kinds import SubjectKind
from lib.ids import IdKind, encode

# Which page of the admin shows a thing; of a cameo there is none.
PAGES: dict[str, str] = {
    SubjectKind.POST: "admin:feed_post_change",
    SubjectKind.DRAFT: "admin:generation_draft_change",
    SubjectKind.PROFILE: "admin:accounts_user_change",
}


def left(at: datetime) -> str:
    """Until then, or since: in the two units that fit."""
    if at > timezone.now():
        return f"{timeuntil(at, depth=2)} left".replace("\xa0", " ")
    return f"overdue by {timesince(at, depth=2)}".replace("\xa0", " ")


def thing(row: Case | Decision | Proposal) -> str:
    """What a case, a decision or a proposal is about."""
    page = PAGES.get(row.subject_kind)
    return linked(row.subject, reverse(page, args=[row.subject_id])) if page else row.subject


def page_of_thing(kind: str, key: UUID, owner_id: UUID) -> str:
    """The address of its page; of a cameo that of its owner."""
    page = PAGES.get(kind)
    return (
        reverse(page, args=[key]) if page else reverse(PAGES[SubjectKind.PROFILE], args=[owner_id])
    )


def person(person_id: UUID) -> str:
    """Somebody's public id, and their handle while they have one."""
    found = User.objects.filter(pk=person_id).first()
    if found is None:
        return encode(IdKind.USER, person_id)
    link = person_link(found)
    return linked(link.text, link.href)


def case_before(case: Case) -> str:
    """The case that was decided about the same thing before."""
    if case.follows is None:
        return "-"
    page = reverse("admin:enforcement_case_change", args=[case.follows.pk])
    return linked(case.follows.public_id, page)


def hinted(text: str, more: str) -> str:
    """HTML."""
    return format_html('<span title="{}">{}</span>', more, text)


def linked(text: str, href: str) -> str:
    """HTML."""
    return format_html('<a class="underline" href="{}">{}</a>', href, text)
