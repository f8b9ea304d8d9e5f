"""Every purpose for which a face may be used, and nothing else is one (law 5; C20).

The table is what the public page shows (docs/biometric-purposes.md) and what the vault obeys: a
use that stands in no row is refused before anything is decrypted.
"""

from dataclasses import dataclass
from enum import StrEnum


class BiometricPurpose(StrEnum):
    """Why a face is measured or a recording opened. A value is never reused."""

    ENROLMENT = "enrolment"
    DUPLICATE_CHECK = "duplicate_check"
    REVERIFICATION = "reverification"
    REMEASUREMENT = "remeasurement"
    OUTPUT_IDENTITY = "output_identity"
    RENDER_REFERENCE = "render_reference"
    COMPLAINT_COMPARISON = "complaint_comparison"
    BLOCKED_PERSON = "blocked_person"


class Use(StrEnum):
    """What is done: each purpose allows some of these."""

    KEEP = "keep"  # a template or clip goes into the vault
    SEARCH = "search"  # one face against all that are enrolled (1:N)
    COMPARE = "compare"  # one face against one cameo (1:1)
    OPEN_CLIP = "open_clip"  # the recording itself is read


class Reach(StrEnum):
    """Among whose templates a search looks."""

    NOBODY = "nobody"
    CONFIRMED = "confirmed"  # recordings that were accepted
    EVERYONE = "everyone"  # those too that still wait for their verification


@dataclass(frozen=True, slots=True)
class Declaration:
    """What people are told of a purpose, and what the code may do for it.

    `who_may` names the process and what in it; no person ever sees a template.
    """

    purpose: BiometricPurpose
    meaning: str
    basis: str
    notice: str
    retention: str
    who_may: str
    uses: frozenset[Use]
    reach: Reach = Reach.NOBODY


RELEASE = "the person's written release, of the version that their consent row names"
NOTICE = "the biometric notice, shown and accepted before a capture target is issued"
WITH_THE_CAMEO = "until the cameo is erased or recorded anew; then its key is destroyed"
NOTHING_KEPT = "nothing: the face that is compared lives in memory until the answer is given"
WORKER = "the likeness process"

DECLARED: dict[BiometricPurpose, Declaration] = {
    one.purpose: one
    for one in (
        Declaration(
            BiometricPurpose.ENROLMENT,
            "A recording of the person by themself becomes their cameo. On the way it is looked "
            "whether they seem to be an adult; who said so and does not has a teen's limits.",
            RELEASE,
            NOTICE,
            WITH_THE_CAMEO,
            f"{WORKER}, for the recording of a cameo that is being verified",
            frozenset({Use.KEEP}),
        ),
        Declaration(
            BiometricPurpose.DUPLICATE_CHECK,
            "Whether the face of a new recording is enrolled by somebody else already, or is that "
            "of somebody who asked never to be shown.",
            f"{RELEASE}; for the other, the protection from impersonation that their own says",
            NOTICE,
            NOTHING_KEPT,
            f"{WORKER}, for the recording of a cameo that is being verified",
            frozenset({Use.SEARCH}),
            Reach.EVERYONE,
        ),
        Declaration(
            BiometricPurpose.REVERIFICATION,
            "Whether a new recording shows the person whose cameo it is.",
            RELEASE,
            NOTICE,
            WITH_THE_CAMEO,
            f"{WORKER}, for a cameo that is recorded anew",
            frozenset({Use.KEEP, Use.COMPARE}),
        ),
        Declaration(
            BiometricPurpose.REMEASUREMENT,
            "When what measures faces changes, or how alike two may be: recordings that are kept "
            "are measured again, and compared with each other as new ones are.",
            f"{RELEASE}; who released under an earlier text is asked to record themself anew",
            NOTICE,
            WITH_THE_CAMEO,
            f"{WORKER}, when an operator runs reembed_faces",
            frozenset({Use.OPEN_CLIP, Use.KEEP, Use.SEARCH}),
            Reach.CONFIRMED,
        ),
        Declaration(
            BiometricPurpose.OUTPUT_IDENTITY,
            "Whether a film that was made here shows an enrolled person who did not consent to it, "
            "or somebody who asked never to be shown.",
            f"{RELEASE}: it protects who is enrolled or asked; of anybody else nothing is kept",
            NOTICE,
            NOTHING_KEPT,
            f"{WORKER}, for the finished frames of a job",
            frozenset({Use.SEARCH}),
            Reach.CONFIRMED,
        ),
        Declaration(
            BiometricPurpose.RENDER_REFERENCE,
            "Pictures of the recording are handed to the engine that draws the consented person.",
            f"{RELEASE}, and the consent to this one film",
            NOTICE,
            WITH_THE_CAMEO,
            f"{WORKER}, for a job that carries the cameo's capability",
            frozenset({Use.OPEN_CLIP}),
        ),
        Declaration(
            BiometricPurpose.COMPLAINT_COMPARISON,
            "Whether a film shows who complains of it: one face to one, inside a case.",
            "the complaint, and the release of who complains",
            "the complaint form",
            NOTHING_KEPT,
            f"{WORKER}, for an open case",
            frozenset({Use.COMPARE}),
        ),
        Declaration(
            BiometricPurpose.BLOCKED_PERSON,
            "Portraits of somebody who asked never to be shown are measured, so that films and "
            "enrolments with that face are stopped; once it is looked whether a cameo has it.",
            "the written release of that person, or of a representative who proved to be one, for "
            "this purpose alone; two members of staff, a gallery turned on for a recorded basis",
            "the text of that release, read and signed before any picture is sent",
            "until it is taken back or its end date; then its key is destroyed. The portraits: "
            "until they were measured",
            f"{WORKER}, for portraits that came with a release",
            frozenset({Use.KEEP, Use.SEARCH}),
            Reach.CONFIRMED,
        ),
    )
}
