"""A detector of ours that failed, where nobody else can tell what it tells."""

from collections.abc import Sequence
from dataclasses import replace

from moderation.answers import Answer, Coverage
from moderation.categories import Category
from moderation.detectors.minors.detector import NAME as MINORS


def unreplaced(answers: Sequence[Answer]) -> list[Answer]:
    """The same; nobody has assessed child safety where `minors` failed.

    It alone says whether somebody under 18 is in the text. Without that, what others find is
    judged as if everybody were grown up, however well they looked.
    """
    if not any(answer.detector == MINORS and not answer.coverage for answer in answers):
        return list(answers)
    return [replace(answer, coverage=_without_child_safety(answer)) for answer in answers]


def _without_child_safety(answer: Answer) -> dict[Category, Coverage]:
    return {key: value for key, value in answer.coverage.items() if key != Category.CHILD_SAFETY}
