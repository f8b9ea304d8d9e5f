"""For what something may be reported: two levels, and what follows from each. Deny by default: what
is not in this table is no reason.

`sla` counts from the moment at which a report stands (a contact without an account confirmed).
Ours, but where a law says otherwise: intimate images within 48 hours of a valid notice (TAKE IT
DOWN Act, Pub. L. 119-12, section 3); what threatens a life is looked at first (DSA, Article 18).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import models

from enforcement.subjects.kinds import SubjectKind

ALL = frozenset(SubjectKind)
FILMS = frozenset({SubjectKind.POST, SubjectKind.DRAFT})
HIGH = 75  # of severity: what is looked at within a day, at the latest


class Queue(models.TextChoices):
    """Who looks. Access is given by queue."""

    CHILD_SAFETY = "child_safety", "Child safety"
    URGENT = "urgent", "Danger to life"
    INTIMATE = "intimate", "Intimate images"
    LIKENESS = "likeness", "Likeness"
    IMPERSONATION = "impersonation", "Impersonation"
    AGE = "age", "Ages"
    GENERAL = "general", "General"


class Dsa(models.TextChoices):
    """Categories of the EU's transparency database (API of July 2025, `category`)."""

    CYBER = "STATEMENT_CATEGORY_CYBER_VIOLENCE", "Cyber violence"
    PRIVACY = (
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        "Data protection and privacy",
    )
    SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "Illegal or harmful speech"
    PROPERTY = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS", "Intellectual property"
    CIVIC = (
        "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "Civic discourse or elections",
    )
    TERMS = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "Another violation of the terms"
    MINORS = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS", "Protection of minors"
    SECURITY = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY", "Risk for public security"
    FRAUD = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "Scams and fraud"
    SELF_HARM = "STATEMENT_CATEGORY_SELF_HARM", "Self-harm"
    PRODUCTS = "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS", "Unsafe and prohibited products"
    VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE", "Violence"
    ANIMALS = "STATEMENT_CATEGORY_ANIMAL_WELFARE", "Animal welfare"


class Topic(models.TextChoices):
    """The first level: what a person is asked first."""

    CHILD_SAFETY = "child_safety", "A child is exploited or in danger"
    SEXUAL = "sexual", "Nudity or sexual content"
    LIKENESS = "likeness", "Somebody's face or voice without a yes"
    HARASSMENT = "harassment", "Bullying or harassment"
    HATE = "hate", "Hate or extremism"
    VIOLENCE = "violence", "Violence"
    SELF_HARM = "self_harm", "Suicide, self-harm or eating disorders"
    DECEPTION = "deception", "Scams or misleading content"
    AGE = "age", "Somebody may be too young"
    ILLICIT = "illicit", "Drugs, weapons or other crime"
    RIGHTS = "rights", "My work or my trademark"
    OTHER = "other", "Something else"


@dataclass(frozen=True, slots=True)
class Reason:
    """The second level. `severity`: 0 to 100. `diverted`: of child safety; what is said and shown
    goes to the vault alone. `needs_notice`: without an account it takes a signed statement.
    `needs_claim`: it takes whom the thing passes for (A16)."""

    code: str
    topic: Topic
    label: str
    queue: Queue
    sla: timedelta
    severity: int
    dsa: Dsa
    kinds: frozenset[SubjectKind]
    diverted: bool
    needs_notice: bool
    needs_claim: bool


D, Q, T = Dsa, Queue, Topic


