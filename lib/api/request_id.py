"""The id that ties an answer, its log lines and a person's complaint together."""

import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-Id"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

_current: ContextVar[str] = ContextVar("request_id", default="")


def begin(offered: str | None) -> str:
    """Take the id that a proxy or client offers, if it is sane, else make one."""
    value = offered if offered and SANE.fullmatch(offered) else uuid4().hex
    _current.set(value)
    return value


def current() -> str:
    """The id of the request that is being answered; empty outside of one."""
    return _current.get()
