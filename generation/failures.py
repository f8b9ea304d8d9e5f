"""Why a job failed, in words that a client may read (features.md, G15 and G16)."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FailureCode(models.TextChoices):
    """Public codes of failed jobs. A value is never reused; later rooms add theirs."""

    INTERNAL = "internal"
    CAPACITY = "capacity"
    ENGINE_REFUSED = "engine_refused"


# Not the maker's doing, so it does not count against their quota (features.md, G14).
OUR_FAULT = frozenset({FailureCode.INTERNAL, FailureCode.CAPACITY})

MESSAGES: dict[FailureCode, Promise] = {
    FailureCode.INTERNAL: _("Something broke on our side. Please try again."),
    FailureCode.CAPACITY: _("There was no room to make this. Please try again later."),
    FailureCode.ENGINE_REFUSED: _("This engine cannot make this video. Change the request."),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What is kept of a fault: the public code, and the part's own code for staff."""

    code: FailureCode
    detail_code: str
    permanent: bool
