"""What a person's own archive holds of this room: their own words, never how they were weighed."""

from lib.exporting import LeftOut, Walker, table
from moderation.models import (
    BankCause,
    BankConfirmation,
    BankedHash,
    BankHit,
    CoolingOff,
    Opinion,
    PolicyActivation,
    PolicyVersion,
    ProbingFinding,
    ProbingMember,
    RefusedText,
    Review,
    ShadowPolicy,
    Term,
    TermBank,
)

WALKERS = (
    Walker(
        RefusedText,
        "What you wrote and was refused: the words for a week, its class for a month.",
        table(
            lambda person: RefusedText.objects.filter(person_id=person.pk).order_by("pk"),
            *("public_id", "surface", "category", "words", "at", "overturned_at"),
        ),
    ),
    Walker(
        CoolingOff,
        "When new prompts and captions of yours were paused.",
        table(
            lambda person: CoolingOff.objects.filter(person_id=person.pk).order_by("pk"),
            *("public_id", "started_at", "until", "lifted_at"),
        ),
    ),
    Walker(
        Review,
        "What you said against a refusal.",
        table(
            lambda person: (
                Review.objects.filter(person_id=person.pk)
                .exclude(statement__isnull=True)
                .order_by("pk")
            ),
            *("subject", "statement", "opened_at"),
        ),
    ),
    LeftOut(
        (ProbingFinding, ProbingMember),
        "Patterns of trying to get past the rules; told, they would teach where the holes are. "
        "What came of one stands in your standing.",
    ),
    LeftOut(
        (BankHit,), "Which entry of a list of hashes a film met; told, it would teach the list."
    ),
    LeftOut(
        (
            *(BankCause, BankedHash, BankConfirmation, Opinion, PolicyVersion, PolicyActivation),
            *(ShadowPolicy, Term, TermBank),
        ),
        "What staff decided for everybody; it names whoever of them did.",
    ),
)
