"""The way of one enrolment, and what became of its recording."""

from django.db import models

from lib.states import StateGraph


class EnrolmentState(models.TextChoices):
    """Where an enrolment is, as its owner sees it.

    The machine's look, a result that is not shown yet, a duplicate, a grey score, an apparent minor
    and a person's look are all `verification_pending`: no state, row or time tells them apart.
    """

    AWAITING_RECORDING = "awaiting_recording"
    VERIFICATION_PENDING = "verification_pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


S = EnrolmentState
OPEN = frozenset({S.AWAITING_RECORDING, S.VERIFICATION_PENDING})
TERMINAL = frozenset(S) - OPEN

GRAPH = StateGraph(
    EnrolmentState,
    initial=S.AWAITING_RECORDING,
    terminal=TERMINAL - {S.ACCEPTED},
    edges={
        S.AWAITING_RECORDING: {S.VERIFICATION_PENDING, S.CANCELLED, S.EXPIRED},
        S.VERIFICATION_PENDING: {S.ACCEPTED, S.REFUSED, S.CANCELLED},
        # A threshold moved, and somebody who is enrolled is like somebody else by now.
        S.ACCEPTED: {S.VERIFICATION_PENDING},
    },
)


class Verdict(models.TextChoices):
    """What was decided about a recording. Never shown; `settle` turns it into a state."""

    ACCEPT = "accept"
    ACCEPT_FOR_OWNER_ONLY = "accept_for_owner_only"
    REFUSE = "refuse"
    HOLD = "hold"
    # One of the two people whom the approval of a hold needs.
    APPROVE_ONCE = "approve_once"


ACCEPTING = frozenset({Verdict.ACCEPT, Verdict.ACCEPT_FOR_OWNER_ONLY})
FINAL = ACCEPTING | {Verdict.REFUSE}


class HoldReason(models.TextChoices):
    """Why only a person can say. For staff and the likeness process alone."""

    DUPLICATE = "duplicate"
    NEARLY_DUPLICATE = "nearly_duplicate"
    BLOCKED_PERSON = "blocked_person"  # beside one of these: whom it resembles has no cameo
    GALLERY_PARTIAL = "gallery_partial"
    CODED_ANEW = "coded_anew"  # the pictures of an earlier recording, whatever is heard
    APPARENT_MINOR = "apparent_minor"
    AGE_UNSURE = "age_unsure"  # looks too young to be surely an adult, and showed no document
    ANOTHER_PERSON = "another_person"  # a new recording that is not of the cameo's own person


class Problem(models.TextChoices):
    """Why a recording was refused, beside the challenge's own failures. A value is never reused."""

    PRESENTATION_ATTACK = "presentation_attack"
    NOT_ASSESSED = "not_assessed"
    UNREADABLE = "unreadable"
    REPLAYED = "replayed"
    NOT_CONFIRMED = "not_confirmed"


SENTENCES = {
    Problem.PRESENTATION_ATTACK: "Record yourself live: no photo, screen, mask or filter.",
    Problem.NOT_ASSESSED: "The recording could not be checked. Please try again later.",
    Problem.UNREADABLE: "The file could not be read: record it with the app itself.",
    Problem.REPLAYED: "This file was sent before: record a new one.",
    Problem.NOT_CONFIRMED: "We could not confirm that this is you.",
}
