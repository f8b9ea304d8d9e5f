"""How words that the policy refuses are refused, by preflight as by submit."""

from lib.errors import DomainError, ErrorCode
from moderation.categories import Category
from moderation.policy.judging import Judgement

_BY_CATEGORY = {
    Category.LIKENESS: ErrorCode.LIKENESS,
    Category.THIRD_PARTY: ErrorCode.THIRD_PARTY_CONTENT,
    Category.CHILD_SAFETY: ErrorCode.MINOR_POLICY,
}


def words_code(judgement: Judgement) -> ErrorCode:
    """The public code of words that the policy refuses: the class, never what was read (G16)."""
    if judgement.category in _BY_CATEGORY:
        return _BY_CATEGORY[judgement.category]
    return ErrorCode.MINOR_POLICY if judgement.for_minors else ErrorCode.INPUT_MODERATION


def words_refusal(judgement: Judgement, detail: str) -> DomainError:
    """The same as an error about the prompt."""
    return DomainError(words_code(judgement), detail, attr="prompt")
