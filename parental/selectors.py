"""Fetching is authorising: what is missing and what is another family's are one answer."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.policies import see_person
from lib.errors import DomainError, ErrorCode, NotFound
from lib.selecting import one_of
from parental.models import ConsentReceipt, EntryKind, FamilyEntry, GuardianLink, Proposal
from parental.states import LinkState, Side, side_of_end


def side_of(link: GuardianLink, person: User) -> Side:
    """Which of the two somebody is."""
    return Side.TEEN if person.pk == link.teen_id else Side.GUARDIAN


def acts_for(link: GuardianLink, person: User | None = None) -> bool:
    """Whether a link acts; to a `person`, whether it reads so.

    A guardian whom a teen fled from reads it as active for a while (parental/services/safety.py):
    what they do meanwhile is noted under the link and reaches nobody.
    """
    if link.state == LinkState.ACTIVE:
        return True
    is_guardian = person is not None and person.pk == link.guardian_id
    return is_guardian and link.active_at is not None and is_shown(link)


def is_shown(link: GuardianLink) -> bool:
    """Whether a link that is over still reads to its guardian as it was."""
    return link.shown_until is not None and link.shown_until > timezone.now()


def state_shown(link: GuardianLink, viewer: User) -> LinkState:
    """The state as one of the two reads it: to a guardian a teen never simply vanishes from a
    question, it runs out."""
    if side_of(link, viewer) == Side.TEEN or link.shown_until is None:
        return LinkState(link.state)
    if is_shown(link):
        return LinkState.ASKED if link.active_at is None else LinkState.ACTIVE
    ran_out = link.active_at is None and not link.left_by_guardian and not _ended_by_house(link)
    return LinkState.LAPSED if ran_out else LinkState(link.state)


def ended_by(link: GuardianLink, viewer: User) -> Side | None:
    """Whose deed an end was, as one of the two reads it."""
    if state_shown(link, viewer) != LinkState.ENDED:
        return None
    if side_of(link, viewer) == Side.GUARDIAN and link.left_by_guardian:
        return Side.GUARDIAN
    if side_of(link, viewer) == Side.GUARDIAN and _ended_by_house(link):
        return Side.HOUSE
    return side_of_end(link.end_reason)


def links_of(viewer: User) -> QuerySet[GuardianLink]:
    """One's own, of either side."""
    mine = Q(teen=viewer) | Q(guardian=viewer)
    return GuardianLink.objects.filter(mine).select_related("guardian", "teen")


def link_of(viewer: User, link_id: UUID) -> GuardianLink:
    """One of these. Raises NotFound."""
    return one_of(links_of(viewer), link_id)


def acting_link(viewer: User, link_id: UUID) -> GuardianLink:
    """One of these that is active, as far as the viewer may know. Raises NotFound; from the first
    minute of the 18th birthday too, whenever the sweep comes: days of an adult are their own."""
    link = link_of(viewer, link_id)
    if not acts_for(link, viewer) or link.teen.is_adult:
        raise NotFound
    return link


def link_to_decide(viewer: User, link_id: UUID) -> GuardianLink:
    """One of these under which the viewer decides. Raises NotFound; DomainError
    `permission_denied` for the teen, who wishes, or tightens what is theirs."""
    link = acting_link(viewer, link_id)
    if side_of(link, viewer) != Side.GUARDIAN:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "Your guardian decides; you may wish.")
    return link


def question_to(viewer: User, link_id: UUID) -> GuardianLink:
    """Somebody who waits for this teen's answer. Raises NotFound."""
    asked = links_of(viewer).filter(teen=viewer, state=LinkState.ASKED)
    return one_of(asked, link_id)


def guardian_shown(link: GuardianLink, viewer: User) -> User | None:
    """Who the guardian is, to the teen; None to the guardian, and where either blocked the other
    or the account is gone."""
    if viewer.pk != link.teen_id or not see_person.allows(viewer, link.guardian):
        return None
    return link.guardian


def proposals_of(viewer: User, link_id: UUID) -> QuerySet[Proposal]:
    """All changes under one of one's links. Raises NotFound."""
    link = link_of(viewer, link_id)
    rows = Proposal.objects.filter(link=link)
    return rows.filter(made_at__lte=link.ended_at) if _is_past(link, viewer) else rows


def proposal_of(viewer: User, proposal_id: UUID) -> Proposal:
    """One of these. Raises NotFound."""
    mine = Proposal.objects.filter(link__in=links_of(viewer)).select_related("link")
    return one_of(mine, proposal_id)


def ledger_of(viewer: User, link_id: UUID) -> QuerySet[FamilyEntry]:
    """The history of one of one's links. Raises NotFound.

    Where a teen fled, the two read different ends, each with a line at its own time: what is
    rewritten in an answer would still stand, and be paged, in its true place.
    """
    link = link_of(viewer, link_id)
    rows = FamilyEntry.objects.filter(link_id=link.pk)
    if link.shown_until is None:
        return rows
    if _is_past(link, viewer):
        return rows.filter(at__lte=link.ended_at)
    told = rows.filter(at__lte=min(link.shown_until, timezone.now()))
    return told.filter(~Q(kind=EntryKind.ENDED) | Q(at=link.shown_until))


def entries_for_staff() -> QuerySet[FamilyEntry]:
    """The lines of all ledgers, but for what a guardian read or did after a teen fled: that there
    is any says that they did, which is for those who handle the case."""
    fled = GuardianLink.objects.filter(
        pk=OuterRef("link_id"), shown_until__isnull=False, ended_at__lt=OuterRef("at")
    )
    return FamilyEntry.objects.exclude(Exists(fled))


def receipts_of(viewer: User, link_id: UUID) -> QuerySet[ConsentReceipt]:
    """What either agreed to under one of one's links. Raises NotFound."""
    return ConsentReceipt.objects.filter(link_id=link_of(viewer, link_id).pk)


def _is_past(link: GuardianLink, viewer: User) -> bool:
    """Whether what follows the end is nothing to the teen: a guardian who read the link as active
    noted it, and it reached nobody."""
    return viewer.pk == link.teen_id and link.shown_until is not None


def _ended_by_house(link: GuardianLink) -> bool:
    """Whether a rule ended, to its guardian, what the teen had fled from before."""
    if link.shown_until is None:
        return False
    lines = FamilyEntry.objects.filter(link_id=link.pk, at=link.shown_until)
    return lines.filter(kind=EntryKind.ENDED, by=Side.HOUSE).exists()
