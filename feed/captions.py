"""What text can be a caption at all; what it may say is for moderation to judge."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from feed.limits import CAPTION_CHARACTERS
from generation.models import Job
from lib.errors import DomainError, ErrorCode
from lib.plain_text import has_unusable, is_invisible, normalised
from moderation.categories import Surface
from moderation.policy.audience import Audience, Destination
from moderation.policy.judging import Evidence
from moderation.screener.client import ScreenerAway
from moderation.services.screening import AT_ONCE_SECONDS, read

STAGE = "caption"  # of a post's scans and reviews


def accepted_caption(text: str) -> str:
    """The caption in NFC, trimmed, with `\\n` line ends; empty where there is nothing to see.

    Raises DomainError `max_length` (of 500 characters after NFC) or `invalid_characters`.
    """
    caption = normalised(text)
    if len(caption) > CAPTION_CHARACTERS:
        raise _refusal(ErrorCode.MAX_LENGTH, _("The caption is longer than 500 characters."))
    if has_unusable(caption):
        raise _refusal(
            ErrorCode.INVALID_CHARACTERS, _("The caption holds characters that cannot be used.")
        )
    return "" if is_invisible(caption) else caption


def ask(caption: str, *, seconds: float) -> list[Evidence]:
    """What the screener answers about it. Never inside a transaction. Raises ScreenerAway."""
    return read([(Surface.CAPTION, caption)], seconds=seconds)


def ask_at_once(caption: str) -> Sequence[Evidence] | None:
    """The same within two seconds, else None."""
    try:
        return ask(caption, seconds=AT_ONCE_SECONDS)
    except ScreenerAway:
        return None


def audience_of(author: User, job: Job) -> Audience:
    """For whom a caption is judged: its author's profile, with whoever the video depicts."""
    return Audience(
        destination=Destination.PROFILE,
        under_18=not author.is_adult,
        depicts_minor=job.depicts_minor,
    )


def _refusal(code: ErrorCode, detail: str) -> DomainError:
    return DomainError(code, detail, attr="caption")
