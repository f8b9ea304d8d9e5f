"""What was skipped and why, as a file: hard cases and gaps in the rules show there (E41)."""

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View

from accounts.api.access import viewer_of
from audit.services import record
from enforcement.boarding import skips
from enforcement.limits import SKIPS_SHOWN
from enforcement.policies import LEAD_QUEUE
from enforcement.pseudonyms import pseudonym_of
from lib.actors import Actor

COLUMNS = ("case", "queue", "why", "at", "reviewer")


class SkipsView(View):
    """Ids, codes and pseudonyms, as CSV."""

    model_admin: Any = None

    def get(self, request: HttpRequest) -> HttpResponse:
        by = viewer_of(request)
        if not by.has_perm(LEAD_QUEUE):
            raise PermissionDenied
        record("enforcement.skips.exported", actor=Actor.person(by.pk), target=by.public_id)
        answer = HttpResponse(content_type="text/csv")
        answer["Content-Disposition"] = 'attachment; filename="skipped.csv"'
        lines = csv.writer(answer)
        lines.writerow(COLUMNS)
        for row in skips(timezone.now() - SKIPS_SHOWN):
            assert row.ended_at is not None  # noqa: S101 - of what was skipped
            at = row.ended_at.isoformat(timespec="seconds")
            who = pseudonym_of(row.holder)
            lines.writerow((row.case.public_id, row.case.queue, row.skip_reason, at, who))
        return answer
