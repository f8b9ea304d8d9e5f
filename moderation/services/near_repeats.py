"""New words that are a small edit of what was refused: the refusal is evidence against them."""

from collections.abc import Sequence
from uuid import UUID

from moderation.categories import Category
from moderation.policy.strictness import Suspicion
from moderation.probing.nearness import ALIKE_IN_LETTERS, grams, in_letters
from moderation.services.refusals import recently_refused

MOST = 20  # the newest: somebody waits, and 4,000 characters took up to 10 ms each (measured)


def suspicions_about(words: str, *, person_id: UUID) -> Sequence[Suspicion]:
    """One for each category for which something like these words was refused to this person.

    Compared by letters alone: the web process carries no encoder.
    """
    refused = recently_refused(person_id)[:MOST]
    if not refused:
        return ()
    runs = grams(words)
    near = {
        Category(row.category)
        for row in refused
        if in_letters(runs, grams(row.words or "")) >= ALIKE_IN_LETTERS
    }
    return [Suspicion(category) for category in sorted(near)]
