"""The end of a link: by either of the two, by a rule, by staff."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.events import SafeguardsChanged
from accounts.models import User
from audit.services import record
from inbox.services import recheck_sockets
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.events import publish
from lib.states import advance
from parental.events import GuardianLinkEnded
from parental.locking import hold_family
from parental.models import EntryKind, FamilyNotice, GuardianLink
from parental.selectors import acts_for, is_shown
from parental.services.proposing import lapse_all_of
from parental.services.proving import Prove, unasked
from parental.services.releasing import stand_releases_of, tell_of_lost_release
from parental.services.writing import enter, owe
from parental.states import LIVE, UNSAFE, EndReason, LinkState, Side, side_of_end

ENDS = ("family.link_ended", "family.link_declined")


def end(
    link: GuardianLink,
    *,
    reason: EndReason,
    actor: Actor,
    guardian_hears_at: datetime | None = None,
) -> GuardianLink:
    """End a link that is asked or active. Both are told whose deed it was, the guardian not before
    `guardian_hears_at`; until then they read it as active.

    What this guardian set acts no more; the teen keeps what holds for every teen, and what they
    chose themself. Raises StaleState where it is over.
    """
    with transaction.atomic():
        hold_family(link.teen_id)
        rows = GuardianLink.objects.select_for_update(of=("self",))
        link = rows.get(pk=link.pk)
        if link.state not in LIVE:
            raise StaleState
        released, now = stand_releases_of(link), timezone.now()
        advance(
            link,
            to=LinkState.ENDED,
            actor=actor,
            reason=reason.value,
            ended_at=now,
            end_reason=reason,
            shown_until=guardian_hears_at,
            place=None,
        )
        by = side_of_end(reason) or Side.HOUSE
        if guardian_hears_at is None:
            lapse_all_of(link, actor=actor)  # else the sweep does, once they have heard
        else:
            _enter_for_guardian(link, by, guardian_hears_at)
        enter(link, EntryKind.ENDED, by, at=now)
        record(
            "parental.link.ended", actor=actor, target=link.public_id, reason=_public(reason).value
        )
        tell_of_lost_release(link, released)
        _tell(link, by, reason, guardian_hears_at)
        publish(GuardianLinkEnded(link_id=link.pk, teen_id=link.teen_id, reason=reason.value))
        publish(SafeguardsChanged(user_id=link.teen_id))
        recheck_sockets(person_id=link.teen_id)
    return link


def unlink(*, link: GuardianLink, by: User, prove: Prove = unasked) -> None:
    """Either of the two ends it, without a reason (R2). Raises StaleState; as `prove`, where the
    link acts, or its guardian reads so: what the guardian had set goes with it."""
    mine = by.pk == link.teen_id
    if acts_for(link, by):
        prove()
    reason = EndReason.TEEN_UNLINKED if mine else EndReason.GUARDIAN_UNLINKED
    try:
        end(link, reason=reason, actor=Actor.person(by.pk))
    except StaleState:
        if mine:
            raise
        _leave_what_is_over(link, by=by)


def end_by_staff(*, link: GuardianLink, by: User) -> None:
    """A member of staff ends it. Raises DomainError `permission_denied`, StaleState."""
    if not (by.stands and by.has_perm("parental.end_link")):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "This is for staff.")
    end(link, reason=EndReason.STAFF, actor=Actor.person(by.pk))


def end_all(links: "list[GuardianLink]", *, reason: EndReason, actor: Actor) -> int:
    """By a rule; what somebody else ended meanwhile is left. Returns how many."""
    done = 0
    for link in links:
        try:
            end(link, reason=reason, actor=actor)
            done += 1
        except StaleState:
            continue
    return done


def end_to_its_guardian(link: GuardianLink, *, reason: EndReason) -> bool:
    """By a rule, of what a teen fled from: its guardian reads, and hears, what they would if it had
    stood until now, and the teen nothing. Whether it still was to be read. No row of the audit:
    beside the first it would say who fled."""
    with transaction.atomic():
        rows = GuardianLink.objects.select_for_update(of=("self",))
        link = rows.get(pk=link.pk)
        if not is_shown(link):
            return False
        link.shown_until = now = timezone.now()
        link.save(update_fields=["shown_until"])
        lapse_all_of(link, actor=Actor.system("parental"))
        enter(link, EntryKind.ENDED, Side.HOUSE, at=now)
        _forget_what_they_would_hear(link)
        if reason != EndReason.GUARDIAN_DELETED:
            owe(link.guardian_id, *_said(link, Side.HOUSE, reason))
    return True


def _forget_what_they_would_hear(link: GuardianLink) -> None:
    """They are told now, or not at all."""
    FamilyNotice.objects.filter(
        person_id=link.guardian_id, told_at=None, kind__in=ENDS, data__link=link.public_id
    ).delete()


def _leave_what_is_over(link: GuardianLink, *, by: User) -> None:
    """A guardian ends what a teen fled from: they read, and hear, what they would if it had stood
    until now, and the teen nothing. Raises StaleState where they have heard of the end."""
    with transaction.atomic():
        rows = GuardianLink.objects.select_for_update(of=("self",))
        link = rows.get(pk=link.pk)
        if not is_shown(link):
            raise StaleState
        actor, now = Actor.person(by.pk), timezone.now()
        link.shown_until, link.left_by_guardian = now, True
        link.save(update_fields=["shown_until", "left_by_guardian"])
        lapse_all_of(link, actor=actor)
        enter(link, EntryKind.ENDED, Side.GUARDIAN, at=now)
        reason = EndReason.GUARDIAN_UNLINKED.value
        record("parental.link.ended", actor=actor, target=link.public_id, reason=reason)
        _forget_what_they_would_hear(link)
        owe(link.guardian_id, *_said(link, Side.GUARDIAN, EndReason.GUARDIAN_UNLINKED))


def _enter_for_guardian(link: GuardianLink, by: Side, at: datetime) -> None:
    """The line that they will read, at the time of which they will read."""
    if link.active_at is None:
        enter(link, EntryKind.LAPSED, Side.HOUSE, at=at)
    else:
        enter(link, EntryKind.ENDED, by, at=at)


def _public(reason: EndReason) -> EndReason:
    """Rows that every member of staff reads do not say that a teen is afraid; the case does."""
    return EndReason.TEEN_UNLINKED if reason in UNSAFE else reason


def _said(link: GuardianLink, by: Side, reason: EndReason) -> tuple[str, dict[str, str]]:
    """The event and its data."""
    named = {"link": link.public_id}
    if reason == EndReason.CAME_OF_AGE:
        return "family.came_of_age", named
    return "family.link_ended", {**named, "by": by.value}


def _tell(
    link: GuardianLink, by: Side, reason: EndReason, guardian_hears_at: datetime | None
) -> None:
    named, ended = {"link": link.public_id}, _said(link, by, reason)
    if reason != EndReason.TEEN_DELETED:
        # No mail to a teen who fled: it may be read by whom they fled from.
        owe(link.teen_id, *ended, by_mail=reason not in UNSAFE)
    if link.active_at is None and by == Side.TEEN:
        ended = ("family.link_declined", named)
    if reason != EndReason.GUARDIAN_DELETED:
        owe(link.guardian_id, *ended, due_at=guardian_hears_at)
