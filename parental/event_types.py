"""The events about families in people's logs: ids, limits and codes."""

from accounts.safeguards import Limit
from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind
from parental.states import AgeWord, AlertCode, ProposalState, ReleaseKind, Side

_LINK = typed_id(IdKind.GUARDIAN_LINK)
_PROPOSAL = typed_id(IdKind.FAMILY_PROPOSAL)
_SIDE = {"type": "string", "enum": [one.value for one in Side]}
_LIMIT = {"type": "string", "enum": [one.value for one in Limit]}
_CHANGE = closed_object(link=_LINK, proposal=_PROPOSAL, limit=_LIMIT)
_CODE = {"type": "string", "enum": [one.value for one in AlertCode]}

EVENT_TYPES = (
    EventType(
        "family.link_asked",
        closed_object(link=_LINK),
        "Somebody entered your code and wants to be your guardian: look who it is, and answer.",
    ),
    EventType("family.link_made", closed_object(link=_LINK), "You have a guardian now."),
    EventType("family.link_accepted", closed_object(link=_LINK), "A teen accepted you."),
    EventType(
        "family.link_declined", closed_object(link=_LINK), "A teen did not accept you, or in time."
    ),
    EventType(
        "family.link_ended",
        closed_object(link=_LINK, by=_SIDE),
        "A link between a teen and a guardian is over. What protects every teen stays.",
    ),
    EventType(
        "family.came_of_age",
        closed_object(link=_LINK),
        "The teen is 18: the link is over, and every setting is theirs.",
    ),
    EventType(
        "family.control_announced",
        _CHANGE,
        "A guardian decided on a control; it holds after a day, or once you agree.",
    ),
    EventType("family.control_changed", _CHANGE, "A control of a guardian's changed."),
    EventType("family.proposal_made", _CHANGE, "The other side wishes for a change."),
    EventType(
        "family.proposal_answered",
        closed_object(
            link=_LINK,
            proposal=_PROPOSAL,
            state={"type": "string", "enum": [one.value for one in ProposalState]},
        ),
        "The other side answered a change that you wished for or decided on.",
    ),
    EventType(
        "family.release_changed",
        closed_object(
            link=_LINK,
            release={"type": "string", "enum": [one.value for one in ReleaseKind]},
            given={"type": "boolean"},
            by=_SIDE,
        ),
        "The other side said yes to something about the teen's likeness, or took it back.",
    ),
    EventType(
        "family.policy_agreed",
        closed_object(
            link=_LINK,
            policy={"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,40}$"},
            version={"type": "integer", "minimum": 1},
        ),
        "A guardian agreed to a version of the terms for the teen: what waited for it is open.",
    ),
    EventType(
        "family.age_said",
        closed_object(link=_LINK, says={"type": "string", "enum": [one.value for one in AgeWord]}),
        "A guardian said how old you are. It counts until the link ends; you can show a proof.",
    ),
    EventType(
        "family.safety_alert",
        closed_object(link=_LINK, code=_CODE),
        "People of ours are worried about the teen. Talk to them; if there is danger, call for "
        "help where you are.",
    ),
    EventType(
        "family.guardians_alerted",
        closed_object(code=_CODE),
        "People of ours were worried about you and told your guardians so, without what you wrote "
        "or made.",
    ),
)
