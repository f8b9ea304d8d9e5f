"""The rules as the code words them now, to be frozen."""

from django.utils.translation import override

from enforcement.reasons import REASONS
from enforcement.rule_sets import PRESENT, rule_set
from enforcement.rule_texts import text_of

Worded = dict[str, dict[str, str]]


def worded() -> Worded:
    """Title and text by code, in English."""
    with override("en"):
        return {
            one.code: {"title": one.label, "text": text_of(one.code)} for one in REASONS.values()
        }


def is_frozen() -> bool:
    """Whether the newest version says the same."""
    frozen = rule_set(PRESENT).rules.values()
    return worded() == {one.code: {"title": one.title, "text": one.text} for one in frozen}