# Code, topic, label, queue, hours, severity, category. Two of a row's numbers come from laws: see
# the head of this file.
_ROWS: tuple[tuple[str, Topic, str, Queue, int, int, Dsa], ...] = (
    ("child_sexual", T.CHILD_SAFETY, "A child is shown sexually", Q.CHILD_SAFETY, 1, 100, D.MINORS),
    ("child_grooming", T.CHILD_SAFETY, "A child is groomed", Q.CHILD_SAFETY, 1, 100, D.MINORS),
    ("child_abuse", T.CHILD_SAFETY, "A child is in danger", Q.CHILD_SAFETY, 1, 100, D.MINORS),
    ("sexual_intimate", T.SEXUAL, "Intimate images without a yes", Q.INTIMATE, 24, 90, D.CYBER),
    ("sexual_deepfake", T.SEXUAL, "A real person made to look sexual", Q.INTIMATE, 24, 90, D.CYBER),
    ("sexual_extortion", T.SEXUAL, "A threat to share intimate images", Q.URGENT, 4, 95, D.CYBER),
    ("sexual_content", T.SEXUAL, "Nudity or sexual acts", Q.GENERAL, 48, 50, D.TERMS),
    ("likeness_me", T.LIKENESS, "It shows me without my yes", Q.LIKENESS, 24, 75, D.PRIVACY),
    ("likeness_other", T.LIKENESS, "It shows another without a yes", Q.LIKENESS, 48, 50, D.PRIVACY),
    ("likeness_deceased", T.LIKENESS, "It shows somebody who died", Q.LIKENESS, 72, 50, D.PRIVACY),
    ("impersonation", T.LIKENESS, "It pretends to be somebody", Q.IMPERSONATION, 24, 60, D.FRAUD),
    ("harassment_targeted", T.HARASSMENT, "It attacks a person", Q.GENERAL, 48, 50, D.CYBER),
    ("harassment_threat", T.HARASSMENT, "It threatens a person", Q.URGENT, 4, 90, D.VIOLENCE),
    ("harassment_private", T.HARASSMENT, "It shows what is private", Q.GENERAL, 24, 75, D.PRIVACY),
    ("hate_speech", T.HATE, "Hate against a group", Q.GENERAL, 48, 75, D.SPEECH),
    ("hate_extremism", T.HATE, "Terrorism or extremism", Q.URGENT, 4, 90, D.SECURITY),
    ("violence_graphic", T.VIOLENCE, "Blood, injury or death", Q.GENERAL, 48, 50, D.VIOLENCE),
    ("violence_incitement", T.VIOLENCE, "A call for violence", Q.URGENT, 4, 90, D.VIOLENCE),
    ("violence_animals", T.VIOLENCE, "Cruelty to animals", Q.GENERAL, 72, 50, D.ANIMALS),
    ("self_harm_risk", T.SELF_HARM, "Somebody may hurt themself", Q.URGENT, 1, 100, D.SELF_HARM),
    ("self_harm_promoted", T.SELF_HARM, "It promotes self-harm", Q.GENERAL, 24, 75, D.SELF_HARM),
    ("deception_scam", T.DECEPTION, "A scam or fraud", Q.GENERAL, 48, 50, D.FRAUD),
    ("deception_synthetic", T.DECEPTION, "Passed off as real", Q.GENERAL, 48, 50, D.CIVIC),
    ("deception_civic", T.DECEPTION, "Misleads about an election", Q.GENERAL, 24, 75, D.CIVIC),
    ("deception_spam", T.DECEPTION, "Spam", Q.GENERAL, 96, 10, D.TERMS),
    ("underage_user", T.AGE, "This person is under 13", Q.AGE, 24, 75, D.MINORS),
    ("illicit_goods", T.ILLICIT, "Drugs, weapons, forbidden goods", Q.GENERAL, 48, 50, D.PRODUCTS),
    ("illicit_instructions", T.ILLICIT, "How to commit a crime", Q.GENERAL, 48, 75, D.SECURITY),
    ("rights_copyright", T.RIGHTS, "It uses my work", Q.GENERAL, 96, 25, D.PROPERTY),
    ("rights_trademark", T.RIGHTS, "It uses my trademark", Q.GENERAL, 96, 25, D.PROPERTY),
    ("other", T.OTHER, "Another rule or law is broken", Q.GENERAL, 96, 25, D.TERMS),
)  # fmt: skip
_SHOWING = FILMS | {SubjectKind.CAMEO}
_ONLY = {
    "likeness_me": _SHOWING,
    "likeness_other": _SHOWING,
    "likeness_deceased": _SHOWING,
    "deception_synthetic": FILMS,
    "underage_user": frozenset({SubjectKind.PROFILE, SubjectKind.CAMEO, SubjectKind.POST}),
}
_SIGNED = frozenset({"sexual_intimate", "sexual_deepfake"})


def _reasons() -> Iterator[Reason]:
    for code, topic, label, queue, hours, severity, dsa in _ROWS:
        yield Reason(
            code=code,
            topic=topic,
            label=label,
            queue=queue,
            sla=timedelta(hours=hours),
            severity=severity,
            dsa=dsa,
            kinds=_ONLY.get(code, ALL),
            diverted=queue == Queue.CHILD_SAFETY,
            needs_notice=code in _SIGNED,
            needs_claim=queue == Queue.IMPERSONATION,
        )


REASONS: dict[str, Reason] = {one.code: one for one in _reasons()}
CODES = [(one.code, one.label) for one in REASONS.values()]
# Of child safety: what rests on them is told to nobody whom it concerns (E47).
DIVERTED = frozenset(one.code for one in REASONS.values() if one.diverted)


def reason_for(code: str, kind: SubjectKind) -> Reason | None:
    """The reason of this code, where a thing of this kind may be reported for it."""
    reason = REASONS.get(code)
    return reason if reason is not None and kind in reason.kinds else None
