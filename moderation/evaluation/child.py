"""What a process of its own does when several share the reading."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.evaluation.cases import Case

if TYPE_CHECKING:
    from moderation.evaluation.answering import TextStack
    from moderation.evaluation.running import Found

_stacks: list["TextStack"] = []


def begin(data_dir: str) -> None:
    """Once in each process, before its first chunk."""
    import django

    django.setup()
    from moderation.evaluation.answering import text_stack

    _stacks.append(text_stack(Path(data_dir)))


def answer(chunk: Sequence[Case]) -> "Found":
    from moderation.evaluation.running import answers

    return answers(_stacks[0], chunk)
