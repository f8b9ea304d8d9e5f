"""The trail as a file, for whoever must show it to others (E36)."""

import csv
import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from audit.actions import EXPORTED
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

COLUMNS = ("id", "at", "action", "actor", "target", "facts")
# Ours: about a minute of a web process, and twenty megabytes.
AT_MOST = 50_000


class ExportView(View):
    """What the list shows with the same search and filters, newest first, as CSV: ids and codes,
    times in UTC, facts as JSON. Raises DomainError `max_value` above `AT_MOST` rows."""

    model_admin: Any = None

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.model_admin.get_changelist_instance(request).queryset
        found = list(rows[: AT_MOST + 1])
        if len(found) > AT_MOST:
            text = _("More than {most} rows: search for one id, or choose an action.")
            raise DomainError(ErrorCode.MAX_VALUE, text.format(most=AT_MOST))
        assert isinstance(request.user.pk, UUID)  # noqa: S101 - staff have logged in
        by = Actor.person(request.user.pk)
        record(EXPORTED, actor=by, target=str(by), rows=len(found))
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
        answer["Cache-Control"] = "no-store"
        lines = csv.writer(answer)
        lines.writerow(COLUMNS)
        for row in found:
            facts = json.dumps(row.facts, sort_keys=True)
            lines.writerow((row.pk, row.at.isoformat(), row.action, row.actor, row.target, facts))
        return answer
