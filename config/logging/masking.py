"""The last look at a log line: what is named or shaped like a secret or a person is masked."""

import re
from typing import Any

from structlog.types import EventDict, WrappedLogger

MASK = "[masked]"
SECRET_NAMES = re.compile(
    r"(^|_)(password\d?|passwd|token|secret|authorization|cookie|cookies|session_key|api_key|"
    r"prompt|dialogue|caption|transcript|script|message_text|text|body|query|query_string|"
    r"e_?mail|birth_date|handle)$",
    re.IGNORECASE,
)
SECRET_SHAPES = (
    re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*"),  # a JWT
    re.compile(r"(?i)\b(bearer|basic)[ .]+[\w.~+/=-]{8,}"),
    re.compile(r"\bsk-[\w-]{8,}"),
    re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+\.[^\s@\"'<>]+"),  # an e-mail address
    re.compile(r"(?<=://)[^/\s@]+@"),  # user and password of a URL
    re.compile(r"\?[\w.%-]+=\S*"),  # a query string
)


def mask(logger: WrappedLogger, method: str, event_dict: EventDict) -> EventDict:
    """A processor over everything that is about to be written."""
    return {name: _masked(name, value) for name, value in event_dict.items()}


def _masked(name: str, value: Any) -> Any:
    if SECRET_NAMES.search(name) and value is not None:
        return MASK
    if isinstance(value, dict):
        return {str(key): _masked(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked("", inner) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return _without_secrets(str(value))


def _without_secrets(text: str) -> str:
    for shape in SECRET_SHAPES:
        text = shape.sub(MASK, text)
    return text
