"""Where safeguards stand in this room, and before every video: making asks here first."""

from accounts.safeguards import Limit
from accounts.safeguards.gates import Gate, declare

REFERENCE = "/uploads/reference-images"

# Submitting asks it through `asking_refusal`, whichever tool; preflight answers as submitting does.
MAKING = declare(
    Gate(
        "making",
        (
            "POST /generations",
            "POST /cameos/check",
            f"POST {REFERENCE}",
            f"POST {REFERENCE}/<rim:reference_id>/submit",
            "POST /characters",
            "POST /characters/<cam:character_id>/submit",
            "POST /attestations",
        ),
        limits=(Limit.CREATION, Limit.QUIET_HOURS, Limit.SCHOOL_HOURS),
        how="refused; of hours, with the time at which they end",
    )
)
ENROLLING = declare(
    Gate(
        "enrolling",
        ("POST /cameos/enrolments", "POST /cameos/enrolments/<enr:enrolment_id>/submit"),
        limits=(Limit.ENROLMENT,),
        how="refused until a linked guardian released it; a recording that waits is cancelled",
    )
)
LENDING = declare(
    Gate(
        "lending",
        ("POST /generations", "POST /cameos/check"),
        narrows=(Limit.LIKENESS_USED_BY,),
        how="the owner's limit; whoever asks hears `not_available`, as for a missing likeness",
    )
)
