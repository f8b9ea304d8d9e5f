"""What text can be a prompt at all; what it may say is for moderation to judge."""

import unicodedata

from django.utils.translation import gettext as _

from generation.limits import PROMPT_CHARACTERS
from lib.errors import DomainError, ErrorCode

LINE_CHARACTERS = frozenset("\n\t")
# Letters that only turn the reading order around: they make a reviewer read another text than
# the engine does (Unicode Technical Report 36, section 3.9).
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def accepted_prompt(text: str) -> str:
    """The prompt in NFC, trimmed, with `\\n` line ends. Emoji alone are fine.

    Raises DomainError `prompt_empty`, `prompt_too_long` (of 4,000 characters after NFC) or
    `invalid_characters` (control characters, overrides of direction).
    """
    prompt = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(prompt) > PROMPT_CHARACTERS:
        raise _refusal(ErrorCode.PROMPT_TOO_LONG, _("The prompt is longer than 4,000 characters."))
    if any(map(_is_forbidden, prompt)):
        raise _refusal(
            ErrorCode.INVALID_CHARACTERS, _("The prompt holds characters that cannot be used.")
        )
    if all(unicodedata.category(character) in INVISIBLE for character in prompt):
        raise _refusal(ErrorCode.PROMPT_EMPTY, _("The prompt is empty."))
    return prompt


def _is_forbidden(character: str) -> bool:
    if character in LINE_CHARACTERS:
        return False
    return character in OVERRIDES or unicodedata.category(character) in ("Cc", "Cs", "Cn")


def _refusal(code: ErrorCode, detail: str) -> DomainError:
    return DomainError(code, detail, attr="prompt")
