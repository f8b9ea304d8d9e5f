"""What rules do, shown on prompts: found by the same code that will enforce them."""

from dataclasses import dataclass

from cameos.permissions.lists import lists, topics_in
from cameos.permissions.topics import Topic

MOST_EXAMPLES = 3  # prompts a topic and side


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt, and whether the rules bear it; found by the same code that will enforce them."""

    prompt: str
    allowed: bool


def examples_for(topics: frozenset[Topic]) -> list[Example]:
    """Prompts that show what rules do: what they keep out, and what lies near and stays allowed."""
    shown = [
        prompt
        for topic in sorted(topics)
        for side in (lists().described[topic].deny, lists().described[topic].allow)
        for prompt in side[:MOST_EXAMPLES]
    ]
    return [Example(prompt, not topics & topics_in(prompt)) for prompt in shown]
