"""Why a member of staff looks: a code, kept in the browser session for an hour."""

import time
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.http import HttpRequest

SESSION_KEY = "staff_reason"
KEPT = timedelta(minutes=60)  # ours: long enough for a case, short enough to be asked again


class ReasonCode(StrEnum):
    """The reasons for which staff may look things up."""

    CASE = "case"
    COMPLAINT = "complaint"
    SAFETY = "safety"
    OPERATIONS = "operations"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Reason:
    """A stated reason; `case` is the public id of a case, or empty."""

    code: ReasonCode
    case: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What audit rows keep of it."""
        return {"reason": self.code.value} | ({"case": self.case} if self.case else {})


def state_reason(request: HttpRequest, reason: Reason) -> None:
    """Keep the reason for this session, from now on."""
    kept = {"code": reason.code.value, "case": reason.case, "at": time.time()}
    request.session[SESSION_KEY] = kept


def stated_reason(request: HttpRequest) -> Reason | None:
    """The session's reason, or None when none was stated within the last hour."""
    kept = request.session.get(SESSION_KEY)
    if not kept or not 0 <= time.time() - kept["at"] < KEPT.total_seconds():
        return None
    return Reason(ReasonCode(kept["code"]), kept["case"])


def stated(why: str | None) -> dict[str, str]:
    """For the audit row of what staff did: the code of their reason, where they gave one."""
    return {"reason": why} if why else {}
