"""The life cycles and the closed lists of this room."""

from django.db import models

from lib.states import StateGraph


class Side(models.TextChoices):
    """Whose deed something was."""

    TEEN = "teen"
    GUARDIAN = "guardian"
    HOUSE = "house"


class LinkState(models.TextChoices):
    """How far a link between a teen and a guardian is."""

    ASKED = "asked"  # the guardian entered the code, the teen has not answered
    ACTIVE = "active"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ENDED = "ended"


LIVE = frozenset({LinkState.ASKED, LinkState.ACTIVE})

LINK_GRAPH = StateGraph(
    LinkState,
    initial=LinkState.ASKED,
    terminal={LinkState.DECLINED, LinkState.LAPSED, LinkState.ENDED},
    edges={
        LinkState.ASKED: set(LinkState) - {LinkState.ASKED},
        LinkState.ACTIVE: {LinkState.ENDED},
    },
)


class EndReason(models.TextChoices):
    """Why a link ended. Staff read it; the two people read whose deed it was."""

    TEEN_UNLINKED = "teen_unlinked"
    GUARDIAN_UNLINKED = "guardian_unlinked"
    UNKNOWN_PERSON = "unknown_person"
    NOT_SAFE = "not_safe"
    CAME_OF_AGE = "came_of_age"
    AGE_CHANGED = "age_changed"
    GUARDIAN_SHUT_OUT = "guardian_shut_out"
    ASSURANCE_LOST = "assurance_lost"
    TEEN_DELETED = "teen_deleted"
    GUARDIAN_DELETED = "guardian_deleted"
    STAFF = "staff"


UNSAFE = frozenset({EndReason.UNKNOWN_PERSON, EndReason.NOT_SAFE})
_SIDE_OF_END = {
    EndReason.TEEN_UNLINKED: Side.TEEN,
    EndReason.UNKNOWN_PERSON: Side.TEEN,
    EndReason.NOT_SAFE: Side.TEEN,
    EndReason.GUARDIAN_UNLINKED: Side.GUARDIAN,
}


def side_of_end(reason: str) -> Side | None:
    """Whose deed an end was, as both people read it; None before an end."""
    return _SIDE_OF_END.get(EndReason(reason), Side.HOUSE) if reason else None


class ProposalState(models.TextChoices):
    """How far a change of a control is."""

    OPEN = "open"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


PROPOSAL_GRAPH = StateGraph(
    ProposalState,
    initial=ProposalState.OPEN,
    terminal=set(ProposalState) - {ProposalState.OPEN},
    edges={ProposalState.OPEN: set(ProposalState) - {ProposalState.OPEN}},
)


class ProposalKind(models.TextChoices):
    """A guardian's decision needs no answer; a wish, of either side, does."""

    DECISION = "decision"
    WISH = "wish"


class Why(models.TextChoices):
    """Why a control changes. A closed list: nobody writes to anybody here."""

    SAFETY = "safety"
    SLEEP = "sleep"
    SCHOOL = "school"
    BALANCE = "balance"
    AGE = "age"
    TRUST = "trust"
    AGREED = "agreed"
    OTHER = "other"


class AgeWord(models.TextChoices):
    """What a guardian may say of how old the teen is. Nothing here makes anybody older."""

    IS_13_TO_17 = "is_13_to_17"
    IS_UNDER_13 = "is_under_13"


class ReleaseKind(models.TextChoices):
    """What of a teen's likeness needs both."""

    ENROLMENT = "enrolment"  # that the teen records a likeness at all
    GUARDIAN_USE = "guardian_use"  # that the teen may approve this guardian to use it


class CaseState(models.TextChoices):
    """How far staff are with a teen who called for help."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


CASE_GRAPH = StateGraph(
    CaseState,
    initial=CaseState.OPEN,
    terminal={CaseState.CLOSED},
    edges={CaseState.OPEN: {CaseState.TAKEN}, CaseState.TAKEN: {CaseState.OPEN, CaseState.CLOSED}},
)


class CaseOutcome(models.TextChoices):
    """What came of it."""

    NO_CONCERN = "no_concern", "No concern remains"
    TEEN_SUPPORTED = "teen_supported", "The teen was given help"
    GUARDIAN_SANCTIONED = "guardian_sanctioned", "The guardian's account was sanctioned"
    REFERRED = "referred", "Referred to the authorities"


class AlertState(models.TextChoices):
    """How far an alert to guardians is."""

    PROPOSED = "proposed"
    SENT = "sent"
    WITHHELD = "withheld"  # confirmed, but nobody was left whom telling would help
    DECLINED = "declined"


ALERT_GRAPH = StateGraph(
    AlertState,
    initial=AlertState.PROPOSED,
    terminal={AlertState.SENT, AlertState.WITHHELD, AlertState.DECLINED},
    edges={AlertState.PROPOSED: {AlertState.SENT, AlertState.WITHHELD, AlertState.DECLINED}},
)


class AlertCode(models.TextChoices):
    """What a guardian is told: which kind of worry, and no more."""

    SELF_HARM = "self_harm", "Signs of acute distress or self-harm"
    EXPLOITATION = "exploitation", "Signs that somebody exploits or grooms the teen"
    VIOLENCE = "violence", "Signs of a threat of violence"
    DANGER = "danger", "Signs of another acute danger"


class ExceptionCode(models.TextChoices):
    """Why a guardian is not told of alerts about a teen."""

    UNSAFE_HOME = "unsafe_home", "The home may be where the danger is"
    NAMED_BY_TEEN = "named_by_teen", "The teen named this person"
    IDENTITY = "identity", "Telling would reveal what the teen has not told at home"
    COURT_ORDER = "court_order", "A court or an authority ordered it"
