"""Exceptions as types and places: their messages may hold a prompt or the values of an INSERT."""

import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
from structlog.types import EventDict, WrappedLogger

MOST_FRAMES = 20
DEEPEST_CAUSE = 5


def frames_only(logger: WrappedLogger, method: str, event_dict: EventDict) -> EventDict:
    """A processor that replaces `exc_info` by `exception`."""
    event_dict.pop("stack_info", None)
    error = _exception(event_dict.pop("exc_info", None))
    if error is not None:
        event_dict["exception"] = _told(error)
    return event_dict


def _exception(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return sys.exc_info()[1] if info else None


def _told(error: BaseException, depth: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    if isinstance(error, psycopg.Error):
        told["sqlstate"] = error.sqlstate
        told["constraint"] = error.diag.constraint_name
    told["frames"] = _frames(error.__traceback__)
    cause = error.__cause__ or error.__context__
    if cause is not None and depth < DEEPEST_CAUSE:
        told["cause"] = _told(cause, depth + 1)
    return told


def _frames(trace: TracebackType | None) -> list[str]:
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(trace)]
    return [
        f"{'/'.join(Path(code.co_filename).parts[-3:])}:{line}:{code.co_name}"
        for code, line in frames[-MOST_FRAMES:]
    ]
