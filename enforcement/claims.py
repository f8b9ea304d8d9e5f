"""Whom a thing passes for: what a complaint of impersonation says beside its reason (A16).

Three ways to say it: `me`, a member's id, or a name from the reserved list, as staff say it when
they mark a profile (accounts/services/impersonation.py).
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.handles.reserved import reserved_word
from accounts.models import User
from accounts.policies import see_person
from enforcement.claim_kinds import ClaimKind
from enforcement.reasons import Reason
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, InvalidId, decode

ME = ClaimKind.ME.value
ATTR = "impersonated"


@dataclass(frozen=True, slots=True)
class Claim:
    """`of_id`: the member, also where that is the reporter; `of_word`: the reserved name, folded.
    All empty where the reason takes none."""

    kind: str = ""
    of_id: UUID | None = None
    of_word: str = ""


NONE = Claim()


def claim_of(said: str, reason: Reason) -> Claim:
    """What somebody says, whether or not there is such a member: whoever has no account is told by
    no answer who is here. Raises DomainError `required` where the reason takes a claim and there is
    none, `invalid` for a claim beside another reason and for words that name nobody."""
    name = said.strip()
    if not reason.needs_claim:
        if name:
            raise _refusal(ErrorCode.INVALID, _("Only impersonation takes this."))
        return NONE
    if not name:
        raise _refusal(ErrorCode.REQUIRED, _("Say whom it passes for."))
    if name.casefold() == ME:
        return Claim(ClaimKind.ME)
    try:
        return Claim(ClaimKind.MEMBER, of_id=decode(IdKind.USER, name))
    except InvalidId:
        pass
    if word := reserved_word(name):
        return Claim(ClaimKind.NAME, of_word=word)
    unknown = _("We do not know this name. Say me or a person's id; of others report a scam.")
    raise _refusal(ErrorCode.INVALID, unknown)


def claim_by(person: User, claim: Claim, *, owner_id: UUID) -> Claim:
    """The same of somebody who has an account: `me` is that account; another member is one whom
    they see, or could see if it were not for a sanction. Raises DomainError `invalid`, alike for
    whom there is not and whom they may not see, and for whose the thing is anyway."""
    if claim.kind == ClaimKind.ME:
        return Claim(ClaimKind.ME, of_id=person.pk)
    if claim.kind != ClaimKind.MEMBER or claim.of_id is None:
        return claim
    seen = see_person.queryset(person, shut_out=True).filter(pk=claim.of_id).exists()
    if not seen:
        raise _refusal(ErrorCode.INVALID, _("There is nobody of this id."))
    if claim.of_id == owner_id:
        raise _refusal(ErrorCode.INVALID, _("It is theirs: nobody passes for themself."))
    kind = ClaimKind.ME if claim.of_id == person.pk else ClaimKind.MEMBER
    return Claim(kind, of_id=claim.of_id)


def _refusal(code: ErrorCode, detail: str) -> DomainError:
    return DomainError(code, detail, attr=ATTR)
