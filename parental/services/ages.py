"""What a guardian says of how old the teen is: it confirms a teen or freezes a child's account, and
makes nobody older. It counts as long as the link does."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.ages import of_age_on
from accounts.models import AgeBand, AgeSource, User
from accounts.services.ages import signal_age, withdraw_signals
from audit.services import record
from lib.actors import Actor
from lib.errors import StaleState
from parental.locking import hold_family
from parental.models import EntryKind, FamilyEntry, GuardianLink
from parental.selectors import acts_for
from parental.services.ending import end_to_its_guardian
from parental.services.writing import enter, owe
from parental.states import AgeWord, EndReason, LinkState, Side

_SAYS: dict[AgeWord, tuple[AgeBand, EntryKind]] = {
    AgeWord.IS_13_TO_17: (AgeBand.TEEN, EntryKind.SAID_13_TO_17),
    AgeWord.IS_UNDER_13: (AgeBand.UNDER_13, EntryKind.SAID_UNDER_13),
}
SAID = tuple(kind for _band, kind in _SAYS.values())


def say_age(*, link: GuardianLink, by: User, says: AgeWord) -> None:
    """The guardian of `link` says it; said again it changes nothing.

    Under 13 freezes at once and so ends every link of the teen. Of a teen who fled it is noted, and
    reads so to the guardian; nothing is said of the teen. Raises StaleState where the link is over.
    """
    band, kind = _SAYS[says]
    with transaction.atomic():
        # In the order in which a signal that ends links takes them: nobody waits in a ring.
        teen = User.objects.select_for_update().get(pk=link.teen_id)
        hold_family(teen.pk)
        link = GuardianLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        if not acts_for(link, by) or teen.is_adult:
            raise StaleState
        said = FamilyEntry.objects.filter(link_id=link.pk, kind__in=SAID).order_by("-at", "-id")
        if said.values_list("kind", flat=True).first() == kind:
            return
        actor, named = Actor.person(by.pk), {"link": link.public_id, "says": says.value}
        enter(link, kind, Side.GUARDIAN)
        record("parental.age.said", actor=actor, target=link.public_id, says=says.value)
        if link.state != LinkState.ACTIVE:
            if band == AgeBand.UNDER_13:
                end_to_its_guardian(link, reason=EndReason.AGE_CHANGED)
            return
        # A child gets the letter about the proof instead.
        owe(teen.pk, "family.age_said", named, by_mail=band != AgeBand.UNDER_13)
        signal_age(
            person=teen,
            band=band,
            source=AgeSource.GUARDIAN,
            actor=actor,
            adult_from=_adult_from(teen) if band == AgeBand.TEEN else None,
        )


def take_words_back(link_id: UUID) -> None:
    """The link is over, and what was said under it counts no more; what holds gets no looser. Safe
    to do again; what the same guardian says under a later link stays. "Under 13" ended the link
    itself: it is what the freeze rests on, until a proof."""
    link = GuardianLink.objects.select_related("teen").get(pk=link_id)
    over = link.ended_at is not None and link.end_reason != EndReason.AGE_CHANGED
    if not over or link.teen.deleted_at is not None:
        return
    withdraw_signals(
        person=link.teen,
        source=AgeSource.GUARDIAN,
        actor=Actor.system("parental"),
        said_by=Actor.person(link.guardian_id),
        until=link.ended_at,
    )


def _adult_from(teen: User) -> date | None:
    """The 18th birthday that holds already, if any: a guardian who confirms a teen names no day,
    and makes nobody an adult sooner or later."""
    if teen.assured_band or teen.birth_date is None:
        return teen.adult_from
    return of_age_on(teen.birth_date)
