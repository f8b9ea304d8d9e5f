"""What somebody says beside a reason, before it is stored."""

from dataclasses import dataclass
from math import isfinite

from django.utils.translation import gettext as _

from enforcement.limits import TEXT_CHARACTERS
from enforcement.reasons import FILMS
from enforcement.subjects.base import Target
from lib.errors import DomainError, ErrorCode
from lib.plain_text import has_unusable, normalised


@dataclass(frozen=True, slots=True)
class Said:
    """`start_s` and `end_s`: the part of a film, in seconds from its beginning, both or none.
    `impersonated`: whom it passes for, of a complaint about that (enforcement/claims.py)."""

    text: str = ""
    start_s: float | None = None
    end_s: float | None = None
    about_me: bool = False
    impersonated: str = ""


def accepted(said: Said, target: Target) -> Said:
    """With its text in NFC. Raises DomainError `max_length`, `invalid_characters`, or `invalid` for
    a part that the film does not have."""
    text = normalised(said.text)
    if len(text) > TEXT_CHARACTERS:
        raise _refusal(ErrorCode.MAX_LENGTH, _("This is too long."), "text")
    if has_unusable(text):
        raise _refusal(ErrorCode.INVALID_CHARACTERS, _("Use ordinary characters."), "text")
    if target.kind not in FILMS and said.start_s is not None:
        raise _refusal(ErrorCode.INVALID, _("Only a video has parts."), "start")
    return Said(text, *_part(said, target.duration), said.about_me, said.impersonated)


def _part(said: Said, duration: float | None) -> tuple[float | None, float | None]:
    """`duration` is None of a film that is gone: the reporter may have seen all of it."""
    start, end = said.start_s, said.end_s
    if start is None and end is None:
        return None, None
    if start is None or end is None or not (isfinite(start) and isfinite(end)):
        raise _refusal(ErrorCode.INVALID, _("Give both ends of the part."), "end")
    if not 0 <= start <= end:
        raise _refusal(ErrorCode.INVALID, _("The part ends before it begins."), "end")
    if duration is not None and end > duration:
        raise _refusal(ErrorCode.INVALID, _("The video is shorter than that."), "end")
    return start, end


def _refusal(code: ErrorCode, detail: str, attr: str) -> DomainError:
    return DomainError(code, detail, attr=attr)
