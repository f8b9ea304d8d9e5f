from django.db import transaction

from accounts.models import User
from cameos.capabilities.issuing import UseRefused
from cameos.services.checking import note_answers
from generation.prompts import accepted_prompt


def note_refused_use(refused: UseRefused, *, prompt: str, by: User, key: str) -> None:
    """Count a submit that a likeness was not lent to, as preflight counts it.

    `key`: the request's Idempotency-Key; its repetition is refused again and counted once.
    """
    with transaction.atomic():
        note_answers(refused.decision, prompt=accepted_prompt(prompt), by=by, key=key)
