"""Logs as JSON lines on standard error, ours and everybody's, without people's words or tokens."""

import logging
import sys
from typing import Any

import structlog
from structlog.types import Processor

from config.logging.masking import mask
from config.logging.templates import template_only
from config.logging.tracebacks import frames_only

# Paths of failed requests: our access line and `unhandled_exception` say it without them.
TOLD_BETTER = ("django.request", "django.server")

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    frames_only,
]


def structured(*, level: str) -> None:
    """Set up structlog and the standard library's logging; calling it again changes nothing."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for handler in [kept for kept in root.handlers if isinstance(kept, _Lines)]:
        root.removeHandler(handler)
    root.addHandler(_Lines())
    root.setLevel(level)
    for name in TOLD_BETTER:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    logging.captureWarnings(True)


class _Lines(logging.StreamHandler[Any]):
    """One JSON object a line; the type tells our handler from others' (pytest's, say)."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(formatter())


def formatter() -> logging.Formatter:
    """What turns a log record into its line."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[template_only, *SHARED],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            mask,
            structlog.processors.JSONRenderer(),
        ],
        use_get_message=False,
        pass_foreign_args=True,
    )
