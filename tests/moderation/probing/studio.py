"""Asking for videos whose words are refused, and letting time pass."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.db.models import F

from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import CoolingOff, RefusedText
from tests.answering import answering
from tests.client import Api
from tests.generation.studio import WISH

BLOCKED = Hit(Category.VIOLENCE, 0.97)
_keys = count(1)


def ask(api: Api, person: Any, prompt: str, *, key: str | None = None) -> Any:
    """POST /generations, as another request each time unless a key is given."""
    wish = {**WISH, "prompt": prompt}
    return api.post("/generations", wish, as_=person, key=key or f"k{next(_keys)}")


def refuse_all(api: Api, person: Any, *prompts: str) -> list[int]:
    return [ask(api, person, prompt).status_code for prompt in prompts]


def blocking(*categories: Category, score: float = 1.0) -> Any:
    """A screener that finds these in whatever it is asked."""
    return answering(*(Hit(category, score) for category in categories))


def pass_time(minutes: float) -> None:
    """All that has happened lies so much further back."""
    ago = timedelta(minutes=minutes)
    RefusedText.objects.update(at=F("at") - ago)
    CoolingOff.objects.update(started_at=F("started_at") - ago, until=F("until") - ago)


Use = Callable[..., None]
