"""Why a picture was refused, for people."""

from django.utils.translation import gettext_lazy as _

from cameos.gate.reading import Fault
from cameos.uploads.states import SENTENCES, Problem

FAULTS = {
    Fault.UNREADABLE: _("This file cannot be read as a picture."),
    Fault.TOO_LARGE: _("This picture is too large."),
    Fault.TOO_SMALL: _("This picture is too small."),
    Fault.TOO_SHORT: _("This film is too short."),
    Fault.TOO_LONG: _("This film is too long."),
}


def detail_of(code: str) -> str:
    """In the language of the request."""
    return str(SENTENCES[Problem(code)] if code in Problem.values else FAULTS[Fault(code)])
