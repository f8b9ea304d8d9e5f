"""What text can be a prompt at all; what it may say is for moderation to judge."""

from django.utils.translation import gettext as _

from generation.limits import PROMPT_CHARACTERS
from lib.errors import DomainError, ErrorCode
from lib.plain_text import has_unusable, is_invisible, normalised


def accepted_prompt(text: str) -> str:
    """The prompt in NFC, trimmed, with `\\n` line ends. Emoji alone are fine.

    Raises DomainError `prompt_empty`, `prompt_too_long` (of 4,000 characters after NFC) or
    `invalid_characters` (control characters, overrides of direction).
    """
    prompt = normalised(text)
    if len(prompt) > PROMPT_CHARACTERS:
        raise _refusal(ErrorCode.PROMPT_TOO_LONG, _("The prompt is longer than 4,000 characters."))
    if has_unusable(prompt):
        raise _refusal(
            ErrorCode.INVALID_CHARACTERS, _("The prompt holds characters that cannot be used.")
        )
    if is_invisible(prompt):
        raise _refusal(ErrorCode.PROMPT_EMPTY, _("The prompt is empty."))
    return prompt


def _refusal(code: ErrorCode, detail: str) -> DomainError:
    return DomainError(code, detail, attr="prompt")
