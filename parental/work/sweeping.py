"""What the clock does each minute."""

from django.db.models import Q
from django.utils import timezone

from lib.actors import Actor
from lib.errors import StaleState
from lib.repairs import repair_each
from parental.bounds import PROPOSAL_LASTS
from parental.models import GuardianLink, Proposal
from parental.services import inviting, linking, proposing
from parental.states import LIVE, ProposalKind, ProposalState
from parental.work import telling

CLOCK = Actor.system("parental")


def sweep() -> None:
    """Notices, decisions, wishes, questions, codes: each on its own."""
    telling.tell_due()
    now = timezone.now()
    open_ones = Proposal.objects.filter(state=ProposalState.OPEN)
    due = open_ones.filter(kind=ProposalKind.DECISION, acts_at__lte=now)
    repair_each(due.filter(_acts()), proposing.act_when_due, by="made_at")
    old = open_ones.filter(kind=ProposalKind.WISH, made_at__lte=now - PROPOSAL_LASTS)
    repair_each(old, proposing.lapse_when_due, by="made_at")
    repair_each(open_ones.exclude(_acts()), proposing.lapse_when_due, by="made_at")
    for link in linking.waiting_too_long():
        _lapse(link)
    inviting.forget_expired()
    telling.forget_told()


def _acts() -> Q:
    """Changes under a link that acts, or that its guardian reads so."""
    return Q(link__state__in=sorted(LIVE)) | Q(link__shown_until__gt=timezone.now())


def _lapse(link: GuardianLink) -> None:
    try:
        linking.lapse(link)
    except StaleState:
        return
