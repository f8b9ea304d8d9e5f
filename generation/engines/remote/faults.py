"""What may go wrong there, in our own words. Nothing that a server said goes any further."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from generation.engines.base import LATE_REFUSAL, REQUEST_FAULTS, EngineError, MachineFault

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
BUSY = frozenset({429, 503})
DENIED = frozenset({401, 402, 407})
# Only where the API names our key or account; everything else may be about the words of one wish,
# and nobody else's waits for that.
FORBIDDEN = 403
OUR_KEY = ("api_key", "authentication", "quota", "billing", "account", "organization", "country")
REFUSED = frozenset({400, 413, 415, 422})
# Parts of the codes by which servers say that words or a film are against their rules.
MODERATION = ("moderation", "content_policy", "content_filter", "safety", "sentinel")
NO_MEMORY = ("out_of_memory", "outofmemory", "oom")


class Unreached(Exception):
    """There was no connection: nothing was sent."""


class Broken(Exception):
    """No answer, or none that can be read: whether it was heard is not known. `args` is ours."""


def fault_of(status: int, body: bytes = b"") -> EngineError:
    """What a status that is no success means for a render."""
    code = _code_in(body)
    if status in BUSY:
        return EngineError("capacity", permanent=False)
    if status in REFUSED | {FORBIDDEN} and _is_moderation(code):
        return refused()
    if status in DENIED or (status == FORBIDDEN and any(one in code for one in OUR_KEY)):
        return MachineFault("processor_denied")
    if status in REFUSED:
        return EngineError("request_refused", permanent=True)
    return EngineError("processor_fault", permanent=False)


def knows_no_such_video(body: bytes) -> bool:
    """Of a 404: whether it is the API that says so, as OpenAI's and FastAPI's servers put it, and
    not a web server, or a path that it does not serve."""
    found = _json(body)
    if not isinstance(found, dict):
        return False
    detail = found.get("detail")
    if isinstance(detail, str):
        return detail.strip().lower() != "not found"  # FastAPI's own, of any path
    return isinstance(found.get("error"), dict) or found.get("object") == "error"


def failed(error: object) -> EngineError:
    """Of a job that the server says has failed: of its reason only whether it is one of ours."""
    code = _text(error.get("code")) if isinstance(error, dict) else ""
    if _is_moderation(code):
        return refused()
    if any(one in code for one in NO_MEMORY):
        return EngineError("out_of_memory", permanent=False)
    return EngineError("processor_failed", permanent=False)


@contextmanager
def taken_on() -> Iterator[None]:
    """The server works for us in here: what it refuses now, in whatever words, it has drawn, or
    begun to. Raises EngineError `stopped_by_processor` for that."""
    try:
        yield
    except EngineError as error:
        if error.code in REQUEST_FAULTS:
            raise EngineError(LATE_REFUSAL, permanent=True) from None
        raise


def refused() -> EngineError:
    """The processor's own rules; the same words would be refused again."""
    return EngineError("refused_by_processor", permanent=True)


def _is_moderation(code: str) -> bool:
    return any(one in code for one in MODERATION)


def _code_in(body: bytes) -> str:
    found = _json(body)
    error = found.get("error") if isinstance(found, dict) else None
    if not isinstance(error, dict):
        return ""
    return f"{_text(error.get('code'))} {_text(error.get('type'))}"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _text(value: object) -> str:
    return value[:100].lower() if isinstance(value, str) else ""
