""" "I don't know this person", "I am not safe": the way out that asks nothing.

It ends the link at once. The guardian reads it as active for UNSAFE_NOTICE_AFTER, so that nobody
stands at a teen's door the minute they pressed it: what the guardian does meanwhile reaches nobody,
and numbers stop. Then they read that the teen unlinked, and never more. They enter no code of this
teen again. What this guardian had set acts no more, stricter or not: limits of somebody who is
feared may be the harm. What protects every teen stays, and what the teen chose.
"""

from datetime import datetime, timedelta
from random import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.events import publish
from lib.states import advance, record_initial
from parental.bounds import ASKED_LASTS, UNSAFE_NOTICE_AFTER
from parental.events import SafetyCaseOpened
from parental.locking import hold_family
from parental.models import BarredGuardian, GuardianLink, SafetyCase
from parental.services.ending import end
from parental.services.inviting import uninvite
from parental.states import LIVE, UNSAFE, CaseOutcome, CaseState, EndReason, LinkState

HANDLE = "parental.handle_case"


def leave(*, link: GuardianLink, by: User, said: EndReason) -> None:
    """The teen leaves, and staff hear of it before all else. Where the link is over already,
    whoever ended it, nobody enters a code again and staff hear of it all the same.

    Raises StaleState where they had said so, ValueError for a reason of another kind.
    """
    if said not in UNSAFE:
        raise ValueError(said)
    with transaction.atomic():
        actor = Actor.person(by.pk)
        hold_family(link.teen_id)
        link = GuardianLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        if link.state in LIVE:
            link = end(link, reason=said, actor=actor, guardian_hears_at=_heard_at(link))
        elif SafetyCase.objects.filter(link_id=link.pk).exists():
            raise StaleState
        BarredGuardian.objects.get_or_create(teen_id=link.teen_id, guardian_id=link.guardian_id)
        uninvite(teen=by)
        case = SafetyCase.objects.create(
            link_id=link.pk, teen_id=link.teen_id, guardian_id=link.guardian_id, said=said
        )
        record_initial(case, actor=actor, reason=said.value)
        record("parental.case.opened", actor=Actor.system("parental"), target=case.public_id)
        publish(SafetyCaseOpened(case_id=case.pk))


def _heard_at(link: GuardianLink) -> datetime:
    """To whoever only asked, the question runs out as any other: with the sweep after its time."""
    if link.state != LinkState.ASKED:
        return timezone.now() + UNSAFE_NOTICE_AFTER
    swept = timedelta(seconds=SystemRandom().uniform(0, 60))
    return max(link.asked_at + ASKED_LASTS + swept, timezone.now())


def take(*, case: SafetyCase, by: User) -> None:
    """A member of staff takes it. Raises DomainError `permission_denied`, StaleState."""
    _refuse_others(by)
    with transaction.atomic():
        actor = Actor.person(by.pk)
        advance(case, to=CaseState.TAKEN, actor=actor, reason="taken", taken_by=by.pk)
        record("parental.case.taken", actor=actor, target=case.public_id)


def give_back(*, case: SafetyCase, by: User) -> None:
    """It waits for somebody else. Raises as `take` does."""
    _refuse_others(by)
    with transaction.atomic():
        actor = Actor.person(by.pk)
        advance(case, to=CaseState.OPEN, actor=actor, reason="given back", taken_by=None)
        record("parental.case.given_back", actor=actor, target=case.public_id)


def close(*, case: SafetyCase, by: User, outcome: CaseOutcome) -> None:
    """Whoever took it says what came of it. Raises DomainError `permission_denied`, StaleState."""
    _refuse_others(by)
    with transaction.atomic():
        actor = Actor.person(by.pk)
        if case.taken_by != by.pk:
            raise StaleState(_("Take it first."))
        advance(
            case, to=CaseState.CLOSED, actor=actor, reason=outcome.value,
            outcome=outcome, closed_at=timezone.now(),
        )  # fmt: skip
        record("parental.case.closed", actor=actor, target=case.public_id, outcome=outcome.value)


def _refuse_others(by: User) -> None:
    if not (by.stands and by.is_staff and by.has_perm(HANDLE)):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("This is for staff who handle cases."))
