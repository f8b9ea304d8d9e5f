"""What a held decision will do, and why, in words: whoever approves must not guess what a code
means."""

from collections.abc import Callable, Mapping

from django.db.models import TextChoices

from accounts.models import AgeSource, HeldDecision, HeldVerb, Standing, StandingReason
from accounts.services.age_corrections import Correction, CorrectionReason
from accounts.services.age_findings import AgeFinding
from accounts.services.forced_sign_out import SignOutReason
from accounts.services.impersonation import MarkEnd
from accounts.services.invite_trees import InvitingReason
from accounts.services.regions import RegionReason
from accounts.services.second_approval import LOOSER, MISTAKE, HeldInviting, ProtectionReason

REASONS: Mapping[HeldVerb, type[TextChoices]] = {
    HeldVerb.STANDING: StandingReason,
    HeldVerb.SIGN_OUT: SignOutReason,
    HeldVerb.UNPROTECT: ProtectionReason,
    HeldVerb.INVITING: InvitingReason,
    HeldVerb.REGION: RegionReason,
    HeldVerb.CORRECT: CorrectionReason,
}
INVITING: Mapping[str, str] = {
    HeldInviting.MAY: "They may invite again",
    HeldInviting.MAY_NOT: "They may not invite any more",
    HeldInviting.ALL_MAY: "They and all whom they brought may invite again",
    HeldInviting.ALL_MAY_NOT: "Neither they nor anybody whom they brought may invite any more",
}


def what(held: HeldDecision) -> str:
    """What is done once it is approved; empty where the verb says all."""
    said = WORDS.get(HeldVerb(held.verb))
    return said(held) if said else ""


def _standing(held: HeldDecision) -> str:
    return f"From {Standing(held.came_from).label} to {Standing(held.to).label}"


def _names(held: HeldDecision) -> str:
    return MarkEnd(held.to).label if held.to in MarkEnd.values else f"It passes for {held.to}"


def _region(held: HeldDecision) -> str:
    region = held.to.removesuffix(LOOSER)
    if region == held.to:
        return region
    return f"{region}, though that takes protection of a law from somebody who may be under 18"


def _age(held: HeldDecision) -> str:
    source = held.to.removeprefix(MISTAKE)
    if source == held.to:
        return AgeFinding(source).label
    return f"Mistaken: {AgeSource(source).label}"


WORDS: Mapping[HeldVerb, Callable[[HeldDecision], str]] = {
    HeldVerb.STANDING: _standing,
    HeldVerb.INVITING: lambda held: INVITING[held.to],
    HeldVerb.NAMES: _names,
    HeldVerb.REGION: _region,
    HeldVerb.CORRECT: lambda held: Correction(held.to).label,
    HeldVerb.AGE: _age,
}


def why(held: HeldDecision) -> str:
    """The reason out of the verb's list; empty where the verb has none of its own."""
    reasons = REASONS.get(HeldVerb(held.verb))
    return str(reasons(held.reason).label) if reasons else ""
