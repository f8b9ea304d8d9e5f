"""Things and people as staff read them: public ids and handles that lead to their own pages."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince, timeuntil

from accounts.admin.sections.shown import person_link
from accounts.models import User
from enforcement.admin.wording import PART, in_words
from enforcement.models import Case, Decision, Proposal, Report
from enforcement.subjects.kinds import SubjectKind
from lib.ids import IdKind, InvalidId, decode, encode

KNOWN = "handles_by_key"  # of a row: of all people on its page
END, DIGITS = 6, 8
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


def thing(row: Case | Decision | Proposal | Report) -> str:
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


def handles_of(people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Of those who have one: one statement for all, none for nobody."""
    keys = {one for one in people if one}
    if not keys:
        return {}
    named = User.objects.filter(pk__in=keys).exclude(handle="")
    return dict(named.values_list("pk", "handle"))


def know(rows: Iterable[Any], people: Iterable[UUID | None]) -> None:
    """What `called` says on these rows takes no statement any more."""
    known = handles_of(people)
    for row in rows:
        setattr(row, KNOWN, known)


def called(row: Any, person_id: UUID) -> str:
    """Somebody's handle, which leads to their page; their id, which is wide, under the pointer. It
    stands for them where they have no handle (any more). Of rows that `know` met it takes no
    statement."""
    known = getattr(row, KNOWN, None)
    known = handles_of([person_id]) if known is None else known
    public_id = encode(IdKind.USER, person_id)
    page = reverse(PAGES[SubjectKind.PROFILE], args=[public_id])
    return linked(known.get(person_id, public_id), page, public_id)


def actor(row: Any, label: str) -> str:
    """The same of whom a decision names: a part of the system stays as it is."""
    try:
        return called(row, decode(IdKind.USER, label))
    except InvalidId:
        return in_words(label.removeprefix(PART)) or "-"


def people_of(*labels: str) -> list[UUID]:
    """Of actors those who are people."""
    found = []
    for label in labels:
        with suppress(InvalidId):
            found.append(decode(IdKind.USER, label))
    return found


def about(row: Any) -> str:
    """What kind of thing, and whose; its id, which is wide, under the pointer."""
    return format_html(
        "{} of {}", hinted(row.get_subject_kind_display(), row.subject), called(row, row.owner_id)
    )


def short(public_id: str) -> str:
    """Its kind and its end, which tell rows of a list apart; the whole under the pointer."""
    kind, _, rest = public_id.partition("_")
    return hinted(f"{kind}_…{rest[-END:]}", public_id)


def number(contact_id: UUID) -> str:
    """Of somebody without an account: it says nothing of who they are, and tells them from others;
    the whole key under the pointer."""
    return hinted(f"{contact_id.int % 10**DIGITS:0{DIGITS}d}", str(contact_id))


def case_before(case: Case) -> str:
    """The case that was decided about the same thing before."""
    if case.follows is None:
        return "-"
    page = reverse("admin:enforcement_case_change", args=[case.follows.pk])
    return linked(case.follows.public_id, page)


def hinted(text: str, more: str) -> str:
    """HTML."""
    return format_html('<span title="{}">{}</span>', more, text)


def linked(text: str, href: str, more: str = "") -> str:
    """HTML. `more` stands under the pointer."""
    return format_html('<a class="underline" href="{}" title="{}">{}</a>', href, more or text, text)
