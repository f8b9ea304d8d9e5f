"""Pages whose actions call a service for each chosen row."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from audit.reasons import stated_reason
from audit.recorded_admin import RecordedAdmin
from lib.errors import DomainError


class ActingAdmin(RecordedAdmin):
    """Every row on its own: what a service refuses is told, and the others are done."""

    def act_on_each(
        self, request: HttpRequest, rows: Iterable[Any], verb: Callable[[Any], object]
    ) -> None:
        """Call `verb` with each of `rows` and tell how many were done."""
        done = 0
        for row in rows:
            try:
                verb(row)
                done += 1
            except DomainError as error:
                self.message_user(
                    request, f"{getattr(row, 'public_id', row)}: {error.detail}", messages.WARNING
                )
        self.message_user(request, f"{done} done.")


def why(request: HttpRequest) -> str | None:
    """The code of the reason that staff stated, for the audit rows of what they do."""
    reason = stated_reason(request)
    return reason.code if reason else None
