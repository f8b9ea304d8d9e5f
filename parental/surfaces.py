"""Nobody writes to anybody in this room: its fields hold codes, and no surface judges them."""

from lib.surfaces import Exempt
from parental.models import (
    ConsentReceipt,
    Control,
    FamilyEntry,
    FamilyNotice,
    LinkCode,
    LinkTransition,
    Proposal,
    ProposalTransition,
    SafetyAlert,
    SafetyAlertTransition,
    SafetyCaseTransition,
)

_VALUE = "values of limits: words of a closed list, minutes, hours of the week, parsed strictly"
_STEP = ("from_state", "to_state", "actor", "reason")

SAID = (
    Exempt(LinkCode, ("digest", "device"), "keyed hashes, shown to nobody"),
    Exempt(Control, ("limit", "value"), _VALUE),
    Exempt(Proposal, ("limit", "value"), _VALUE),
    Exempt(FamilyEntry, ("limit", "value", "release"), _VALUE),
    Exempt(FamilyEntry, ("policy",), "the name of a text of ours"),
    Exempt(ConsentReceipt, ("text_hash",), "a hash of our own text"),
    Exempt(FamilyNotice, ("kind", "data"), "an event of a closed schema"),
    Exempt(SafetyAlert, ("case",), "the public id of a case"),
    *(
        Exempt(model, _STEP, "codes and ids that services write")
        for model in (
            *(LinkTransition, ProposalTransition),
            *(SafetyCaseTransition, SafetyAlertTransition),
        )
    ),
)
